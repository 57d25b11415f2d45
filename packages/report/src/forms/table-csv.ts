import { csvFile } from '../csv.ts';
import type { Figure } from './figures.ts';
import { printedColumns } from './form.ts';
import type { FormTable } from './table.ts';

export const TOTAL_LABEL = 'Tổng số';

/**
 * The table as CSV (UTF-8 with a byte order mark, comma, RFC 4180): number, name, the printed columns; the total last. A figure without value is an
 * empty field; faults, which make figures empty, stand before the total.
 */
export function tableCsv(table: FormTable): string {
  const columns = printedColumns(table.form);
  const header = ['no', table.by, ...columns.map(({ csv }) => csv)];
  const fields = (figures: readonly Figure[]) => columns.map((_, index) => figures[index] ?? '');
  const rows = table.rows.map(({ head, figures }, index) => [index + 1, head.name, ...fields(figures)]);
  const faults = table.faults.map(({ detail }) => ['', `! ${detail}`, ...columns.map(() => '')]);
  return csvFile([header, ...rows, ...faults, ['', TOTAL_LABEL, ...fields(table.total)]]);
}
