import type { PrintedReport, PrintedTable } from '@sohoso/report';
import { assertWhole, printable } from './printable.ts';

// The libraries behind these take a tenth of a second or more to load: a server that has no document to make does not wait.

/**
 * A workbook: a sheet for each table, and with a report a last one with its words. Figures are numbers, sums too; "no value" is
 * a dash. Throws a RangeError for a table whose cells do not fit its columns.
 */
export async function xlsxOf(tables: readonly PrintedTable[], report?: PrintedReport): Promise<Buffer> {
  tables.forEach(assertWhole);
  const { workbook } = await import('./xlsx/workbook.ts');
  return await workbook(printable(tables), report === undefined ? null : printable(report));
}

/** The whole report to be opened in a word processor and signed; without paragraphs its tables alone. Errors as above. */
export async function docxOf(report: PrintedReport): Promise<Buffer> {
  report.tables.forEach(assertWhole);
  const { document } = await import('./docx/document.ts');
  return await document(printable(report));
}

/** The same as pages, with its fonts inside. Errors as above. */
export async function pdfOf(report: PrintedReport): Promise<Buffer> {
  report.tables.forEach(assertWhole);
  const { pages } = await import('./pdf/document.ts');
  return await pages(printable(report));
}
