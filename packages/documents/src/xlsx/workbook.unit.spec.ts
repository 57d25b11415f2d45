import type { PrintedCell, PrintedTable } from '@sohoso/report';
import { beforeAll, describe, expect, it } from 'vitest';
import { xlsxOf } from '../makers.ts';
import { entriesOf } from '../testing/archive.ts';
import { sampleReport, sampleTables } from '../testing/sample-report.ts';
import { type SheetCell, sheetCells } from '../testing/sheet-cells.ts';
import { wideTable } from '../testing/wide-table.ts';

/** Title, two subtitles, label, unit of measure; then four rows of headings. */
const ABOVE = 5;
const HEADINGS = 4;

/** `A` to `AD`. */
const letters = (column: number): string =>
  (column < 26 ? '' : String.fromCharCode(64 + Math.floor(column / 26))) +
  String.fromCharCode(65 + (column % 26));

const rowOf = (cells: ReadonlyMap<string, SheetCell>, row: number, width: number): unknown[] =>
  Array.from({ length: width }, (_, column) => cells.get(`${letters(column)}${row}`)?.value ?? '');

describe('the workbook of the published report', () => {
  const tables = sampleTables();
  let bytes: Buffer;
  let entries: ReadonlyMap<string, string>;
  beforeAll(async () => {
    bytes = await xlsxOf(tables, sampleReport());
    entries = entriesOf(bytes);
  });
  const sheet = (n: number) => entries.get(`xl/worksheets/sheet${n}.xml`) ?? '';

  it('has a sheet for each appendix and a last one for the words', () => {
    const names = [...(entries.get('xl/workbook.xml') ?? '').matchAll(/<sheet [^>]*name="([^"]*)"/g)];
    expect(names.map(([, name]) => name)).toEqual(['PHỤ LỤC 1', 'PHỤ LỤC 2', 'PHỤ LỤC 3', 'Thuyết minh']);
  });

  it.each([1, 2, 3])('gives each figure of appendix %i as a number, sums as values', (n) => {
    const cells = sheetCells(bytes, n);
    const table = tables[n - 1] as PrintedTable;
    const rows = table.rows.map((_, row) => rowOf(cells, ABOVE + HEADINGS + row + 1, table.columns.length));
    const numbered = ([number = '', ...rest]: readonly PrintedCell[]) => [
      number === '' ? '' : Number(number),
      ...rest,
    ];
    expect(rows).toEqual(table.rows.map((row) => numbered(row.cells)));
    expect(cells.get('C10')?.format).toBe('#,##0');
    expect(sheet(n)).not.toContain('<f>');
  });

  it('merges the headings over their columns and rows', () => {
    const merged = [...sheet(1).matchAll(/<mergeCell ref="([^"]*)"/g)].map(([, range]) => range);
    expect(merged.slice(ABOVE)).toEqual([
      ...['A6:A8', 'B6:B8', 'C6:G6', 'H6:M6', 'C7:C8', 'D7:G7', 'H7:J7', 'K7:M7'],
    ]);
    expect(merged.slice(0, ABOVE)).toEqual([1, 2, 3, 4, 5].map((row) => `A${row}:M${row}`));
  });

  it('keeps headings and names in view', () => {
    expect(sheet(1)).toMatch(/<pane ySplit="9" xSplit="2" topLeftCell="C10" [^>]*state="frozen"/);
  });

  it('is printed on A4 across, one page wide, the headings on each page', () => {
    expect(sheet(1)).toContain('<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>');
    expect(sheet(1)).toContain('paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"');
    expect(sheet(4)).toContain('orientation="portrait"');
    const titles = [...(entries.get('xl/workbook.xml') ?? '').matchAll(/<definedName [^>]*>([^<]*)</g)];
    expect(titles.map(([, rows]) => rows)).toEqual([1, 2, 3].map((n) => `'PHỤ LỤC ${n}'!$6:$9`));
  });

  it('says what the report says beside its tables', () => {
    const texts = [...sheetCells(bytes, 4).values()].map(({ value }) => value);
    expect(texts).toContain('+ Hồ sơ tiếp nhận qua dịch vụ BCCI: 27 hồ sơ (2,1% [1]).');
    expect(texts.at(-1)).toContain('SHA-256');
  });
});

describe('a workbook of a wide table', () => {
  let cells: ReadonlyMap<string, SheetCell>;
  beforeAll(async () => {
    cells = sheetCells(await xlsxOf([wideTable(2)]), 1);
  });

  it('shows per cent as written, not times a hundred, points with their sign, and a dash for no value', () => {
    expect(cells.get('AC10')).toEqual({ value: 12.1, format: '0.0"%"' });
    expect(cells.get('AD10')).toEqual({ value: 0.3, format: '+0.0;-0.0;0.0' });
    expect(cells.get('AC11')?.value).toBe('–');
  });

  it('warns above the headings', () => {
    expect(cells.get('A3')?.value).toBe('Số liệu của 3 đơn vị không cân đối; không dùng để ban hành.');
    expect(cells.get('A6')?.value).toBe('STT');
  });
});

describe('a workbook of no tables', () => {
  it('is one that can be opened all the same', async () => {
    expect(entriesOf(await xlsxOf([])).has('xl/worksheets/sheet1.xml')).toBe(true);
  });
});

describe('a workbook of a text longer than Excel allows', () => {
  it('cuts the text and the height of its row, for Excel would open nothing of it', async () => {
    const bytes = await xlsxOf([tableOf('Xã '.repeat(20_000))]);
    const name = sheetCells(bytes, 1).get('B10')?.value;
    expect(name).toMatch(/^Xã .*…$/);
    expect(String(name)).toHaveLength(32_767);
    const heights = [...(entriesOf(bytes).get('xl/worksheets/sheet1.xml') ?? '').matchAll(/ ht="([\d.]+)"/g)];
    expect(Math.max(...heights.map(([, height]) => Number(height)))).toBe(400);
  });
});

function tableOf(name: string): PrintedTable {
  const [table] = sampleTables() as [PrintedTable];
  return { ...table, rows: [{ style: 'row', cells: ['1', name, ...new Array<number>(11).fill(0)] }] };
}
