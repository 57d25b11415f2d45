import { describe, expect, it } from 'vitest';
import { EmptyPositions } from './empty-positions.ts';

describe('positions that hold no records', () => {
  it('are skipped from anywhere in their run, and from nowhere else', () => {
    const empty = new EmptyPositions();
    empty.add(0, 5, 7);
    expect([4, 5, 7, 8, 9].map((position) => empty.skip(0, position))).toEqual([4, 8, 8, 8, 9]);
    expect(empty.skip(1, 5)).toBe(5);
  });

  it('make one run where they follow each other, and are told again without harm', () => {
    const empty = new EmptyPositions();
    empty.add(0, 5, 7);
    empty.add(0, 8, 8);
    empty.add(0, 6, 6);
    expect(empty.skip(0, 5)).toBe(9);
  });

  it('that lie apart make a new run, for there may be records between them', () => {
    const empty = new EmptyPositions();
    empty.add(0, 5, 7);
    empty.add(0, 9, 10);
    expect([5, 9].map((position) => empty.skip(0, position))).toEqual([5, 11]);
  });
});
