import { isAscii, isUtf8 } from 'node:buffer';
import { fileFault } from '../fault.ts';
import type { Encoding, TableOptions } from '../options.ts';
import type { SourceFile } from '../source-file.ts';
import { byteOrderMark, utf16ByZeros } from './byte-order.ts';
import { decoderOf, encodingNames } from './decoder.ts';
import { vietnameseShare } from './vietnamese.ts';

/** How many bytes from the beginning of a file are looked at. */
export const sampleBytes = 2 ** 20;

export interface ChosenEncoding {
  readonly encoding: Encoding;
  /** How many bytes the byte order mark takes. */
  readonly skip: number;
}

/** Whether the wanted headings are found in a decoded beginning of a file. */
export type HasHeadings = (text: string) => boolean;

/**
 * The encoding of a CSV file: as told, else by byte order mark, by zero bytes, by being UTF-8 throughout, and between
 * Windows-1258 and TCVN3 by which gives the wanted headings and Vietnamese syllables. Throws a FileFault where none is convincing.
 */
export async function chooseEncoding(
  file: SourceFile,
  told: TableOptions['encoding'],
  hasHeadings: HasHeadings,
): Promise<ChosenEncoding> {
  const head = await file.read(0, sampleBytes);
  const mark = byteOrderMark(head);
  if (told !== 'auto') {
    if (mark !== null && mark.encoding !== told)
      throw fileFault(
        file.path,
        `it begins with the mark of ${encodingNames[mark.encoding]}, but is to be read as ${encodingNames[told]}; take out encoding: in the mapping`,
      );
    return { encoding: told, skip: mark?.length ?? 0 };
  }
  if (mark !== null) return { encoding: mark.encoding, skip: mark.length };
  const wide = utf16ByZeros(head);
  if (wide === 'binary') throw fileFault(file.path, 'it is no text: it holds zero bytes');
  if (wide !== null) return { encoding: wide, skip: 0 };
  const sample = await beyondAscii(file, head);
  if (sample === null || decodes('utf-8', sample) !== null) return { encoding: 'utf-8', skip: 0 };
  if (isNearlyUtf8(sample)) throw await notUtf8(file, 0);
  const encoding = legacyEncoding(sample, hasHeadings);
  if (encoding === null)
    throw fileFault(
      file.path,
      'it is not UTF-8, nor plainly Windows-1258 or TCVN3, and would be garbled; say encoding: in the mapping',
    );
  return { encoding, skip: 0 };
}

/** The fault of a file that is not UTF-8, with the line where that is first seen. */
export async function notUtf8(file: SourceFile, skip: number): Promise<Error> {
  const line = await firstBadLine(file, skip);
  return fileFault(
    file.path,
    `line ${line} is not UTF-8; export the file again as UTF-8, or say encoding: in the mapping`,
  );
}

/** The first piece of the file that has bytes beyond ASCII; null where all of it is ASCII. */
async function beyondAscii(file: SourceFile, head: Buffer): Promise<Buffer | null> {
  if (!isAscii(head)) return head;
  for await (const { bytes } of file.pieces(head.length)) if (!isAscii(bytes)) return Buffer.from(bytes);
  return null;
}

function decodes(encoding: Encoding, sample: Buffer): string | null {
  try {
    return decoderOf(encoding).decode(sample, false);
  } catch {
    return null;
  }
}

/** Whether most of what is beyond ASCII is UTF-8 all the same: then a few bytes are broken, and no other encoding is meant. */
function isNearlyUtf8(sample: Buffer): boolean {
  const text = sample.toString('utf8');
  const beyond = text.match(/[^\u0000-\u007f]/g)?.length ?? 0;
  const broken = text.match(/\ufffd/g)?.length ?? 0;
  return broken * 5 < beyond;
}

function legacyEncoding(sample: Buffer, hasHeadings: HasHeadings): Encoding | null {
  const candidates = (['windows-1258', 'tcvn3'] as const).flatMap((encoding) => {
    const text = decodes(encoding, sample);
    if (text === null) return [];
    const share = vietnameseShare(text.normalize('NFC'), encoding === 'tcvn3') ?? 0;
    return [{ encoding, share, headed: hasHeadings(text) }];
  });
  const headed = candidates.filter((candidate) => candidate.headed);
  const pool = headed.length === 1 ? headed : candidates;
  const [best, second] = pool.toSorted((a, b) => b.share - a.share);
  // Headings may be without accents, and so say nothing; alone they must not carry a text that is not Vietnamese.
  const enough = headed.length === 1 ? 0.4 : 0.7;
  if (best === undefined || best.share < enough) return null;
  return second === undefined || best.share - second.share >= 0.2 ? best.encoding : null;
}

async function firstBadLine(file: SourceFile, skip: number): Promise<number> {
  let line = 1;
  let rest = Buffer.alloc(0);
  for await (const { bytes, end } of file.pieces(skip)) {
    let from = 0;
    const text = rest.length > 0 ? Buffer.concat([rest, bytes]) : bytes;
    for (let feed = text.indexOf(10); feed >= 0; feed = text.indexOf(10, from)) {
      if (!isUtf8(text.subarray(from, feed))) return line;
      line++;
      from = feed + 1;
    }
    rest = Buffer.from(text.subarray(from));
    if (rest.length > sampleBytes || end === file.size) return line;
  }
  return line;
}
