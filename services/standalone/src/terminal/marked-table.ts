import { type FormTable, type PrintedTable, printedColumns, printTable } from '@sohoso/report';
import { cellText } from './printed-columns.ts';

/** What a cell should have been, by row (its code, or null for the total) and the column's path; undefined where nothing is expected. */
export type ExpectedFigures = (row: string | null, path: string) => number | undefined;

export interface MarkedTable {
  readonly table: PrintedTable;
  readonly cells: number;
  /** How many cells are what was expected. */
  readonly equal: number;
}

/** A report beside what was expected of it: a figure that is another one is printed as `12≠11`, computed, then expected. */
export function markedTable(filled: FormTable, label: string, expected: ExpectedFigures): MarkedTable {
  const printed = printTable(filled, 'vi', label);
  const paths = printedColumns(filled.form).map(({ path }) => path);
  const leading = printed.columns.length - paths.length;
  let equal = 0;
  const rows = printed.rows.map((row, index) => ({
    ...row,
    cells: row.cells.map((cell, column) => {
      const path = paths[column - leading];
      if (path === undefined) return cell;
      const wanted = expected(filled.rows[index]?.head.code ?? null, path);
      if (cell === wanted) equal++;
      return wanted === undefined || cell === wanted
        ? cell
        : `${cellText(cell, 'count')}≠${cellText(wanted, 'count')}`;
    }),
  }));
  return { table: { ...printed, rows }, cells: rows.length * paths.length, equal };
}
