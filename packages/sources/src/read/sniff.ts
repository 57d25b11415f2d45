import { fileFault } from './fault.ts';
import type { SourceFile } from './source-file.ts';

/**
 * Tells by its first bytes what a file is, whatever its name. Throws a FileFault with what to do for the formats that other
 * programs call by the same names: old and protected workbooks, HTML and XML tables named .xls, PDF, packed files.
 */
export async function sniff(file: SourceFile): Promise<'csv' | 'xlsx'> {
  const head = await file.read(0, 512);
  if (startsWith(head, [0x50, 0x4b, 0x03, 0x04])) return 'xlsx';
  if (startsWith(head, [0x50, 0x4b]))
    throw fileFault(file.path, 'it is an empty or split zip file, no workbook');
  if (startsWith(head, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]))
    throw fileFault(file.path, (await isEncryptedPackage(file, head)) ? protectedFile : oldWorkbook);
  if (startsWith(head, [0x1f, 0x8b])) throw fileFault(file.path, 'it is packed with gzip; unpack it first');
  const start = head
    .toString('latin1')
    .replace(/\0|^[^\0-\x7f]+/g, '')
    .trimStart();
  if (start.startsWith('%PDF')) throw fileFault(file.path, 'it is a PDF; export the list as .xlsx or .csv');
  if (/^<(?:!doctype|\?xml|html|head|body|table|meta|style|div)\b/i.test(start))
    throw fileFault(
      file.path,
      'it is an HTML or XML page, whatever its name; open it in Excel and save it as .xlsx',
    );
  return 'csv';
}

const protectedFile = 'it is protected by a password; open it in Excel and save it without one';
const oldWorkbook = 'it is an old Excel file (.xls); open it in Excel and save it as .xlsx';

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, at) => bytes[at] === byte);
}

/** Whether a compound file (MS-CFB) holds an encrypted .xlsx: its directory then has the stream "EncryptedPackage". */
async function isEncryptedPackage(file: SourceFile, head: Buffer): Promise<boolean> {
  if (head.length < 512) return false;
  const sectorSize = 2 ** Math.min(head.readUInt16LE(30), 16);
  const directory = await file.read((head.readUInt32LE(48) + 1) * sectorSize, 16 * 1024);
  return directory.includes(Buffer.from('EncryptedPackage', 'utf16le'));
}
