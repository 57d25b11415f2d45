import { expect, test } from 'vitest';
import { dayNumber } from './clock.ts';
import { Dice } from './dice.ts';
import { periodOf, perWorkingDayOf2020, workingDaysOf2020 } from './periods.ts';
import { randomPeriodKey } from './random-periods.ts';

test.each([
  ['2020-04-01..2020-04-15', '2020-04-01', '2020-04-15'],
  ['2020-02-29..2020-02-29', '2020-02-29', '2020-02-29'],
  ['2020-04', '2020-04-01', '2020-04-30'],
  ['2020-02', '2020-02-01', '2020-02-29'],
  ['2021-02', '2021-02-01', '2021-02-28'],
  ['2020-12', '2020-12-01', '2020-12-31'],
  ['2020-Q1', '2020-01-01', '2020-03-31'],
  ['2020-Q4', '2020-10-01', '2020-12-31'],
  ['2020-H1', '2020-01-01', '2020-06-30'],
  ['2020-H2', '2020-07-01', '2020-12-31'],
  ['2020-9M', '2020-01-01', '2020-09-30'],
  ['2020', '2020-01-01', '2020-12-31'],
  ['2020-04@vpcp', '2020-03-15', '2020-04-14'],
  ['2020-01@vpcp', '2019-12-15', '2020-01-14'],
  ['2020-12@vpcp', '2020-11-15', '2020-12-14'],
  ['2020-Q1@vpcp', '2019-12-15', '2020-03-14'],
  ['2020-Q3@vpcp', '2020-06-15', '2020-09-14'],
  ['2020-H1@vpcp', '2019-12-15', '2020-06-14'],
  ['2020-H2@vpcp', '2020-06-15', '2020-12-14'],
  ['2020-9M@vpcp', '2019-12-15', '2020-09-14'],
  ['2020@vpcp', '2019-12-15', '2020-12-14'],
  ['1970-01-01..2019-12-31', '1970-01-01', '2019-12-31'],
])('%s is from %s to %s', (key, from, to) => {
  expect(periodOf(key)).toEqual({ from, to });
});

test.each([
  ['2020-04-15..2020-04-01', 'ends before it starts'],
  ['2020-02-01..2020-02-30', 'no day 2020-02-30'],
  ['1970-01-01..2020-01-01', 'longer than 50 years'],
  ['2020-13', 'has no days'],
  ['2020-00', 'has no days'],
  ['2020-Q5', 'does not know'],
  ['2020-6M', 'does not know'],
  ['2020-04-01', 'does not know'],
  ['2020-04-01..2020-04-15@vpcp', 'does not know'],
  ['', 'does not know'],
])('%j is no period: %s', (key, reason) => {
  expect(() => periodOf(key)).toThrow(reason);
});

test('the months of a year of either kind follow each other without a gap', () => {
  for (const kind of ['', '@vpcp']) {
    const year = periodOf(`2020${kind}`);
    let next = dayNumber(year.from);
    for (let month = 1; month <= 12; month += 1) {
      const { from, to } = periodOf(`2020-${String(month).padStart(2, '0')}${kind}`);
      expect(dayNumber(from)).toBe(next);
      next = dayNumber(to) + 1;
    }
    expect(next).toBe(dayNumber(year.to) + 1);
  }
});

test('the first half of April 2020 has eleven weekdays, of which the 2nd was a holiday', () => {
  const days = periodOf('2020-04-01..2020-04-15');
  expect(workingDaysOf2020(days).map((day) => Number(day.slice(8)))).toEqual([
    1, 3, 6, 7, 8, 9, 10, 13, 14, 15,
  ]);
  expect(perWorkingDayOf2020(899, days)).toEqual({ numerator: 899, divisor: 10, perDay: 89.9 });
});

test('2020 has 262 weekdays and 10 holidays among them', () => {
  expect(workingDaysOf2020(periodOf('2020'))).toHaveLength(252);
  const tet = periodOf('2020-01-23..2020-01-29');
  expect(perWorkingDayOf2020(5, tet)).toEqual({ numerator: 5, divisor: 0, perDay: null });
  expect(() => workingDaysOf2020(periodOf('2020-Q1@vpcp'))).toThrow('no calendar for 2019-12-15');
});

test('random keys are periods of every kind', () => {
  const kinds = new Set<string>();
  for (let seed = 0; seed < 300; seed += 1) {
    const key = randomPeriodKey(new Dice(seed), '2019-11-20', '2020-07-10');
    const { from, to } = periodOf(key);
    expect(from <= to).toBe(true);
    kinds.add(key.includes('..') ? 'range' : key.replace(/^\d{4}/, '').replace(/^-\d{2}/, '-MM'));
  }
  expect(kinds.size).toBe(19);
});
