import { addDays, type Day, formatDay, parseDay } from '@sohoso/dossier';

/**
 * A reporting period (kỳ báo cáo): whole days, half-open inside so that periods that touch share one number, and "from …
 * to …, both included" for people.
 */
export interface Period {
  readonly from: Day;
  /** The day after the last one. */
  readonly until: Day;
  /** How it is called: a key such as `2020-Q1`, or `2020-04-01..2020-04-15`. */
  readonly key: string;
  readonly kind: PeriodKind;
}

/** What sort of period it is, for titles. `vpcp` marks the government's reporting year, whose months end on the 14th. */
export type PeriodKind =
  | { readonly of: 'days' }
  | {
      readonly of: 'month' | 'quarter' | 'half';
      readonly year: number;
      readonly number: number;
      readonly vpcp: boolean;
    }
  | { readonly of: 'nine-months' | 'year'; readonly year: number; readonly vpcp: boolean };

/** A period that cannot be; the message is a sentence for whoever asked. */
export class PeriodInvalid extends RangeError {
  override readonly name = 'PeriodInvalid';
}

const LONGEST_YEARS = 50;
/** The days that the store can tell apart, with room on both sides. */
const FIRST_DAY = requireCalendarDay('1970-02-01');
const LAST_DAY_OF_PERIODS = requireCalendarDay('2298-12-31');

/** The period of two days, both included. */
export function periodBetween(
  from: Day,
  to: Day,
  key = `${formatDay(from)}..${formatDay(to)}`,
  kind: PeriodKind = { of: 'days' },
): Period {
  if (from > to)
    throw new PeriodInvalid(
      `the period is backwards: from ${formatDay(from)} lies after to ${formatDay(to)}`,
    );
  if (from < FIRST_DAY || to > LAST_DAY_OF_PERIODS) {
    throw new PeriodInvalid(`the period ${key} lies outside 1970-02-01 … 2298-12-31`);
  }
  if (to >= yearsLater(from, LONGEST_YEARS)) {
    throw new PeriodInvalid(`the period ${key} is longer than ${LONGEST_YEARS} years`);
  }
  return { from, until: addDays(to, 1), key, kind };
}

export function firstDay(period: Period): Day {
  return period.from;
}

export function lastDay(period: Period): Day {
  return addDays(period.until, -1);
}

const KEY = /^(\d{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])|H([12])|(9M)))?(@vpcp)?$/;
const RANGE = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/;
/** The government reporting year's months begin on this day of the month before (domain rules, periods), unless a form says another. */
const VPCP_FIRST_DAY = 15;

/**
 * The period of a key: `2020`, `2020-04`, `2020-Q1`, `2020-H1`, `2020-9M`, the same `@vpcp`, or two days with `..`. With `@vpcp` its months begin on
 * the `cutOffDay` of the month before. Throws PeriodInvalid.
 */
export function periodOfKey(key: string, cutOffDay = VPCP_FIRST_DAY): Period {
  const range = RANGE.exec(key);
  if (range !== null) return periodBetween(requireDay(range[1], key), requireDay(range[2], key), key);
  const match = KEY.exec(key);
  if (match === null) {
    throw new PeriodInvalid(
      `"${key}" is not a period; use 2020, 2020-04, 2020-Q1, 2020-H1, 2020-9M, any of them with @vpcp, or 2020-04-01..2020-04-15`,
    );
  }
  const [, yearText, month, quarter, half, nine, calendar] = match;
  const [year, vpcp] = [Number(yearText), calendar !== undefined];
  const [first, count] = monthsOf(month, quarter, half, nine);
  const startOf = (number: number) =>
    vpcp ? monthStart(year, number - 1, cutOffDay) : monthStart(year, number);
  const kind = kindOf(year, vpcp, month ?? quarter ?? half, count);
  return periodBetween(startOf(first), addDays(startOf(first + count), -1), key, kind);
}

function kindOf(year: number, vpcp: boolean, number: string | undefined, months: number): PeriodKind {
  if (number === undefined) return { of: months === 9 ? 'nine-months' : 'year', year, vpcp };
  const of = months === 1 ? 'month' : months === 3 ? 'quarter' : 'half';
  return { of, year, number: Number(number), vpcp };
}

function monthsOf(
  month?: string,
  quarter?: string,
  half?: string,
  nine?: string,
): readonly [first: number, count: number] {
  if (month !== undefined) return [Number(month), 1];
  if (quarter !== undefined) return [(Number(quarter) - 1) * 3 + 1, 3];
  if (half !== undefined) return [(Number(half) - 1) * 6 + 1, 6];
  return [1, nine === undefined ? 12 : 9];
}

/** First day of a month, where month 13 is January of the next year and month 0 December of the one before. */
function monthStart(year: number, month: number, day = 1): Day {
  const months = year * 12 + month - 1;
  const [inYear, inMonth] = [Math.floor(months / 12), (months % 12) + 1];
  const text = `${String(inYear).padStart(4, '0')}-${String(inMonth).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
  return requireDay(text, text);
}

/** The same day of a later year; of 29 February the first of March where that year has none. */
function yearsLater(day: Day, years: number): Day {
  const [year = '', month = '', dayOfMonth = ''] = formatDay(day).split('-');
  const inYear = String(Number(year) + years).padStart(4, '0');
  return parseDay(`${inYear}-${month}-${dayOfMonth}`) ?? requireCalendarDay(`${inYear}-03-01`);
}

function requireCalendarDay(text: string): Day {
  const day = parseDay(text);
  if (day === null) throw new TypeError(`${text} is not a day`);
  return day;
}

function requireDay(text: string | undefined, key: string): Day {
  const day = parseDay(text ?? '');
  if (day === null) throw new PeriodInvalid(`"${key}" names a day that does not exist`);
  return day;
}
