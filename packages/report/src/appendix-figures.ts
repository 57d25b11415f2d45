import { assertBalanced, type UnitBalance } from './balance.ts';
import { figureOf, type Sum } from './cells-columns.ts';
import { appendix } from './forms/appendix.ts';
import { columnsOf, printedColumns } from './forms/form.ts';
import type { ReportUnit } from './structure.ts';

/** The figures of one row of the 13-column form; the numbers are the form's own column numbers. */
export interface AppendixFigures {
  readonly received: {
    /** (3) */
    readonly total: number;
    /** (4) */
    readonly online: number;
    /** (5) */
    readonly carriedOver: number;
    /** (6) */
    readonly directOrPostal: number;
    /** (7) */
    readonly forwarded: number;
  };
  readonly resolved: {
    /** (8) */
    readonly total: number;
    /** Shown again; part of `onTime`. */
    readonly early: number;
    /** (9) */
    readonly onTime: number;
    /** (10) */
    readonly late: number;
  };
  readonly pending: {
    /** (11) */
    readonly total: number;
    /** (12) */
    readonly notDue: number;
    /** (13) */
    readonly overdue: number;
    /** Shown again; part of `notDue`. */
    readonly suspended: number;
  };
}

export interface AppendixRow extends AppendixFigures {
  readonly unit: ReportUnit;
}

/** The form as it is answered in JSON, by unit; see `tableJson`. */
export interface AppendixReport {
  readonly form: 'appendix';
  readonly period: { readonly from: string; readonly to: string; readonly key: string };
  /** Only what the log had recorded by this moment is counted. */
  readonly asKnownAt: string;
  readonly rows: readonly AppendixRow[];
  readonly total: AppendixFigures;
  /** Rows that do not balance, which have no figures. */
  readonly faults: readonly { readonly code: string; readonly name: string; readonly detail: string }[];
  /** What a reader must be told beside the figures. */
  readonly notes: readonly string[];
}

/** The path of a column of the form in the JSON row, e.g. `received.carriedOver`. */
export type CellColumn =
  | `received.${keyof AppendixFigures['received']}`
  | `resolved.${keyof AppendixFigures['resolved']}`
  | `pending.${keyof AppendixFigures['pending']}`;

/** The columns of the form by their paths, each as a signed sum of items of a balance. */
export const appendixCells = Object.fromEntries(
  columnsOf(appendix).map(({ path, value }) => [path, value.kind === 'count' ? value.sum : {}]),
) as Readonly<Record<CellColumn, Sum>>;

export const cellColumns = Object.keys(appendixCells) as readonly CellColumn[];

/** The figures in the order of the form's columns (3) to (13), each with its name in CSV files. */
export const appendixColumns = printedColumns(appendix).map(
  ({ csv, path }) => [csv, (row: AppendixFigures) => figureAt(row, path as CellColumn)] as const,
);

/** The figure of a row by its path. */
export function figureAt(row: AppendixFigures, path: CellColumn): number {
  const [group, name] = path.split('.') as [keyof AppendixFigures, string];
  return (row[group] as unknown as Readonly<Record<string, number>>)[name] ?? 0;
}

/** The figures of the form from the balance of one unit. Throws BalanceBroken where it does not balance. */
export function appendixFigures(balance: UnitBalance): AppendixFigures {
  assertBalanced(balance);
  return figuresBy((column) => figureOf(appendixCells[column], balance));
}

/** The sums of the rows, column by column. */
export function totalOf(rows: readonly AppendixFigures[]): AppendixFigures {
  return figuresBy((column) => rows.reduce((sum, row) => sum + figureAt(row, column), 0));
}

function figuresBy(figure: (column: CellColumn) => number): AppendixFigures {
  const groups: Record<string, Record<string, number>> = {};
  for (const column of cellColumns) {
    const [group = '', name = ''] = column.split('.');
    const figures = groups[group] ?? {};
    figures[name] = figure(column);
    groups[group] = figures;
  }
  return groups as unknown as AppendixFigures;
}
