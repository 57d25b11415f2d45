import { parseDay } from '@sohoso/dossier';
import { describe, expect, it } from 'vitest';
import { weightsByDay } from './cell-weights.ts';

const day = (text: string) => parseDay(text) ?? (0 as never);
const BEFORE_ALL = day('1900-01-01');

describe('the weights of a cell by day', () => {
  it('of a flow begin with the period and end with it', () => {
    const window = {
      from: day('2020-04-01'),
      to: day('2020-04-15'),
      weights: [{ measure: 'received_online', before: 0, within: 1 }],
    } as const;
    expect(weightsByDay([window])).toEqual({
      measures: ['received_online'],
      days: [day('2020-04-01'), day('2020-04-16')],
      weights: [1, 0],
    });
  });
  it('of stocks of two periods, one taken from the other, add up day by day', () => {
    const one = { from: day('2020-04-01'), to: day('2020-04-15') };
    const other = { from: day('2020-03-01'), to: day('2020-03-31') };
    const weights = weightsByDay([
      { ...one, weights: [{ measure: 'overdue', before: 1, within: 1 }] },
      {
        ...other,
        weights: [
          { measure: 'overdue', before: -1, within: -1 },
          { measure: 'suspended', before: 0, within: 2 },
        ],
      },
    ]);
    expect(weights).toEqual({
      measures: ['overdue', 'suspended'],
      days: [day('2020-03-01'), day('2020-04-01'), day('2020-04-16')],
      weights: [0, 1, 0, 2, 0, 0],
    });
    expect(weights.days).not.toContain(BEFORE_ALL);
  });
  it('are none where nothing counts', () => {
    expect(weightsByDay([])).toEqual({ measures: [], days: [], weights: [] });
  });
});
