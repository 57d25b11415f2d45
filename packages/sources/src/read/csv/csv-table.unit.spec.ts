import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encode, takenForWindows1252 } from '../../testing/encode.ts';
import { type Folder, temporaryFolder } from '../../testing/folder.ts';
import { cellsOf, faultsOf, options, readTable, refusal } from '../../testing/read.ts';
import { openTable } from '../open-table.ts';
import type { Encoding } from '../options.ts';

const head = 'Mã hồ sơ,Ngày tiếp nhận,Lĩnh vực\r\n';
const list = `${head}A1,03/04/2020,Hộ tịch\r\nA2,04/04/2020,Đất đai và môi trường\r\n`;
const rows = [
  ['A1', '03/04/2020', 'Hộ tịch'],
  ['A2', '04/04/2020', 'Đất đai và môi trường'],
];

let folder: Folder;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

let written = 0;
const write = (content: Uint8Array | string): Promise<string> => folder.write(`ds-${++written}.csv`, content);

describe('the encoding of a CSV file', () => {
  const encodings: readonly Encoding[] = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1258', 'tcvn3'];

  it.each(encodings)('is found or told: %s', async (encoding) => {
    const file = await write(encode(list, encoding));
    for (const told of ['auto', encoding] as const) {
      const { table, rows: read } = await readTable(file, { encoding: told });
      expect(table.encoding).toBe(encoding);
      expect(table.header).toEqual({ row: 1, names: ['Mã hồ sơ', 'Ngày tiếp nhận', 'Lĩnh vực'] });
      expect(cellsOf(read)).toEqual(rows);
      expect(table.progress()).toBe(1);
    }
  });

  it.each(['utf-8', 'utf-16le', 'utf-16be'] as const)('is found by its mark: %s', async (encoding) => {
    const { table, rows: read } = await readTable(await write(encode(`\ufeff${list}`, encoding)));
    expect(table.encoding).toBe(encoding);
    expect(table.header.names[0]).toBe('Mã hồ sơ');
    expect(cellsOf(read)).toEqual(rows);
  });

  it('is found by the rows where the headings have no accents, even far down', async () => {
    const plain = `ma ho so;ngay tiep nhan;linh vuc\n${`A0;03/04/2020;${'x'.repeat(900)}\n`.repeat(1200)}`;
    for (const encoding of ['windows-1258', 'tcvn3', 'utf-8'] as const) {
      const file = await write(encode(`${plain}A1;03/04/2020;Hộ tịch, đất đai\n`, encoding));
      const table = await openTable(file, options());
      expect(table.encoding).toBe(encoding);
      await table.close();
    }
  });

  it('is refused where it is not certain', async () => {
    const french = Buffer.from('ma ho so,ngay tiep nhan\nA1,délivrée à São Tomé, ñandú, größe\n', 'latin1');
    expect(await refusal(await write(french))).toMatch(
      /^ds-\d+\.csv: it is not UTF-8, nor plainly .* would be garbled; say encoding: in the mapping$/,
    );
    // 0xF4 is ô in the one and ụ in the other, and both make a word.
    const either = Buffer.from('ma ho so,ngay tiep nhan\nA1,c\xf4\n', 'latin1');
    expect(await refusal(await write(either))).toContain('say encoding: in the mapping');
    expect(await refusal(await write(Buffer.from('a\0b\0\0\0c,d\n')))).toContain('it is no text');
    expect(await refusal(await write(encode(`\ufeff${list}`, 'utf-8')), { encoding: 'tcvn3' })).toContain(
      'begins with the mark of UTF-8',
    );
  });

  it('is refused with the line where a byte cannot be', async () => {
    const broken = Buffer.concat([
      Buffer.from(`${list}A3,05/04/2020,`),
      Buffer.from([0xe1, 0xbb]),
      Buffer.from('\r\nA4,x,y'),
    ]);
    for (const encoding of ['auto', 'utf-8'] as const)
      expect(await refusal(await write(broken), { encoding })).toMatch(/^ds-\d+\.csv: line 4 is not UTF-8; /);
    const late = Buffer.concat([
      Buffer.from(list),
      Buffer.from(`A3,x,${'y'.repeat(900)}\r\n`.repeat(1200)),
      broken,
    ]);
    expect(await refusal(await write(late))).toContain('line 1207 is not UTF-8');
    expect(await refusal(await write(encode(list, 'utf-8')), { encoding: 'tcvn3' })).toContain(
      'bytes that are not TCVN3',
    );
  });
});

describe('garbled text', () => {
  it('is refused in the heading, and is a fault in a cell', async () => {
    const garbled = (text: string): string => takenForWindows1252(Buffer.from(text));
    expect(await refusal(await write(garbled(list)))).toMatch(
      /^ds-\d+\.csv: line 1, column 1: in the heading the text "MÃ£ há»“ sÆ¡" is garbled/,
    );
    expect(await refusal(await write(`${head.trim()},${garbled('Đơn vị')}\nA1,x,y,z\n`))).toContain(
      'line 1, column 4: in the heading',
    );
    const { rows: read } = await readTable(await write(`${list}A3,05/04/2020,${garbled('Hộ tịch')}\n`));
    expect(cellsOf(read).at(-1)).toEqual([
      'A3',
      '05/04/2020',
      { fault: expect.stringContaining('is garbled') },
    ]);
  });

  it('is not what letters apart from their marks are: they are put together', async () => {
    const { rows: read } = await readTable(await write(list.normalize('NFD')));
    expect(cellsOf(read)).toEqual(rows);
  });
});

