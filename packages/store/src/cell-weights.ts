import { addDays, type Day, type Measure } from '@sohoso/dossier';
import type { CellWindow } from './queries/cells.ts';

/** How often a movement counts, by its measure and day. */
export interface WeightsByDay {
  readonly measures: readonly Measure[];
  /** Where weights change: the first day with one, … , the first one without any again. */
  readonly days: readonly Day[];
  /** For each measure in turn, one weight for each of these days: from it on until the next. */
  readonly weights: readonly number[];
}

/** The first day that the store's calendar type can hold: 1900-01-01. */
const BEFORE_ALL = -25_567 as Day;

/**
 * Adds up the weights of windows: of one, a movement counts `before` times on a day before it, `within` times on a day of it, and
 * not at all after it. The sum changes on few days only.
 */
export function weightsByDay(windows: readonly CellWindow[]): WeightsByDay {
  const measures = [...new Set(windows.flatMap(({ weights }) => weights.map(({ measure }) => measure)))];
  const edges = windows.flatMap(({ from, to }) => [from, addDays(to, 1)]);
  const days = [...new Set([BEFORE_ALL, ...edges])].toSorted((a, b) => a - b);
  const table = days.map((day) => measures.map((measure) => weightOf(windows, measure, day)));
  const isUsed = (row: readonly number[] | undefined) => row?.some((weight) => weight !== 0) ?? false;
  const first = table.findIndex(isUsed);
  if (first === -1) return { measures, days: [], weights: [] };
  const end = table.findLastIndex(isUsed) + 2;
  return {
    measures,
    days: days.slice(first, end),
    weights: measures.flatMap((_, m) => table.slice(first, end).map((row) => row[m] ?? 0)),
  };
}

function weightOf(windows: readonly CellWindow[], measure: Measure, day: Day): number {
  let sum = 0;
  for (const { from, to, weights } of windows) {
    if (day > to) continue;
    for (const weight of weights)
      if (weight.measure === measure) sum += day < from ? weight.before : weight.within;
  }
  return sum;
}
