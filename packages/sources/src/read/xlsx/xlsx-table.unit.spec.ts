import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import { type Folder, temporaryFolder } from '../../testing/folder.ts';
import { cellsOf, faultsOf, options, readTable, refusal } from '../../testing/read.ts';
import { mergedCells, textRow, type WorkbookXml, workbook } from '../../testing/workbook.ts';
import { openTable } from '../open-table.ts';

const head = ['Mã hồ sơ', 'Ngày tiếp nhận', 'Ghi chú'];

let folder: Folder;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

let written = 0;
const write = (from: WorkbookXml): Promise<string> => folder.write(`ds-${++written}.xlsx`, workbook(from));
/** A workbook of one sheet with the heading in row 1. */
const sheet = (rows: string, some: Partial<WorkbookXml> & { after?: string } = {}): Promise<string> =>
  write({ ...some, sheets: [{ name: 'Danh sách', rows: textRow(1, head) + rows, after: some.after ?? '' }] });
/** The cells C2, C3 … given as XML. */
const inColumnC = async (
  cells: readonly string[],
  some: Partial<WorkbookXml> = {},
): Promise<readonly unknown[]> => {
  const rows = cells.map((cell, at) => textRow(at + 2, ['A1', 'x', cell])).join('');
  return cellsOf((await readTable(await sheet(rows, some))).rows).map((row) => row[2]);
};

describe('a workbook', () => {
  it('that a library wrote is read: texts, numbers, dates, blanks', async () => {
    const file = folder.path('library.xlsx');
    const date = { value: new Date(Date.UTC(2020, 3, 3, 12)), type: Date, format: 'dd/mm/yyyy' } as const;
    await writeXlsxFile([
      [{ value: 'DANH SÁCH' }],
      head.map((value) => ({ value })),
      [{ value: 'A1 & <2>' }, date, { value: 12.5 }],
      [null, null, null],
      [{ value: ' A2\n' }, null, { value: true }],
    ]).toFile(file);
    const { table, rows } = await readTable(file);
    expect(table).toMatchObject({ format: 'xlsx', encoding: null, header: { row: 2, names: head } });
    expect(rows).toEqual([
      { number: 3, cells: ['A1 & <2>', { value: 43_924.5, isDate: true }, { value: 12.5, isDate: false }] },
      { number: 5, cells: ['A2', '', 'TRUE'] },
    ]);
    expect(table.progress()).toBe(1);
  });

  it('may leave out references, have gaps in them, prefixes in its XML, and other cases in the names of its parts', async () => {
    const cells = (texts: readonly string[]): string =>
      texts.map((text) => `<x:c t="str"><x:v>${text}</x:v></x:c>`).join('');
    const rows = `<x:row>${cells(head)}</x:row><x:row r="7">${cells(['A1', 'x'])}</x:row><x:row><x:c r="A8" t="s"><x:v>0</x:v></x:c></x:row>`;
    const content = `<x:worksheet xmlns:x="urn"><x:sheetData>${rows}</x:sheetData><x:mergeCells><x:mergeCell ref="B7:B8"/></x:mergeCells></x:worksheet>`;
    const file = await write({
      sheets: [{ name: 'a', rows: '' }],
      parts: [
        { name: 'xl/worksheets/sheet1.xml', content },
        { name: 'xl/SharedStrings.xml', content: '<sst><si><t>A2</t></si></sst>' },
      ],
    });
    const { rows: read } = await readTable(file);
    expect(read[0]).toEqual({ number: 7, cells: ['A1', 'x', ''] });
    expect(faultsOf(read)).toEqual(['8 merged-cells']);
  });
});

