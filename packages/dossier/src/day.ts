/**
 * Calendar days as whole numbers: days since 1970-01-01. Everything the domain compares is a day, never an
 * instant, and whole numbers compare, add and sort without a calendar library.
 */
export type Day = number & { readonly __brand: 'Day' };

const MS_PER_DAY = 86_400_000;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** The last day that the store's calendar type (ClickHouse Date32) can hold: 2299-12-31. */
export const LAST_DAY = (Date.UTC(2299, 11, 31) / MS_PER_DAY) as Day;

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** Days of the year before the first of each month, in a common year. */
const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const DAYS_FROM_YEAR_1_TO_1970 = 719_162;

const isLeap = (year: number) => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/**
 * Days since 1970-01-01 of a date of the Gregorian calendar from the year 1 on, or null where there is no such date
 * (30 February). Plain arithmetic: it runs several times for every event, and a Date object would cost more than all.
 */
export function dayFromCivil(year: number, month: number, dayOfMonth: number): Day | null {
  const longest = month === 2 && isLeap(year) ? 29 : (DAYS_IN_MONTH[month - 1] ?? 0);
  if (year < 1 || dayOfMonth < 1 || dayOfMonth > longest) return null;
  const past = year - 1;
  const leapDays = Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
  const leapDayPassed = month > 2 && isLeap(year) ? 1 : 0;
  const dayOfYear = (DAYS_BEFORE_MONTH[month - 1] ?? 0) + leapDayPassed + dayOfMonth - 1;
  return (past * 365 + leapDays + dayOfYear - DAYS_FROM_YEAR_1_TO_1970) as Day;
}

/** Parses `YYYY-MM-DD`; null where the text is not a date of the calendar. */
export function parseDay(text: string): Day | null {
  const match = DATE.exec(text);
  return match === null ? null : dayFromCivil(Number(match[1]), Number(match[2]), Number(match[3]));
}

/** Days written before, by number; days run from 1970 to 2299 only, so it cannot grow beyond 121,000. */
const written: string[] = [];

/** The day as `YYYY-MM-DD`. */
export function formatDay(day: Day): string {
  const known = written[day];
  if (known !== undefined) return known;
  const text = new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
  if (day >= 0 && day <= LAST_DAY) written[day] = text;
  return text;
}

/** The day that lies `count` days after (before, where negative) the given one. */
export function addDays(day: Day, count: number): Day {
  return (day + count) as Day;
}
