import {
  type AppendixFigures,
  type AppendixReport,
  appendixFigures,
  figureAt,
  totalOf,
} from './appendix-figures.ts';
import { emptyBalance } from './balance.ts';
import { tableFaults } from './reconcile-arithmetic.ts';
import type { PublishedTable, TableColumn, TableFault, TableRow } from './reconcile-table.ts';
import type { ReportUnit } from './structure.ts';

/** A cell whose published figure is not the computed one. */
export interface CellDifference {
  /** Null in the total row. */
  readonly unit: ReportUnit | null;
  readonly line: number;
  readonly column: TableColumn;
  readonly published: number;
  readonly computed: number;
  /** Computed − published. */
  readonly difference: number;
}

export interface Reconciliation {
  /** How many cells were compared. */
  readonly compared: number;
  readonly differences: readonly CellDifference[];
  /** What the published table gets wrong by itself. */
  readonly faults: readonly TableFault[];
  /** Units that have figures and are not in the published table, though others of their level are. */
  readonly unitsLeftOut: readonly ReportUnit[];
  readonly columnsLeftOut: readonly TableColumn[];
}

/**
 * A published table beside the computed one (of all units), cell by cell. The total is that of the units which the published
 * table has; of a unit that stands there twice the first row counts.
 */
export function reconcile(published: PublishedTable, report: AppendixReport): Reconciliation {
  const computedOf = new Map<string, AppendixFigures>(report.rows.map((row) => [row.unit.code, row]));
  const rows = published.rows.filter(
    (row, index) => published.rows.findIndex((other) => other.unit.code === row.unit.code) === index,
  );
  const figuresOf = ({ code }: ReportUnit) => computedOf.get(code) ?? appendixFigures(emptyBalance(code));
  const total = totalOf(rows.map(({ unit }) => figuresOf(unit)));
  const compared = [
    ...rows.map((row) => ({ row, computed: figuresOf(row.unit) })),
    ...(published.total === null ? [] : [{ row: published.total, computed: total }]),
  ];
  return {
    compared: compared.reduce((sum, { row }) => sum + row.figures.size, 0),
    differences: compared.flatMap(({ row, computed }) => differencesOf(row, computed, published.columns)),
    faults: tableFaults(published),
    unitsLeftOut: unitsLeftOut(
      rows.map(({ unit }) => unit),
      report,
    ),
    columnsLeftOut: published.missingColumns,
  };
}

function differencesOf(
  { unit, line, figures }: TableRow,
  computedRow: AppendixFigures,
  columns: readonly TableColumn[],
): readonly CellDifference[] {
  return columns.flatMap((column) => {
    const published = figures.get(column.path);
    const computed = figureAt(computedRow, column.path);
    if (published === undefined || published === computed) return [];
    return [{ unit, line, column, published, computed, difference: computed - published }];
  });
}

/** A table of one level speaks of that level; of several levels, of all. */
function unitsLeftOut(units: readonly ReportUnit[], report: AppendixReport): readonly ReportUnit[] {
  const shown = new Set(units.map(({ code }) => code));
  const levels = new Set(units.map(({ level }) => level));
  return report.rows
    .filter(({ unit }) => !shown.has(unit.code) && (levels.size !== 1 || levels.has(unit.level)))
    .filter(
      ({ received, pending }) => received.total !== 0 || received.carriedOver !== 0 || pending.total !== 0,
    )
    .map(({ unit }) => unit);
}
