import { createHash } from 'node:crypto';
import { docxOf, pdfOf, xlsxOf } from '@sohoso/documents';
import type { PrintedReport, PrintedTable } from '@sohoso/report';
import { sampleReport, sampleTables } from '../../packages/documents/src/testing/sample-report.ts';
import { type Figure, percentile } from './measure.ts';

const makers: readonly (readonly [kind: string, make: (report: PrintedReport) => Promise<Buffer>])[] = [
  ['XLSX', (report) => xlsxOf(report.tables, report)],
  ['DOCX', docxOf],
  ['PDF', pdfOf],
];

const AIM = '≤ 1000';

/**
 * Time to make the published report (two pages of text, 61 rows in three tables) in each format: the first one of a process,
 * which loads the libraries, and the later ones; and one table of `rows` rows.
 */
export async function benchDocuments(rows: number, times: number): Promise<Figure[]> {
  const report = sampleReport();
  const long = { ...report, paragraphs: [], footnotes: [], tables: [longTable(rows)] };
  const figures: Figure[] = [];
  for (const [kind, make] of makers) {
    const [first, bytes] = await timed(() => make(report));
    const later: number[] = [];
    for (let i = 0; i < times; i++) later.push((await timed(() => make(report)))[0]);
    const [longest, many] = await timed(() => make(long));
    const row = (what: string, value: number, aim: string, of: Buffer): Figure => ({
      name: `documents: ${kind}, ${what}`,
      value: Math.round(value),
      unit: 'ms',
      aim,
      checksum: createHash('sha256').update(of).digest('hex').slice(0, 16),
    });
    figures.push(
      row('the report, first', first, AIM, bytes),
      row('the report, p50', percentile(later, 50), AIM, bytes),
      row(`${rows.toLocaleString('en')} rows`, longest, '', many),
    );
  }
  return figures;
}

async function timed(make: () => Promise<Buffer>): Promise<[ms: number, bytes: Buffer]> {
  const start = performance.now();
  const bytes = await make();
  return [performance.now() - start, bytes];
}

function longTable(rows: number): PrintedTable {
  const [table] = sampleTables();
  if (table === undefined) throw new Error('the sample has no table');
  const figures = table.columns.length - 2;
  return {
    ...table,
    rows: Array.from({ length: rows }, (_, row) => ({
      style: 'row',
      cells: [
        String(row + 1),
        `Ủy ban nhân dân xã số ${row + 1}, bộ phận tiếp nhận và trả kết quả`,
        ...Array.from({ length: figures }, (_, n) => row * n),
      ],
    })),
  };
}
