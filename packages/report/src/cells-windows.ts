import type { Day } from '@sohoso/dossier';
import { type Sum, type Weight, weightsOf } from './cells-columns.ts';
import type { FormColumn } from './forms/form.ts';
import { firstDay, lastDay, type Period } from './period.ts';

/** How often movements count in a cell, by the days of one period. */
export interface CellWindow {
  readonly from: Day;
  /** The last day, included. */
  readonly to: Day;
  readonly weights: readonly Weight[];
}

/**
 * What the legs behind a column are found by: the very sums that its figure is made of, over the period, the baseline, or one less the other.
 * Null for a column that is a share or a change in per cent: no legs add up to it.
 */
export function cellWindows(
  { value }: FormColumn,
  period: Period,
  baseline: Period | null,
): readonly CellWindow[] | null {
  if (value.kind !== 'count') return null;
  const windows: CellWindow[] = [];
  if (value.of !== 'baseline') windows.push(windowOf(value.sum, period));
  if (value.of !== 'period' && baseline !== null) {
    const sum = value.of === 'difference' ? negative(value.sum) : value.sum;
    windows.push(windowOf(sum, baseline));
  }
  return windows;
}

function windowOf(sum: Sum, period: Period): CellWindow {
  return { from: firstDay(period), to: lastDay(period), weights: weightsOf(sum) };
}

function negative(sum: Sum): Sum {
  return Object.fromEntries(Object.entries(sum).map(([item, sign]) => [item, sign === 1 ? -1 : 1]));
}
