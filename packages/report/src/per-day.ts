import { type Day, formatDay } from '@sohoso/dossier';
import { firstDay, lastDay, type Period } from './period.ts';
import { roundedQuotient, vietnameseTenths } from './ratio.ts';

/** What an average per day needs of a calendar of working days. Days of a range are both included. */
export interface WorkingDays {
  readonly name: string;
  readonly version: string;
  /** Whether the calendar knows the holidays of the day. */
  covers(day: Day): boolean;
  workingDaysBetween(from: Day, to: Day): number;
  /** What must be said beside a count of the days. */
  notes(from: Day, to: Day): readonly string[];
}

/** A count per working day, with all that it was made from. */
export interface PerDayAverage {
  readonly numerator: number;
  /** Working days from … to, both included. */
  readonly divisor: number;
  readonly from: string;
  readonly to: string;
  readonly calendar: { readonly name: string; readonly version: string };
  /** Half up to one decimal; null where there was no working day. */
  readonly value: number | null;
  /** The same as people in Vietnam write it: `89,9`. */
  readonly text: string | null;
  readonly notes: readonly string[];
}

/**
 * The average of a count per working day of the period, or of its days up to `until` where no more of it is known yet. It names its
 * divisor and its calendar, for the same count over Mondays to Fridays is another figure wherever a holiday falls among them.
 */
export function perDayAverage(
  numerator: number,
  period: Period,
  calendar: WorkingDays,
  until: Day = lastDay(period),
): PerDayAverage {
  const from = firstDay(period);
  const to = until < lastDay(period) ? until : lastDay(period);
  const divisor = to < from ? 0 : calendar.workingDaysBetween(from, to);
  const tenths = divisor === 0 ? null : roundedQuotient(numerator, divisor, 10);
  return {
    numerator,
    divisor,
    from: formatDay(from),
    to: formatDay(to),
    calendar: { name: calendar.name, version: calendar.version },
    value: tenths === null ? null : tenths / 10,
    text: tenths === null ? null : vietnameseTenths(tenths),
    notes: to < from ? [] : calendar.notes(from, to),
  };
}
