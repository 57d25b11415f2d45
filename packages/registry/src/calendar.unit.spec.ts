import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays, type Day, formatDay, parseDay } from '@sohoso/dossier';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WorkingCalendar } from './calendar.ts';
import { readCalendarFile, sampleCalendarFile } from './calendar-file.ts';

const day = (text: string) => parseDay(text) as Day;
const weekdayOf = (at: Day) => new Date(at * 86_400_000).getUTCDay();
const isWeekend = (at: Day) => [0, 6].includes(weekdayOf(at));

let calendar: WorkingCalendar;
let folder = '';
beforeAll(async () => {
  calendar = await readCalendarFile(sampleCalendarFile);
  folder = await mkdtemp(join(tmpdir(), 'sohoso-calendar-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** The days of a year that are not as their weekday says: free weekdays with −, worked days of rest with +. */
function oddDays(year: number): string[] {
  const found: string[] = [];
  for (let at = day(`${year}-01-01`); at <= day(`${year}-12-31`); at = addDays(at, 1)) {
    if (calendar.isWorkingDay(at) === isWeekend(at))
      found.push(`${isWeekend(at) ? '+' : '-'}${formatDay(at).slice(5)}`);
  }
  return found;
}

describe('the sample calendar', () => {
  it('has the holidays of 2020', () => {
    const tet = ['-01-23', '-01-24', '-01-27', '-01-28', '-01-29'];
    expect(oddDays(2020)).toEqual(['-01-01', ...tet, '-04-02', '-04-30', '-05-01', '-09-02']);
    for (let at = day('2020-01-23'); at <= day('2020-01-29'); at = addDays(at, 1))
      expect(calendar.isWorkingDay(at)).toBe(false);
  });

  it('has swapped days, with the Saturdays that are worked in their place', () => {
    expect(oddDays(2019).filter((text) => text.startsWith('+'))).toEqual(['+01-05', '+05-04']);
    expect(oddDays(2024).filter((text) => text.startsWith('+'))).toEqual(['+05-04']);
    expect(oddDays(2025).filter((text) => text.startsWith('+'))).toEqual(['+04-26']);
    expect(oddDays(2026).filter((text) => text.startsWith('+'))).toEqual(['+01-10', '+08-22']);
    expect(calendar.isWorkingDay(day('2026-08-31'))).toBe(false);
  });

  // A swap moves a day, so the free weekdays less the worked days of rest are the days off that the Labour Code gives: ten up to
  // 2020, eleven from 2021 on. 31 December 2018, outside the file, was swapped with 5 January 2019.
  it.each([
    [2019, 10 - 1],
    [2020, 10],
    [2021, 11],
    [2022, 11],
    [2023, 11],
    [2024, 11],
    [2025, 11],
    [2026, 11],
  ])('gives in %i the days off of the law: %i', (year, daysOff) => {
    const odd = oddDays(year);
    const free = odd.filter((text) => text.startsWith('-')).length;
    expect(free - (odd.length - free)).toBe(daysOff);
  });

  it('counts 10 working days in 1–15 April 2020', () => {
    expect(calendar.workingDaysBetween(day('2020-04-01'), day('2020-04-15'))).toBe(10);
  });

  it('names the law for each day', async () => {
    const lines = (await readFile(sampleCalendarFile, 'utf8')).split('\n');
    const ofDays = lines.filter((line) => /,(holiday|day-off|working),/.test(line));
    expect(ofDays.length).toBeGreaterThan(100);
    for (const line of ofDays)
      expect(line).toMatch(/Labour Code|Ministry of (Labour|Home Affairs)|VPCP-KGVX/);
  });

  it('says what it does not know', () => {
    expect(calendar.covers(day('2019-01-01')) && calendar.covers(day('2026-12-31'))).toBe(true);
    expect(calendar.covers(day('2018-12-31')) || calendar.covers(day('2027-01-01'))).toBe(false);
    expect(calendar.notes(day('2020-04-01'), day('2020-04-15'))).toEqual([]);
    expect(calendar.notes(day('2026-12-30'), day('2027-01-04'))).toEqual([
      expect.stringMatching(/covers 2019-01-01 to 2026-12-31; outside/),
    ]);
    expect(calendar.notes(day('2026-11-23'), day('2026-11-24'))).toEqual([
      expect.stringMatching(/^2026-11-24: .* counted as a working day/),
    ]);
  });
});

describe('counting working days', () => {
  const days = fc.integer({ min: day('2018-06-01'), max: day('2027-06-01') }).map((at) => at as Day);
  const count = fc.integer({ min: 1, max: 90 });

  it('adds as many as there are in between, and goes back the same way', () => {
    fc.assert(
      fc.property(days, count, (from, n) => {
        const to = calendar.addWorkingDays(from, n);
        expect(calendar.isWorkingDay(to)).toBe(true);
        expect(calendar.workingDaysBetween(addDays(from, 1), to)).toBe(n);
        const back = calendar.addWorkingDays(to, -n);
        expect(calendar.workingDaysBetween(back, addDays(to, -1))).toBe(n);
        expect(back <= from || !calendar.isWorkingDay(from)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('adds none and counts none', () => {
    expect(calendar.addWorkingDays(day('2020-01-25'), 0)).toBe(day('2020-01-25'));
    expect(calendar.addWorkingDays(day('2020-01-22'), 1)).toBe(day('2020-01-30'));
    expect(calendar.workingDaysBetween(day('2020-04-02'), day('2020-04-01'))).toBe(0);
  });
});

const HEAD = `day,kind,name,source
2026-01-01,calendar,Test,
2026-01-01,covers-from,,
2026-12-31,covers-to,,
saturday,weekend,,
Sunday,weekend,,
`;

describe('a calendar file', () => {
  const write = async (text: string) => {
    const file = join(folder, 'calendar.csv');
    await writeFile(file, text);
    return file;
  };

  it('may have closures, and other days of rest', async () => {
    const text = `${HEAD.replace('saturday', 'monday')}2026-03-03,closure,office moves,decision 1\n`;
    const other = await readCalendarFile(await write(text));
    const worked = (text: string) => other.isWorkingDay(day(text));
    expect(['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-07'].map(worked)).toEqual([
      false,
      false,
      true,
      true,
    ]);
    expect([other.name, other.version]).toEqual(['Test', '2026-01-01']);
  });

  it.each([
    ['2026-02-30,holiday,x,y', /line 7, column day: "2026-02-30" is not a date/],
    ['2026-02-03,holydays,x,y', /line 7, column kind/],
    ['2026-02-03,holiday,,y', /line 7, column name: is empty/],
    ['2026-02-03,holiday,x,', /line 7, column source/],
    ['funday,weekend,,', /line 7, column day: "funday" is not a weekday/],
    ['2027-02-03,holiday,x,y', /2027-02-03 lies outside/],
    ['2026-02-03,holiday,x,y\n2026-02-03,closure,x,y', /2026-02-03 stands there twice/],
    ['2026-02-03,working,x,y', /2026-02-03 is worked on anyway/],
    ['2026-02-07,day-off,x,y', /2026-02-07 is a day of rest anyway/],
    ['2026-01-02,calendar,Other,', /line 7: there is a line of kind calendar already/],
    [
      'monday,weekend,,\ntuesday,weekend,,\nwednesday,weekend,,\nthursday,weekend,,\nfriday,weekend,,',
      /no day/,
    ],
  ])('with %j is refused with a sentence', async (lines, sentence) => {
    const file = await write(`${HEAD}${lines}\n`);
    await expect(readCalendarFile(file)).rejects.toThrow(sentence);
    await expect(readCalendarFile(file)).rejects.toThrow(`the calendar file ${file} cannot be used`);
  });

  it('without its coverage is refused', async () => {
    const file = await write(HEAD.replace('2026-12-31,covers-to,,\n', ''));
    await expect(readCalendarFile(file)).rejects.toThrow('it has no line of kind covers-to');
  });
});
