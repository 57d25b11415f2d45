import type { AppendixFigures, AppendixReport } from './appendix.ts';

/** The figures in the order of the form's columns (3) to (13), each with its name in CSV files. */
export const appendixColumns = [
  ['received_total', (r) => r.received.total],
  ['received_online', (r) => r.received.online],
  ['carried_over', (r) => r.received.carriedOver],
  ['received_direct_or_postal', (r) => r.received.directOrPostal],
  ['received_forwarded', (r) => r.received.forwarded],
  ['resolved_total', (r) => r.resolved.total],
  ['resolved_on_time', (r) => r.resolved.onTime],
  ['resolved_late', (r) => r.resolved.late],
  ['pending_total', (r) => r.pending.total],
  ['pending_not_due', (r) => r.pending.notDue],
  ['pending_overdue', (r) => r.pending.overdue],
] as const satisfies readonly (readonly [string, (row: AppendixFigures) => number])[];

export const TOTAL_LABEL = 'Tổng số';

/** The report as CSV (UTF-8, comma, RFC 4180): number, unit, the eleven figures; the total last. */
export function appendixCsv(report: AppendixReport): string {
  const header = ['no', 'unit', ...appendixColumns.map(([name]) => name)];
  const figures = (row: AppendixFigures) => appendixColumns.map(([, value]) => value(row));
  const rows = report.rows.map((row, index) => [index + 1, row.unit.name, ...figures(row)]);
  const lines = [header, ...rows, ['', TOTAL_LABEL, ...figures(report.total)]];
  return lines.map((line) => `${line.map(csvField).join(',')}\r\n`).join('');
}

/** A text that a spreadsheet would run as a formula gets an apostrophe before it. */
export function csvField(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
