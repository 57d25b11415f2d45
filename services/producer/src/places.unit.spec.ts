import { describe, expect, it } from 'vitest';
import { Places } from './places.ts';

const limits = { maxRequests: 4, maxRequestsOfKey: 3, maxBackfills: 3, maxBackfillsOfKey: 2 };

describe.each([
  ['live', 'requests', limits.maxRequests, limits.maxRequestsOfKey],
  ['backfill', 'backfills', limits.maxBackfills, limits.maxBackfillsOfKey],
] as const)('places of the lane %s', (lane, what, max, maxOfKey) => {
  it('are not all of one key, and are there again when they are left', () => {
    const places = new Places(limits);
    const leaves = Array.from({ length: maxOfKey }, () => places.enter(lane, 'slow'));
    const refused = { kind: 'overloaded', statusCode: 429 };
    expect(() => places.enter(lane, 'slow')).toThrow(expect.objectContaining(refused));
    expect(() => places.enter(lane, 'slow')).toThrow(`${maxOfKey} ${what} of this key are under way`);
    places.enter(lane, 'other');
    expect(() => places.enter(lane, 'third')).toThrow(`${max} ${what} are under way`);
    for (const leave of leaves) leave();
    expect(() => places.enter(lane, 'slow')).not.toThrow();
  });

  it('are for all in any number where there are no keys, and beside those of the other lane', () => {
    const places = new Places(limits);
    for (let i = 0; i < max; i++) places.enter(lane, null);
    expect(() => places.enter(lane, null)).toThrow(`${max} ${what} are under way`);
    expect(() => places.enter(lane === 'live' ? 'backfill' : 'live', null)).not.toThrow();
  });
});