describe('the cells of a CSV file', () => {
  it.each([',', ';', '\t', '|'])('are parted by %j, found or told', async (delimiter) => {
    const file = await write(list.replaceAll(',', delimiter));
    for (const told of ['auto', delimiter])
      expect(cellsOf((await readTable(file, { delimiter: told })).rows)).toEqual(rows);
  });

  it('may be parted as the first line says, and below titles', async () => {
    const file = await write(
      `sep=;\r\nSỞ TƯ PHÁP; ;\r\n;;\r\n"Danh sách, tháng 4"\r\n${list.replaceAll(',', ';')}`,
    );
    const { table, rows: read } = await readTable(file);
    expect(table.header.row).toBe(5);
    expect(read.map(({ number }) => number)).toEqual([6, 7]);
  });

  it('are found with a heading of two rows', async () => {
    const file = await write('Mã hồ sơ,Tiếp nhận,,Kết quả,\n,Ngày tiếp nhận,Nơi,Ngày trả,Nơi\nA1,x,y,z,u\n');
    const { table, rows: read } = await readTable(file);
    expect(table.header.names).toEqual([
      'Mã hồ sơ',
      'Tiếp nhận / Ngày tiếp nhận',
      'Tiếp nhận / Nơi',
      'Kết quả / Ngày trả',
      'Kết quả / Nơi',
    ]);
    expect(cellsOf(read)).toEqual([['A1', 'x', 'y', 'z', 'u']]);
  });

  it('are filled up where a row is short; blank rows are left out, and rows that are too long', async () => {
    const file = await write(`${head}A1\n\n , ,\nA2,x,y,z\nA3,x,y, ,\nA4,"x\n1",y\nA5,5" x,\nA6,x,y`);
    const { rows: read } = await readTable(file);
    expect(
      read.map((row) => ('cells' in row ? [row.number, ...row.cells] : `${row.number} ${row.reason}`)),
    ).toEqual([
      [2, 'A1', '', ''],
      '5 too-many-columns',
      [6, 'A3', 'x', 'y'],
      [7, 'A4', 'x\n1', 'y'],
      '9 quote-broken',
      [10, 'A6', 'x', 'y'],
    ]);
    expect(read.find(({ number }) => number === 5)).toMatchObject({
      detail: expect.stringContaining('the row has 4 columns, the heading has 3'),
    });
  });

  it('may be large; one that is beyond the limit is a fault', async () => {
    const large = 'hồ sơ '.repeat(5000).trim();
    const { rows: read } = await readTable(
      await write(
        `${head}${`A1,x,"${large}"\n`.repeat(40)}A2,x,${'y'.repeat(40_000)}\nA3,x,${'y'.repeat(70_000)}\nA4,x,y\n`,
      ),
    );
    expect(cellsOf(read).slice(0, 40)).toEqual(Array.from({ length: 40 }, () => ['A1', 'x', large]));
    expect(cellsOf(read)[40]?.[2]).toEqual({ fault: 'the cell holds more than 32767 characters' });
    expect(faultsOf(read)).toEqual(['43 row-too-long']);
    expect(cellsOf(read).at(-1)?.[0]).toBe('A4');
  });
});

describe('a CSV file without the heading', () => {
  it('is refused with the headings that came closest', async () => {
    expect(await refusal(await write('x,y\nMã hồ sơ,Ngày nhận\n'))).toMatch(
      /^ds-\d+\.csv: no line has all the wanted headings; line 2 comes closest, but lacks "ngay tiep nhan"; its headings are "Mã hồ sơ", "Ngày nhận"$/,
    );
    expect(await refusal(await write(`${head.trim()},mã hồ sơ\n`))).toContain(
      'more than once, in the columns 1 ("Mã hồ sơ") and 4 ("mã hồ sơ")',
    );
    expect(await refusal(await write(' \n\n'))).toContain('it has no rows');
    expect(await refusal(await write(list.replaceAll('\r\n', '\r')))).toContain('carriage returns alone');
    expect(await refusal(await write(list), { delimiter: '"' })).toContain('delimiter: in the mapping');
  });
});

describe('reading a CSV file', () => {
  it('may end early and closes the file, and is done once', async () => {
    const table = await openTable(
      await write(`${head}${`A1,x,${'y'.repeat(900)}\n`.repeat(1000)}`),
      options(),
    );
    let seen = 0;
    for await (const _ of table.rows()) if (++seen === 3) break;
    expect(table.progress()).toBeGreaterThan(0);
    expect(table.progress()).toBeLessThan(1);
    await expect(table.rows()[Symbol.asyncIterator]().next()).rejects.toThrow('read once');
    await table.close();
  });
});
