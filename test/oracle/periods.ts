import { dayNumber, dayText } from './clock.ts';
import { quotient } from './shares.ts';

/** Days as written, both included. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

const RANGE = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/;
const NAMED = /^(\d{4})(?:-(\d{2}|Q[1-4]|H[12]|9M))?(@vpcp)?$/;

/**
 * The days of a period's key. Nothing is computed from lengths of months: every day of the year and the one before
 * says which month it is counted in, and the period goes from the first to the last that is counted in one of its.
 */
export function periodOf(key: string): Days {
  const [, first, last] = RANGE.exec(key) ?? [];
  if (first !== undefined && last !== undefined) return rangeOf(first, last);
  const [, year, part, vpcp] = NAMED.exec(key) ?? [];
  if (year === undefined) throw new Error(`the oracle does not know the period ${key}`);
  const wanted = monthsOf(part).map((month) => `${year}-${String(month).padStart(2, '0')}`);
  const days: string[] = [];
  const end = dayNumber(`${year}-12-31`);
  for (let day = dayNumber(`${year}-01-01`) - 366; day <= end; day += 1) {
    const counted = vpcp === undefined ? dayText(day).slice(0, 7) : governmentMonthOf(day);
    if (wanted.includes(counted)) days.push(dayText(day));
  }
  const [from, to] = [days.at(0), days.at(-1)];
  if (from === undefined || to === undefined) throw new Error(`the period ${key} has no days`);
  return { from, to };
}

function rangeOf(from: string, to: string): Days {
  for (const day of [from, to]) {
    // Some engines read 30 February as a day of March.
    if (dayText(dayNumber(day)) !== day) throw new Error(`there is no day ${day}`);
  }
  if (to < from) throw new Error(`the period ${from}..${to} ends before it starts`);
  const tooLate = `${Number(from.slice(0, 4)) + 50}${from.slice(4)}`;
  if (to >= tooLate) throw new Error(`the period ${from}..${to} is longer than 50 years`);
  return { from, to };
}

function monthsOf(part: string | undefined): number[] {
  const all = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
  if (part === undefined) return all;
  if (part === '9M') return all.slice(0, 9);
  if (part.startsWith('Q')) return all.filter((month) => Math.ceil(month / 3) === Number(part.slice(1)));
  if (part.startsWith('H')) return all.filter((month) => Math.ceil(month / 6) === Number(part.slice(1)));
  return all.filter((month) => month === Number(part));
}

/** Of the government's reporting year: from the 15th on, a day is counted in the next month. */
function governmentMonthOf(day: number): string {
  const month = dayText(day).slice(0, 7);
  if (Number(dayText(day).slice(8)) < 15) return month;
  let later = day;
  while (dayText(later).slice(0, 7) === month) later += 1;
  return dayText(later).slice(0, 7);
}

/** Holidays of 2020 as the domain rules list them; 25 and 26 January are a weekend besides. */
const HOLIDAYS_OF_2020 = [
  ...['01-01', '01-23', '01-24', '01-25', '01-26', '01-27', '01-28', '01-29'],
  ...['04-02', '04-30', '05-01', '09-02'],
].map((day) => `2020-${day}`);

/** The working days of 2020 from one day to another, both included. */
export function workingDaysOf2020({ from, to }: Days): string[] {
  const days: string[] = [];
  for (let day = dayNumber(from); day <= dayNumber(to); day += 1) {
    const text = dayText(day);
    if (!text.startsWith('2020')) throw new Error(`the oracle has no calendar for ${text}`);
    const weekday = new Date(`${text}T00:00:00Z`).getUTCDay();
    if (weekday !== 0 && weekday !== 6 && !HOLIDAYS_OF_2020.includes(text)) days.push(text);
  }
  return days;
}

export interface DailyAverage {
  readonly numerator: number;
  readonly divisor: number;
  /** With one decimal, half up; null without a working day. */
  readonly perDay: number | null;
}

export function perWorkingDayOf2020(numerator: number, days: Days): DailyAverage {
  const divisor = workingDaysOf2020(days).length;
  return { numerator, divisor, perDay: quotient(numerator, divisor) };
}
