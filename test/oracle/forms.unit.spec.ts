import { describe, expect, it, test } from 'vitest';
import { figuresOf } from './cells.ts';
import { appendixOf, extendedOf, ii06aOf, nothing, sumOf } from './forms.ts';
import { changeOf, comparisonOf, percentOf, pointsBetween, quotient, ratioOf, shareOf } from './shares.ts';

/** 100 + 30 − 10 carried over, 60 + 15 + 5 new, 20 forwarded, 150 closed: 70 remain. */
const balance = {
  openingOpen: 100,
  transferredIn: 30,
  transferredOut: 10,
  receivedOnline: 60,
  receivedDirect: 15,
  receivedPostal: 5,
  receivedForwarded: 20,
  resolvedEarly: 90,
  resolvedOnTime: 35,
  resolvedLate: 25,
  withdrawn: 4,
  released: 3,
  refused: 2,
  returnedByPost: 50,
  closingOpen: 70,
  closingSuspended: 8,
  closingOverdue: 12,
};

describe('a balance as forms', () => {
  it('is a row of the 13 columns', () => {
    expect(appendixOf(balance)).toEqual({
      received: { total: 220, online: 60, carriedOver: 120, directOrPostal: 20, forwarded: 20 },
      resolved: { total: 150, early: 90, onTime: 125, late: 25 },
      pending: { total: 70, notDue: 58, overdue: 12, suspended: 8 },
    });
  });

  it('is a row of II.06a, forwarded beside direct and postal, on time without early', () => {
    expect(ii06aOf(balance)).toEqual({
      received: { total: 220, online: 60, directOrPostal: 40, carriedOver: 120 },
      resolved: { total: 150, early: 90, onTime: 35, late: 25 },
      pending: { total: 70, inTime: 58, overdue: 12 },
    });
  });

  it('is a row of the extended view', () => {
    expect(extendedOf(balance)).toEqual({
      early: 90,
      withdrawn: 4,
      refused: 2,
      suspended: 8,
      transferredIn: 30,
      transferredOut: 10,
      returnedByPost: 50,
      released: 3,
    });
  });

  it('sums up item by item', () => {
    expect(sumOf([balance, nothing(), balance])).toMatchObject({ openingOpen: 200, closingOverdue: 24 });
    expect(sumOf([])).toEqual(nothing());
  });

  it('gives each ratio its numerator and denominator', () => {
    expect(ratioOf('online/new', balance)).toEqual({ numerator: 60, denominator: 80, percent: 75 });
    expect(ratioOf('online/intake', balance)).toEqual({ numerator: 60, denominator: 100, percent: 60 });
    expect(ratioOf('online/handled', balance)).toEqual({ numerator: 60, denominator: 220, percent: 27.3 });
    expect(ratioOf('on-time/resolved', balance)).toEqual({ numerator: 125, denominator: 150, percent: 83.3 });
    expect(ratioOf('on-time/received', balance)).toEqual({ numerator: 125, denominator: 220, percent: 56.8 });
    const postal = { numerator: 50, denominator: 150, percent: 33.3 };
    expect(ratioOf('postal-return/resolved', balance)).toEqual(postal);
    expect(ratioOf('online/new', nothing()).percent).toBeNull();
  });
});

test.each([
  [156, 1284, 12.1],
  [27, 1284, 2.1],
  [1101, 1284, 85.7],
  [297, 2826, 10.5],
  [297, 1202, 24.7],
  // Exactly half: 0.05, 0.15 and 12.25 per cent.
  [1, 2000, 0.1],
  [3, 2000, 0.2],
  [49, 400, 12.3],
  [-49, 400, -12.3],
  [1, 2001, 0],
  [0, 5, 0],
  [7, 7, 100],
  [0, 0, null],
  [5, 0, null],
])('%i of %i is %s per cent', (numerator, denominator, percent) => {
  expect(percentOf(numerator, denominator)).toBe(percent);
});

describe('two periods compared', () => {
  it('differ absolutely, and relative to the baseline', () => {
    expect(changeOf(110, 80)).toEqual({ now: 110, baseline: 80, absolute: 30, relative: 37.5 });
    expect(changeOf(80, 110)).toEqual({ now: 80, baseline: 110, absolute: -30, relative: -27.3 });
    expect(changeOf(0, 7).relative).toBe(-100);
    expect(changeOf(7, 0)).toEqual({ now: 7, baseline: 0, absolute: 7, relative: null });
  });

  it('differ in points between shares as they are printed', () => {
    expect(pointsBetween(shareOf(156, 1284), shareOf(124, 1000))).toBe(-0.3);
    // 0.149 and 0.151 per cent print as 0.1 and 0.2.
    expect(pointsBetween(shareOf(151, 100_000), shareOf(149, 100_000))).toBe(0.1);
    expect(pointsBetween(shareOf(1, 2), shareOf(0, 0))).toBeNull();
    expect(pointsBetween(shareOf(0, 0), shareOf(1, 2))).toBeNull();
  });

  it('are set side by side figure by figure', () => {
    const table = comparisonOf(ii06aOf(balance), ii06aOf({ ...balance, receivedOnline: 50, openingOpen: 0 }));
    expect(Object.keys(table)).toEqual(Object.keys(figuresOf(ii06aOf(balance))));
    expect(table['received.online']).toEqual({ now: 60, baseline: 50, absolute: 10, relative: 20 });
    expect(table['received.carriedOver']).toMatchObject({ absolute: 100, relative: 500 });
  });
});

test('a quotient has one decimal too', () => {
  expect(quotient(899, 10)).toBe(89.9);
  expect(quotient(899, 11)).toBe(81.7);
  expect(quotient(1, 8)).toBe(0.1);
  expect(quotient(1, 0)).toBeNull();
});
