import type { PrintedReport } from '@sohoso/report';
import { BETWEEN_PARAGRAPHS, SIZES } from '../layout.ts';
import { writeAppendix } from './appendix.ts';
import { writeLetter } from './letter.ts';
import { Paper } from './paper.ts';
import { Sheets } from './sheets.ts';

/** The report as pages; all texts printable. Without paragraphs there is no letter around the tables. */
export async function pages(report: PrintedReport): Promise<Buffer> {
  const paper = new Paper([report.title, ...report.subject].join(' '));
  let last: Sheets | null = report.paragraphs.length === 0 ? null : writeLetter(paper, report);
  for (const table of report.tables) {
    last?.finish();
    last = writeAppendix(paper, table);
  }
  last ??= new Sheets(paper, false);
  last.down(report.provenance.length === 0 ? 0 : BETWEEN_PARAGRAPHS);
  for (const text of report.provenance)
    last.write([{ text, face: 'italic', size: SIZES.provenance }], { align: 'left' });
  last.finish();
  return await paper.finished();
}