describe('a cell', () => {
  it('has its text from runs, escapes and shared texts, put together and composed', async () => {
    const shared = `<si><r><t>Hộ </t></r><r><rPr/><t xml:space="preserve">tịch </t></r><rPh><t>x</t></rPh></si><si><t>a_x000D_b</t></si><si><t>${'Sở'.normalize('NFD')}</t></si><si/>`;
    const cells = ['0', '1', '2', '3', '9'].map((value, at) => `<c r="C${at + 2}" t="s"><v>${value}</v></c>`);
    cells.push(
      '<c r="C7" t="inlineStr"><is><r><t>hai</t></r><r><t> phần</t></r></is></c>',
      '<c r="C8" t="str"><v> x </v></c>',
    );
    expect(await inColumnC(cells, { shared })).toEqual([
      'Hộ tịch',
      'a\rb',
      'Sở',
      '',
      { fault: 'the cell refers to a text that is not in the file' },
      'hai phần',
      'x',
    ]);
  });

  it('has the value of a formula as it was calculated; one that never was is a fault, as errors are', async () => {
    expect(
      await inColumnC([
        '<c r="C2"><f>1+1</f><v>2</v></c>',
        '<c r="C3" t="str"><f>A1</f><v></v></c>',
        '<c r="C4"><f>TODAY()</f></c>',
        '<c r="C5" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
        '<c r="C6" t="b"><v>0</v></c>',
        '<c r="C7"><v>12abc</v></c>',
      ]),
    ).toEqual([
      { value: 2, isDate: false },
      '',
      { fault: 'the formula was never calculated; open and save the file in Excel' },
      { fault: 'the cell shows the error #DIV/0!' },
      'FALSE',
      { fault: 'the cell holds no number, although it says so' },
    ]);
  });

  it('is a date by its format, and counts from 1899-12-30 in every workbook', async () => {
    const styles =
      '<numFmts><numFmt numFmtId="170" formatCode="[$-42A]dd/mm/yyyy;@"/><numFmt numFmtId="171" formatCode="#,##0 &quot;đồng/hs&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs>';
    const cells = [0, 1, 2, 3].map((style) => `<c r="C${style + 2}" s="${style}"><v>43924.25</v></c>`);
    const day = (value: number, isDate: boolean): object => ({ value, isDate });
    const from1900 = [
      day(43_924.25, false),
      day(43_924.25, true),
      day(43_924.25, true),
      day(43_924.25, false),
    ];
    expect(await inColumnC([...cells, '<c r="C6" t="d"><v>2020-04-03T06:00:00</v></c>'], { styles })).toEqual(
      [...from1900, day(43_924.25, true)],
    );
    const moved = cells.map((cell) => cell.replace('43924.25', '42462.25'));
    expect(
      (await inColumnC(moved, { styles, properties: '<workbookPr date1904="1"/>' })).slice(1, 3),
    ).toEqual(from1900.slice(1, 3));
  });

  it('that is garbled or too long is a fault', async () => {
    const cells = await inColumnC(['Há»“ sÆ¡', 'x'.repeat(32_768), 'y'.repeat(32_767)]);
    expect(cells[0]).toEqual({ fault: expect.stringContaining('garbled') });
    expect(cells[1]).toEqual({ fault: 'the cell holds more than 32767 characters' });
    expect(cells[2]).toHaveLength(32_767);
  });
});

