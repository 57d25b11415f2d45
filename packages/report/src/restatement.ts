import type { Figure } from './forms/figures.ts';
import type { FormColumn } from './forms/form.ts';
import type { FormTable, RowHead, TableRow } from './forms/table.ts';

/** How a row of the total is called among the cells. */
export const TOTAL_ROW = 'total';

/** A cell that would be another one now. */
export interface RestatedCell {
  /** Code of its row, or `total`. */
  readonly row: string;
  readonly name: string;
  readonly column: FormColumn;
  readonly issued: Figure;
  readonly now: Figure;
  /** Now less issued, in points for a share; null where one of the two has no value. */
  readonly difference: number | null;
}

/** A row that one of two tables has and the other has not. */
export interface RestatedRow {
  readonly code: string;
  readonly name: string;
  readonly level?: string;
  readonly change: 'appeared' | 'vanished';
}

export interface Restatement {
  readonly rows: readonly RestatedRow[];
  /** By row in the order of the issued table, rows that appeared behind them, the total last. */
  readonly cells: readonly RestatedCell[];
}

/**
 * What a table that was issued would say otherwise now (domain rules, as known at). A row that is missing on one side counts there as
 * zeros, and is named besides: it may be missing because nothing had been counted of it, or because the registry did not have it.
 */
export function restatement(issued: FormTable, now: FormTable): Restatement {
  const [before, after] = [rowsByCode(issued), rowsByCode(now)];
  const heads = [
    ...issued.rows.map(({ head }) => head),
    ...now.rows.filter(({ head }) => !before.has(head.code)).map(({ head }) => head),
  ];
  const nothing = now.columns.map(zeroOf);
  const figuresOf = (rows: ReadonlyMap<string, TableRow>, code: string) => rows.get(code)?.figures ?? nothing;
  return {
    rows: heads.flatMap((head) => changeOf(head, before, after)),
    cells: [
      ...heads.flatMap(({ code, name }) =>
        cellsOf(now.columns, { row: code, name }, figuresOf(before, code), figuresOf(after, code)),
      ),
      ...cellsOf(now.columns, { row: TOTAL_ROW, name: '' }, issued.total, now.total),
    ],
  };
}

function rowsByCode({ rows }: FormTable): ReadonlyMap<string, TableRow> {
  return new Map(rows.map((row) => [row.head.code, row]));
}

/** What a row that is not there would say: no legs, and so no share of any. */
function zeroOf({ value }: FormColumn): Figure {
  return value.kind === 'count' ? 0 : null;
}

function changeOf(
  { code, name, level }: RowHead,
  before: ReadonlyMap<string, TableRow>,
  after: ReadonlyMap<string, TableRow>,
): readonly RestatedRow[] {
  if (before.has(code) && after.has(code)) return [];
  const change = after.has(code) ? 'appeared' : 'vanished';
  return [{ code, name, ...(level === undefined ? {} : { level }), change }];
}

function cellsOf(
  columns: readonly FormColumn[],
  head: { readonly row: string; readonly name: string },
  before: readonly Figure[],
  after: readonly Figure[],
): readonly RestatedCell[] {
  return columns.flatMap((column, index) => {
    const [issued, now] = [before[index] ?? null, after[index] ?? null];
    return issued === now ? [] : [{ ...head, column, issued, now, difference: difference(issued, now) }];
  });
}

/** Figures have one decimal at most; what binary fractions add to it is no difference. */
function difference(issued: Figure, now: Figure): number | null {
  return issued === null || now === null ? null : Math.round((now - issued) * 10) / 10;
}
