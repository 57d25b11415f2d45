import { docxOf, pdfOf, xlsxOf } from './makers.ts';
import type { Job } from './press.ts';

/** Makes a document, here and now. */
export async function make(job: Job): Promise<Buffer> {
  switch (job.as) {
    case 'xlsx':
      return xlsxOf(job.tables, job.report);
    case 'docx':
      return docxOf(job.report);
    case 'pdf':
      return pdfOf(job.report);
    default:
      throw new TypeError(`there is no such document: ${JSON.stringify(job satisfies never)}`);
  }
}
