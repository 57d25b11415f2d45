import { addDays, type Day, formatDay, parseDay } from '@sohoso/dossier';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Piece, piecesOf, placeOf } from './day-pieces.ts';

const day = (text: string) => parseDay(text) ?? (0 as never);
const FIRST = day('2000-01-01');
const days = fc.integer({ min: FIRST, max: day('2040-12-31') }).map((number) => number as Day);

const month = (of: Day) => day(`${formatDay(of).slice(0, 7)}-01`);
const year = (of: Day) => day(`${formatDay(of).slice(0, 4)}-01-01`);

/** Where a movement of a day, recorded on a day, is booked in each grain, as migration 010 says. */
function rowsOf(on: Day, recorded: Day) {
  return [
    { grain: 'day', day: on, recorded },
    { grain: 'month', day: month(on), recorded: year(recorded) },
    { grain: 'year', day: year(on), recorded: year(recorded) },
    { grain: 'recorded_month', day: month(recorded), recorded: month(on) },
    { grain: 'recorded_day', day: recorded, recorded: month(on) },
  ] as const;
}

/** How often the movement counts before the period and up to its end. */
function countsOf(pieces: readonly Piece[], on: Day, recorded: Day) {
  const byPlace = new Map(pieces.map((piece) => [placeOf(piece), piece]));
  let [before, upTo] = [0, 0];
  for (const row of rowsOf(on, recorded)) {
    const piece = byPlace.get(placeOf(row));
    if (piece === undefined) continue;
    if (row.recorded < piece.beforeEnd) before += piece.before;
    if (row.recorded < piece.upToEnd) upTo += piece.upTo;
  }
  return { before, upTo };
}

describe('the pieces of unit_day for a period', () => {
  it('count every movement once before it and once up to its end', () => {
    fc.assert(
      fc.property(days, fc.nat(800), days, days, (from, length, on, recorded) => {
        const to = addDays(from, length);
        const expected = { before: on < from ? 1 : 0, upTo: on <= to ? 1 : 0 };
        expect(countsOf(piecesOf(from, to), on, recorded)).toEqual(expected);
      }),
      { numRuns: 400 },
    );
  });
  it('count it so where it was recorded before a day, and else not at all', () => {
    const near = fc.tuple(days, fc.integer({ min: -70, max: 70 }), fc.integer({ min: -70, max: 70 }));
    fc.assert(
      fc.property(near, fc.nat(800), fc.integer({ min: -400, max: 400 }), ([from, a, b], length, c) => {
        const [to, on, recorded, known] = [length, a, b, c].map((count) => addDays(from, count)) as [
          Day,
          Day,
          Day,
          Day,
        ];
        const isKnown = recorded < known;
        const expected = { before: isKnown && on < from ? 1 : 0, upTo: isKnown && on <= to ? 1 : 0 };
        expect(countsOf(piecesOf(from, to, known), on, recorded)).toEqual(expected);
      }),
      { numRuns: 600 },
    );
  });
  it('are years, half a year of months and half a month of days at most, on either side', () => {
    fc.assert(
      fc.property(days, fc.nat(800), (from, length) => {
        const count = (grain: string) =>
          piecesOf(from, addDays(from, length)).filter((piece) => piece.grain === grain).length;
        expect(count('month')).toBeLessThanOrEqual(12);
        expect(count('day')).toBeLessThanOrEqual(32);
      }),
    );
  });
});