describe('merged cells', () => {
  it('in the heading make groups', async () => {
    const rows =
      textRow(2, ['Mã hồ sơ', 'Tiếp nhận', '', 'Trả', '']) +
      textRow(3, ['', 'Ngày tiếp nhận', 'Nơi', 'Ngày', 'Nơi']) +
      textRow(4, ['A1', 'x', 'y', 'z', 'u']);
    const after = mergedCells('A1:E1', 'A2:A3', 'B2:C2', 'D2:E2');
    const { table, rows: read } = await readTable(
      await write({ sheets: [{ name: 'a', rows: textRow(1, ['DANH SÁCH']) + rows, after }] }),
    );
    expect(table.header).toEqual({
      row: 2,
      names: ['Mã hồ sơ', 'Tiếp nhận / Ngày tiếp nhận', 'Tiếp nhận / Nơi', 'Trả / Ngày', 'Trả / Nơi'],
    });
    expect(read.map(({ number }) => number)).toEqual([4]);
  });

  it('over several rows are faults of the rows that lack what stands in them', async () => {
    const rows = [2, 3, 4, 5, 6]
      .map((number) =>
        textRow(number, number === 5 ? ['', '', ''] : [`A${number}`, 'x', number === 2 ? 'y' : '']),
      )
      .join('');
    const { rows: read } = await readTable(
      await sheet(rows, { after: mergedCells('C2:C5', 'A6:B6', 'F2:F6') }),
    );
    expect(faultsOf(read)).toEqual(['3 merged-cells', '4 merged-cells']);
    expect(read.map(({ number }) => number)).toEqual([2, 3, 4, 6]);
    expect(read[1]).toMatchObject({
      detail: expect.stringContaining('the cells C2:C5 are merged over several rows'),
    });
  });
});

describe('the sheet', () => {
  const list = (name: string, id: string, state?: 'hidden'): WorkbookXml['sheets'][number] => ({
    name,
    rows: textRow(1, head) + textRow(2, [id, 'x', 'y']),
    ...(state === undefined ? {} : { state }),
  });
  const sheets = [
    list('Nháp', 'A0', 'hidden'),
    { name: 'Bìa', rows: textRow(1, ['Sở Tư pháp']) },
    list('Tháng 4', 'A4'),
    list('Tháng 5', 'A5'),
  ];
  const idOf = async (asked: string | number | null): Promise<unknown> =>
    cellsOf((await readTable(await write({ sheets }), { sheet: asked })).rows)[0]?.[0];

  it('is the first visible one with the headings, or the one that is asked for', async () => {
    expect(await idOf(null)).toBe('A4');
    expect(await idOf('tháng 5')).toBe('A5');
    expect(await idOf('Nháp')).toBe('A0');
    expect(await idOf(3)).toBe('A5');
  });

  it('is refused where it is not there or has not the headings', async () => {
    const file = await write({ sheets });
    expect(await refusal(file, { sheet: 'Tháng 6' })).toMatch(
      /^ds-\d+\.xlsx: it has no sheet "Tháng 6"; its visible sheets are "Bìa", "Tháng 4", "Tháng 5"$/,
    );
    expect(await refusal(file, { sheet: 4 })).toContain('it has no sheet 4');
    expect(await refusal(file, { sheet: 1 })).toContain(
      'sheet "Bìa": no row has all the wanted headings; row 1 comes closest',
    );
    expect(await refusal(file, { wanted: [['ma ho so'], ['ngay hen']] })).toContain(
      'sheet "Tháng 4": no row has all the wanted headings; row 1 comes closest, but lacks "ngay hen"',
    );
    expect(await refusal(await write({ sheets: [list('a', 'A1', 'hidden')] }))).toContain(
      'it has no visible sheet',
    );
    expect(
      await refusal(
        await write({
          sheets: [list('a', 'A1')],
          parts: [
            { name: 'xl/workbook.xml', content: '<workbook><sheets><sheet name="a"/></sheets></workbook>' },
          ],
        }),
        { sheet: 'a' },
      ),
    ).toContain('its sheet "a" has no cells');
  });

  it('may be large, and is read row by row', async () => {
    const rows = Array.from({ length: 1000 }, (_, at) => textRow(at + 2, [`A${at}`, 'x'.repeat(400)])).join(
      '',
    );
    const table = await openTable(await sheet(rows), options());
    const shares: number[] = [];
    let seen = 0;
    for await (const _ of table.rows()) if (++seen % 200 === 1) shares.push(table.progress());
    expect(seen).toBe(1000);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares[0]).toBeLessThan(0.2);
    expect(table.progress()).toBe(1);
  });
});
