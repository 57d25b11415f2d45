import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Folder, temporaryFolder } from '../testing/folder.ts';
import { options, readTable, refusal } from '../testing/read.ts';
import { textRow, workbook } from '../testing/workbook.ts';
import { zip } from '../testing/zip.ts';
import { openTable } from './open-table.ts';

let folder: Folder;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

const head = ['Mã hồ sơ', 'Ngày tiếp nhận'];
const oldHeader = Buffer.from('d0cf11e0a1b11ae1', 'hex');

/** A compound file as far as it is looked at: the directory with the name of a stream in its second sector. */
function compoundFile(stream: string): Buffer {
  const file = Buffer.alloc(2048);
  oldHeader.copy(file);
  file.writeUInt16LE(9, 30);
  file.writeUInt32LE(1, 48);
  file.write(stream, 1024, 'utf16le');
  return file;
}

describe('the format of a file', () => {
  it('is told by its content, whatever its name', async () => {
    const book = workbook({ sheets: [{ name: 'a', rows: textRow(1, head) + textRow(2, ['A1', 'x']) }] });
    const asCsv = await readTable(await folder.write('sách.csv', book));
    expect(asCsv.table).toMatchObject({ format: 'xlsx', encoding: null });
    const asXlsx = await readTable(await folder.write('bảng.xlsx', `${head.join()}\nA1,x\n`));
    expect(asXlsx.table).toMatchObject({ format: 'csv', encoding: 'utf-8' });
    expect(asCsv.rows).toEqual(asXlsx.rows);
  });

  it.each<[string, string | Buffer, string]>([
    [
      'an old workbook',
      compoundFile('Workbook'),
      'it is an old Excel file (.xls); open it in Excel and save it as .xlsx',
    ],
    ['a protected workbook', compoundFile('EncryptedPackage'), 'it is protected by a password'],
    ['a short compound file', oldHeader, 'it is an old Excel file'],
    [
      'a page named .xls',
      '\ufeff \n<html xmlns:x="urn"><table><tr><td>Mã hồ sơ',
      'it is an HTML or XML page, whatever its name',
    ],
    ['a page in UTF-16', Buffer.from('\ufeff<table>', 'utf16le'), 'it is an HTML or XML page'],
    ['an XML workbook of 2003', '<?xml version="1.0"?><Workbook/>', 'it is an HTML or XML page'],
    ['a PDF', '%PDF-1.7', 'it is a PDF'],
    ['a packed file', gzipSync('x'), 'it is packed with gzip'],
    ['an empty zip', Buffer.from(`PK\x05\x06${'\0'.repeat(18)}`), 'it is an empty or split zip file'],
    ['a broken zip', Buffer.from('PK\x03\x04 and no more'), 'it is cut off or broken'],
    [
      'an OpenDocument file',
      zip([
        { name: 'mimetype', content: 'x', store: true },
        { name: 'content.xml', content: '<a/>' },
        { name: 'META-INF/manifest.xml', content: '<a/>' },
      ]),
      'it is an OpenDocument file (.ods); save it as .xlsx',
    ],
    [
      'a binary workbook',
      zip([{ name: 'xl/workbook.bin', content: 'x' }]),
      'it is a binary workbook (.xlsb)',
    ],
    ['a Word document', zip([{ name: 'word/document.xml', content: '<a/>' }]), 'it is a Word document'],
    ['another zip', zip([{ name: 'ds.csv', content: 'x' }]), 'it is a zip file without a workbook in it'],
    ['an empty file', '', 'the file is empty'],
  ])('%s is refused with what to do', async (_, content, sentence) => {
    const message = await refusal(await folder.write('ds.xlsx', content));
    expect(message).toContain(`ds.xlsx: ${sentence}`);
    expect(message).not.toContain('/');
  });

  it('a file that is not there, or a folder, is refused', async () => {
    expect(await refusal(folder.path('không-có.csv'))).toBe('không-có.csv: there is no such file');
    expect(await refusal(folder.path('.'))).toContain('it is not a file');
  });
});

describe('closing', () => {
  it('ends the rows of a table that is closed amid them, and may be done twice', async () => {
    const rows = Array.from({ length: 5000 }, (_, index) => textRow(index + 2, ['A1', 'x'])).join('');
    const files = [
      await folder.write('a.csv', `${head.join()}\n${'A1,x\n'.repeat(20_000)}`),
      await folder.write('a.xlsx', workbook({ sheets: [{ name: 'a', rows: textRow(1, head) + rows }] })),
    ];
    for (const file of files) {
      const table = await openTable(file, options());
      let seen = 0;
      for await (const _ of table.rows()) if (++seen === 1) await table.close();
      expect(seen).toBe(1);
      await table.close();
    }
  });
});
