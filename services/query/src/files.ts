import { Press } from '@sohoso/documents';
import type { PrintedReport } from '@sohoso/report';
import { Turns } from './turns.ts';

export type FileFormat = 'xlsx' | 'docx' | 'pdf';

/** A report that files are made of; `hasText` where its text stands before its tables, and belongs into a workbook of them too. */
export interface Printed {
  readonly report: PrintedReport;
  readonly hasText: boolean;
}

/** How many may wait for a document. */
const MAX_WAITING = 20;

/** Makes files of reports one after the other, beside everything else. */
export class Files {
  readonly #press = new Press();
  readonly #turns = new Turns(MAX_WAITING);

  /** Throws a Problem (503) where too many wait. */
  make({ report, hasText }: Printed, format: FileFormat): Promise<Buffer> {
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
