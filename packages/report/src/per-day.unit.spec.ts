import { describe, expect, it } from 'vitest';
import { perDayAverage } from './per-day.ts';
import { periodOfKey } from './period.ts';
import { calendar, dayOf } from './testing/narrative.ts';

const fortnight = periodOfKey('2020-04-01..2020-04-15');

describe('an average per working day', () => {
  it('names its numerator, divisor, days and calendar', () => {
    expect(perDayAverage(899, fortnight, calendar)).toEqual({
      numerator: 899,
      divisor: 10,
      from: '2020-04-01',
      to: '2020-04-15',
      calendar: { name: 'Lịch thử', version: '1' },
      value: 89.9,
      text: '89,9',
      notes: ['a holiday'],
    });
  });

  it.each([
    ['2020-04-06..2020-04-07', 21, 10.5, '10,5'],
    ['2020-04-06..2020-04-09', 1, 0.3, '0,3'], // 0.25, half up
    ['2020-04', 26_230, 1249, '1.249,0'],
    ['2020-04-06', 0, 0, '0,0'],
  ])('of %s and %i is %f, written %s', (key, count, value, text) => {
    const period = periodOfKey(key.length === 10 ? `${key}..${key}` : key);
    expect(perDayAverage(count, period, calendar)).toMatchObject({ value, text });
  });

  it.each(['2020-04-02..2020-04-02', '2020-04-11..2020-04-12'])('has no value on %s', (key) => {
    expect(perDayAverage(7, periodOfKey(key), calendar)).toMatchObject({
      divisor: 0,
      value: null,
      text: null,
    });
  });

  it('of a period that is not over counts the days that are known', () => {
    const asOf = (day: string) => perDayAverage(12, fortnight, calendar, dayOf(day));
    expect(asOf('2020-04-06')).toMatchObject({ divisor: 3, to: '2020-04-06', text: '4,0' });
    expect(asOf('2020-05-01')).toMatchObject({ divisor: 10, to: '2020-04-15', text: '1,2' });
    const begun = perDayAverage(12, periodOfKey('2020-01'), calendar, dayOf('2019-12-31'));
    expect(begun).toMatchObject({ divisor: 0, text: null, notes: [] });
  });
});
