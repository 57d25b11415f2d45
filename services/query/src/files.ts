import { Press } from '@sohoso/documents';
import type { PrintedReport } from '@sohoso/report';
import { Turns } from './turns.ts';

export type FileFormat = 'xlsx' | 'docx' | 'pdf';

/** How many may wait for a document. */
const MAX_WAITING = 20;

/** Makes files of reports one after the other, beside everything else. */
export class Files {
  readonly #press = new Press();
  readonly #turns = new Turns(MAX_WAITING);

  /** With its text before its tables, or a workbook of the tables alone. Throws a Problem (503) where too many wait. */
  make(report: PrintedReport, format: FileFormat, hasText: boolean): Promise<Buffer> {
    return this.#turns.take(() =>
      format === 'xlsx'
        ? this.#press.make({ as: 'xlsx', tables: report.tables, report: hasText ? report : undefined })
        : this.#press.make({ as: format, report }),
    );
  }

  close(): Promise<void> {
    return this.#press.close();
  }
}
