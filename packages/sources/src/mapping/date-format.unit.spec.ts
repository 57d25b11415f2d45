import { addDays, type Day, formatDay, parseDay } from '@sohoso/dossier';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DateFormat, dateFormat } from './date-format.ts';

const format = (text: string): DateFormat => {
  const compiled = dateFormat(text);
  if (compiled === null) throw new Error(`${text} is not a format`);
  return compiled;
};
const moment = (day: string, time: string | null) => ({ day, time });

describe('a date format', () => {
  it.each([
    ['DD/MM/YYYY', '03/04/2020', moment('2020-04-03', null)],
    ['DD/MM/YYYY', '29/02/2020', moment('2020-02-29', null)],
    ['D/M/YYYY', '3/4/2020', moment('2020-04-03', null)],
    ['D/M/YYYY', '03/04/2020', moment('2020-04-03', null)],
    ['DD/MM/YYYY HH:mm', '03/04/2020 08:15', moment('2020-04-03', '08:15:00')],
    ['DD/MM/YYYY HH:mm:ss', '03/04/2020 23:59:58', moment('2020-04-03', '23:59:58')],
    ['H:mm D/M/YYYY', '8:15 3/4/2020', moment('2020-04-03', '08:15:00')],
    ['YYYY-MM-DD', '2020-04-03', moment('2020-04-03', null)],
    ['YYYY-MM-DDTHH:mm:ss', '2020-04-03T08:15:30', moment('2020-04-03', '08:15:30')],
    ['DDMMYYYY', '03042020', moment('2020-04-03', null)],
    ['DD/MM/YYYY HH[h]mm', '03/04/2020 08h15', moment('2020-04-03', '08:15:00')],
    ['DD/MM/YYYY hh:mm:ss A', '03/04/2020 02:15:00 CH', moment('2020-04-03', '14:15:00')],
    ['DD/MM/YYYY hh:mm A', '03/04/2020 12:05 SA', moment('2020-04-03', '00:05:00')],
    ['DD/MM/YYYY hh:mm A', '03/04/2020 12:05 pm', moment('2020-04-03', '12:05:00')],
  ])('%s reads %s', (text, value, expected) => {
    expect(format(text).read(value)).toEqual(expected);
  });

  it('takes midnight as a day without a time', () => {
    expect(format('DD/MM/YYYY HH:mm').read('03/04/2020 00:00')).toEqual(moment('2020-04-03', null));
  });

  it('keeps 24:00 on the day that it ends', () => {
    expect(format('DD/MM/YYYY HH:mm').read('03/04/2020 24:00')).toEqual(moment('2020-04-03', '23:59:59'));
    expect(format('DD/MM/YYYY HH:mm').read('03/04/2020 24:01')).toBe('no-such-day');
  });

  it.each([
    ['DD/MM/YYYY', '31/02/2020'],
    ['DD/MM/YYYY', '29/02/2021'],
    ['DD/MM/YYYY', '04/13/2020'],
    ['DD/MM/YYYY', '03/04/0020'],
    ['DD/MM/YYYY HH:mm', '03/04/2020 08:60'],
    ['DD/MM/YYYY hh:mm A', '03/04/2020 13:00 CH'],
  ])('%s sees that %s does not exist', (text, value) => {
    expect(format(text).read(value)).toBe('no-such-day');
  });

  it.each([
    ['DD/MM/YYYY', '3/4/2020'],
    ['DD/MM/YYYY', '03/04/20'],
    ['DD/MM/YYYY', '03/04/2020 '],
    ['DD/MM/YYYY', '03-04-2020'],
    ['DD/MM/YYYY HH:mm', '03/04/2020'],
    ['DD/MM/YYYY hh:mm A', '03/04/2020 08:00 XX'],
  ])('%s does not fit %s', (text, value) => {
    expect(format(text).read(value)).toBeNull();
  });

  it.each([
    'DD/MM/YY',
    'DD/MM',
    'DD/MM/YYYY HH',
    'DD/MM/YYYY hh:mm',
    'DMYYYY',
    'DD/MM/YYYY DD',
    'ngày DD/MM/YYYY',
    '',
  ])('%j is none', (text) => {
    expect(dateFormat(text)).toBeNull();
  });

  it('reads every day that it writes, and no other day of the months', () => {
    const compiled = format('D/M/YYYY');
    const first = parseDay('1900-01-01') as Day;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 146_000 }), (count) => {
        const day = formatDay(addDays(first, count));
        const [year, month, dayOfMonth] = day.split('-').map(Number);
        expect(compiled.read(`${dayOfMonth}/${month}/${year}`)).toEqual(moment(day, null));
      }),
    );
    fc.assert(
      fc.property(fc.nat(40), fc.nat(15), fc.integer({ min: 1900, max: 2299 }), (dayOfMonth, month, year) => {
        const text = `${year}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`;
        const expected = parseDay(text) === null ? 'no-such-day' : moment(text, null);
        expect(compiled.read(`${dayOfMonth}/${month}/${year}`)).toEqual(expected);
      }),
    );
  });
});
