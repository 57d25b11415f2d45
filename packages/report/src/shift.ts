import type { Measure, Movement } from '@sohoso/dossier';
import { appendixCells, type CellColumn, cellColumns } from './appendix-figures.ts';
import { weightsOf } from './cells-columns.ts';
import { firstDay, lastDay, type Period } from './period.ts';

/** A column that a measure counts in, and how often: by whether its day lies before the period or within it. */
interface Effect {
  readonly column: CellColumn;
  readonly before: number;
  readonly within: number;
}

const effects = new Map<Measure, Effect[]>();
for (const column of cellColumns) {
  for (const { measure, before, within } of weightsOf(appendixCells[column])) {
    const known = effects.get(measure) ?? [];
    effects.set(measure, [...known, { column, before, within }]);
  }
}

type Shift = ReadonlyMap<CellColumn, number>;

/**
 * By how much movements shift the cells of the 13-column form, by unit. Figures are sums of movements, so what a report will say is what
 * it says now plus this. Cells that do not change are left out.
 */
export function shiftOf(
  period: Period,
  movements: Iterable<Pick<Movement, 'unit' | 'day' | 'measure' | 'quantity'>>,
): ReadonlyMap<string, Shift> {
  const [from, to] = [firstDay(period), lastDay(period)];
  const shifts = new Map<string, Map<CellColumn, number>>();
  for (const { unit, day, measure, quantity } of movements) {
    if (day > to) continue;
    let shift = shifts.get(unit);
    if (shift === undefined) {
      shift = new Map();
      shifts.set(unit, shift);
    }
    for (const { column, before, within } of effects.get(measure) ?? []) {
      const weight = day < from ? before : within;
      if (weight !== 0) shift.set(column, (shift.get(column) ?? 0) + weight * quantity);
    }
  }
  return new Map(
    Array.from(shifts, ([unit, shift]) => [unit, new Map([...shift].filter(([, change]) => change !== 0))]),
  );
}
