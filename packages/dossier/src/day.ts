/**
 * Calendar days as whole numbers: days since 1970-01-01. Everything the domain compares is a day, never an
 * instant, and whole numbers compare, add and sort without a calendar library.
 */
export type Day = number & { readonly __brand: 'Day' };

const MS_PER_DAY = 86_400_000;
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** The last day that the store's calendar type (ClickHouse Date32) can hold: 2299-12-31. */
export const LAST_DAY = (Date.UTC(2299, 11, 31) / MS_PER_DAY) as Day;

/** Days since 1970-01-01 of a proleptic Gregorian date, or null where there is no such date (30 February). */
export function dayFromCivil(year: number, month: number, dayOfMonth: number): Day | null {
  // Date.UTC maps the years 0–99 to 1900–1999; such a date is never meant here.
  if (year < 100 || month < 1 || month > 12 || dayOfMonth < 1) return null;
  const ms = Date.UTC(year, month - 1, dayOfMonth);
  return new Date(ms).getUTCDate() === dayOfMonth ? ((ms / MS_PER_DAY) as Day) : null;
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
