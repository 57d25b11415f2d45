import type { PrintedReport, PrintedTable } from '@sohoso/report';
import { getDocumentProxy } from 'unpdf';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { docxOf, pdfOf, xlsxOf } from './makers.ts';
import { entriesOf } from './testing/archive.ts';
import { sampleReport, sampleTables } from './testing/sample-report.ts';
import { sheetCells } from './testing/sheet-cells.ts';

const makers = {
  xlsx: (report: PrintedReport) => xlsxOf(report.tables, report),
  docx: docxOf,
  pdf: pdfOf,
};

const [appendix] = sampleTables() as [PrintedTable];

/** What other systems have put into names, and what a reader shall see of it. */
const names: readonly (readonly [given: string, shown: string])[] = [
  ['=1+2', '=1+2'],
  ['+84 233', '+84 233'],
  ['<b>&amp;</b> "x"', '<b>&amp;</b> "x"'],
  ['Bưu điện 😀 tỉnh', 'Bưu điện 😀 tỉnh'],
  ['a\u0000b\u001b[31mc\u0007', 'ab[31mc'],
  ['nửa \ud800 cặp', 'nửa  cặp'],
  ['dòng\r\nmới', 'dòng mới'],
  ['đảo \u202Engược', 'đảo ngược'],
  ['Tie\u0302\u0301ng Vie\u0323\u0302t', 'Tiếng Việt'],
  ['constructor', 'constructor'],
  ['__proto__', '__proto__'],
  ['', ''],
  ['X'.repeat(400), 'X'.repeat(400)],
];

const nasty: PrintedReport = {
  ...sampleReport(),
  authority: 'SỞ <&> 😀',
  paragraphs: [{ kind: 'text', runs: [{ text: names.map(([given]) => given).join(' ') }] }],
  tables: [
    {
      ...appendix,
      label: "A/B: [<&>]*?'",
      rows: names.map(([name], n) => ({ style: 'row', cells: [String(n), name, ...new Array(11).fill(n)] })),
    },
  ],
};

describe('the same report', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each(Object.entries(makers))('is the same bytes as %s, whenever it is made', async (_, make) => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2020-04-16T08:00:00Z') });
    const report = { ...sampleReport(), tables: sampleTables().slice(2) };
    const first = await make(report);
    vi.setSystemTime(new Date('2026-11-23T19:00:00Z'));
    expect(first.equals(await make(report))).toBe(true);
  });
});

describe('names as bad as they come', () => {
  it('are text cells in a workbook', async () => {
    const cells = sheetCells(await makers.xlsx(nasty), 1);
    const shown = names.map((_, n) => String(cells.get(`B${n + 10}`)?.value ?? '').trimEnd());
    expect(shown).toEqual(names.map(([, text]) => text));
    expect(cells.get('B10')?.format).toBe('@');
  });

  it('are text in a document', async () => {
    const xml = entriesOf(await makers.docx(nasty)).get('word/document.xml') ?? '';
    expect(xml).toContain('&lt;b&gt;&amp;amp;&lt;/b&gt;');
    expect(xml).toContain('Bưu điện 😀 tỉnh');
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u202e]|\p{Surrogate}/u);
  });

  it('are text on a page', async () => {
    const document = await getDocumentProxy(new Uint8Array(await makers.pdf(nasty)));
    const { items } = await (await document.getPage(2)).getTextContent();
    const texts = items.map((item) => ('str' in item ? item.str : '')).join(' ');
    for (const text of ['=1+2', '<b>&amp;</b>', 'ab[31mc', 'Tiếng Việt', 'constructor'])
      expect(texts).toContain(text);
  });
});

describe('a table that does not fit its columns', () => {
  const rows = [{ style: 'row' as const, cells: ['1', 'Sở Tư pháp', 3] }];
  const report = { ...sampleReport(), tables: [{ ...appendix, rows }] };

  it.each(Object.entries(makers))('is refused, never printed shifted, as %s', async (_, make) => {
    await expect(make(report)).rejects.toThrow('table “PHỤ LỤC 1”, row 1: 3 cells under 13 columns');
  });

  it('is refused where its headings do not cover the columns', async () => {
    const short = { ...appendix, headings: [[{ text: 'STT', columns: 12, rows: 1 }]] };
    await expect(pdfOf({ ...report, tables: [short] })).rejects.toThrow(
      'heading row 1: does not fit the 13 columns',
    );
  });

  it('is refused where a figure is not a number', async () => {
    const cells = ['1', 'Sở Tư pháp', ...new Array(11).fill(Number.NaN)];
    await expect(xlsxOf([{ ...appendix, rows: [{ style: 'row', cells }] }])).rejects.toThrow(
      'a figure is not a number',
    );
  });
});
