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
}

/** A period that cannot be; the message is a sentence for whoever asked. */
export class PeriodInvalid extends RangeError {
  override readonly name = 'PeriodInvalid';
}

const LONGEST_YEARS = 50;
/** The days that the store can tell apart, with room on both sides. */
const FIRST_DAY = requireCalendarDay('1970-02-01');
const LAST_DAY_OF_PERIODS = requireCalendarDay('2298-12-31');

/** The period of two days, both included. */
export function periodBetween(from: Day, to: Day, key = `${formatDay(from)}..${formatDay(to)}`): Period {
  if (from > to)
    throw new PeriodInvalid(
      `the period is backwards: from ${formatDay(from)} lies after to ${formatDay(to)}`,
    );
  if (from < FIRST_DAY || to > LAST_DAY_OF_PERIODS) {
    throw new PeriodInvalid(`the period ${key} lies outside 1970-02-01 … 2298-12-31`);
  }
  if (to - from > LONGEST_YEARS * 366) {
    throw new PeriodInvalid(`the period ${key} is longer than ${LONGEST_YEARS} years`);
  }
  return { from, until: addDays(to, 1), key };
}

export function firstDay(period: Period): Day {
  return period.from;
}

export function lastDay(period: Period): Day {
  return addDays(period.until, -1);
}

const KEY = /^(\d{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])|H([12])|(9M)))?(@vpcp)?$/;
const RANGE = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/;
/** The government reporting year's months begin on this day of the month before (domain rules, periods). */
const VPCP_FIRST_DAY = 15;

/** The period of a key: `2020`, `2020-04`, `2020-Q1`, `2020-H1`, `2020-9M`, the same `@vpcp`, or two days with `..`. */
export function periodOfKey(key: string): Period {
  const range = RANGE.exec(key);
  if (range !== null) return periodBetween(requireDay(range[1], key), requireDay(range[2], key), key);
  const match = KEY.exec(key);
  if (match === null) {
    throw new PeriodInvalid(
      `"${key}" is not a period; use 2020, 2020-04, 2020-Q1, 2020-H1, 2020-9M, any of them with @vpcp, or 2020-04-01..2020-04-15`,
    );
  }
  const [, year, month, quarter, half, nine, vpcp] = match;
  const [first, count] = monthsOf(month, quarter, half, nine);
  const start = vpcp === undefined ? monthStart(Number(year), first) : vpcpStart(Number(year), first);
  const end =
    vpcp === undefined ? monthStart(Number(year), first + count) : vpcpStart(Number(year), first + count);
  return periodBetween(start, addDays(end, -1), key);
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

function vpcpStart(year: number, month: number): Day {
  return monthStart(year, month - 1, VPCP_FIRST_DAY);
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
