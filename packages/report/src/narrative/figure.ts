import type { PerDayAverage } from '../per-day.ts';
import { type Share, vietnameseTenths } from '../ratio.ts';

/** A number of the narrative, and how it came about. */
export interface NarrativeFigure {
  readonly id: string;
  /** Counts are whole; the others have one decimal. Null is "no value". */
  readonly value: number | null;
  /** As it stands in the text: `4.545`, `12,1%`, `89,9`; points without their sign, for which the text has words. */
  readonly text: string;
  readonly kind: 'count' | 'percent' | 'per-day' | 'points';
  /** `1101 ÷ 1284: direct ÷ newly received` */
  readonly how: string;
}

const NO_VALUE = '–';

export function countFigure(id: string, value: number, how: string): NarrativeFigure {
  return { id, value, text: vietnameseCount(value), kind: 'count', how };
}

export function shareFigure(id: string, share: Share, how: string): NarrativeFigure {
  const { numerator, denominator, percent, text } = share;
  const division = `${numerator} ÷ ${denominator}: ${how}`;
  return { id, value: percent, text: text ?? NO_VALUE, kind: 'percent', how: division };
}

export function perDayFigure(id: string, average: PerDayAverage, how: string): NarrativeFigure {
  const { numerator, divisor, from, to, calendar, value, text } = average;
  const division = `${numerator} ÷ ${divisor}: ${how} ÷ working days ${from} … ${to} of the calendar "${calendar.name}" (${calendar.version})`;
  return { id, value, text: text ?? NO_VALUE, kind: 'per-day', how: division };
}

export function pointsFigure(id: string, points: number, how: string): NarrativeFigure {
  return {
    id,
    value: points,
    text: vietnameseTenths(Math.abs(Math.round(points * 10))),
    kind: 'points',
    how,
  };
}

/** Per cent that is no share of two counts, such as the sum of shares; in tenths. */
export function percentFigure(id: string, tenths: number, how: string): NarrativeFigure {
  return { id, value: tenths / 10, text: `${vietnameseTenths(tenths)}%`, kind: 'percent', how };
}

/** A whole number as people in Vietnam write it: `4.545`, `−5`. */
function vietnameseCount(count: number): string {
  return vietnameseTenths(count * 10).replace(/,0$/, '');
}
