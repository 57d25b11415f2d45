import type { PrintedReport } from '@sohoso/report';
import { getDocumentProxy } from 'unpdf';
import { beforeAll, describe, expect, it } from 'vitest';
import { figureText } from '../figures.ts';
import { pdfOf } from '../makers.ts';
import { sampleReport, sampleTables } from '../testing/sample-report.ts';
import { wideTable } from '../testing/wide-table.ts';

interface Page {
  /** As the file has them, each drawn at once. */
  readonly pieces: readonly string[];
  readonly text: string;
  readonly width: number;
  readonly height: number;
}

/** What a reader of the file finds on each page: the texts in the order in which they were written. */
async function pagesOf(report: PrintedReport): Promise<Page[]> {
  const document = await getDocumentProxy(new Uint8Array(await pdfOf(report)));
  return await Promise.all(
    Array.from({ length: document.numPages }, async (_, n) => {
      const page = await document.getPage(n + 1);
      const { items } = await page.getTextContent();
      const pieces = items.map((item) => ('str' in item ? item.str : ''));
      const text = items.map((item, i) => pieces[i] + ('hasEOL' in item && item.hasEOL ? ' ' : '')).join('');
      const [, , width = 0, height = 0] = page.view;
      return { pieces, text: text.replace(/\s+/g, ' '), width, height };
    }),
  );
}

const joined = (pages: readonly Page[]): string => pages.map(({ text }) => text).join(' ');
/** Blanks within a table are where the reader puts them. */
const unspaced = (text: string): string => text.replaceAll(' ', '');

describe('the pages of the published report', () => {
  const report = sampleReport();
  let pages: Page[];
  beforeAll(async () => {
    pages = await pagesOf(report);
  });

  it('hold every figure of the three appendices, row by row', () => {
    const text = unspaced(joined(pages));
    for (const { rows, columns } of report.tables) {
      for (const { cells } of rows) {
        const row = cells.map((cell, n) => figureText(cell, columns[n]?.kind ?? 'name'));
        expect(text).toContain(unspaced(row.join('')));
      }
    }
  });

  it('hold the words of every paragraph and every footnote', () => {
    const text = joined(pages.slice(0, 2)).replace(/ 2 (?=Hồ sơ trả)/, ' ');
    for (const { runs } of report.paragraphs) {
      const words = runs.map((run) => run.text + (run.footnote ?? '')).join('');
      expect(unspaced(text)).toContain(unspaced(words));
    }
    for (const { number, text: note } of report.footnotes)
      expect(unspaced(text)).toContain(unspaced(`${number}${note}`));
  });

  it('are A4, the text upright, the appendices across', () => {
    const sizes = pages.map(({ width, height }) =>
      [width, height].map((points) => Math.round((points / 72) * 25.4)),
    );
    expect(sizes).toEqual([...[1, 2].map(() => [210, 297]), ...pages.slice(2).map(() => [297, 210])]);
  });

  it('put a footnote on the page that cites it', () => {
    expect(pages[0]?.text).toContain('27/1.284');
    expect(pages[1]?.text).toContain('Tính trên 10 ngày làm việc');
  });

  it('repeat the headings and count the pages of each appendix', () => {
    const [first, second] = pages.slice(2);
    expect(first?.text).toMatch(/^PHỤ LỤC 1/);
    expect(second?.text).toMatch(/^2 STT/);
    expect(second?.text).toContain('(13)');
  });
});

describe('pages of a wide table alone', () => {
  let pages: Page[];
  beforeAll(async () => {
    pages = await pagesOf({ ...sampleReport(), paragraphs: [], tables: [wideTable(30)] });
  });

  it('break no figure', () => {
    const pieces = new Set(pages.flatMap((page) => page.pieces));
    for (const text of ['STT', '722.825', '12,1%', '–', '+0,3', '−1,2']) expect(pieces).toContain(text);
  });

  it('warn before the table and have no letter around it', () => {
    const text = joined(pages);
    expect(text.indexOf('không dùng để ban hành')).toBeLessThan(text.indexOf('STT'));
    expect(text).not.toContain('CỘNG HÒA');
  });
});

describe('pages of a name that no page can hold', () => {
  it('lose none of its words', async () => {
    const [table] = sampleTables();
    if (table === undefined) throw new Error('no table');
    const rows = [
      { style: 'row' as const, cells: ['1', 'Xã '.repeat(1_500), ...new Array<number>(11).fill(0)] },
    ];
    const pages = await pagesOf({ ...sampleReport(), paragraphs: [], tables: [{ ...table, rows }] });
    expect(joined(pages).match(/Xã/g)).toHaveLength(1_500);
    expect(pages.length).toBeGreaterThan(2);
  });
});
