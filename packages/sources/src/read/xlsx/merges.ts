import { columnOf } from '../column-label.ts';
import type { Merge } from '../heading/head-row.ts';
import { naming } from './read-part.ts';
import { XmlReader } from './xml-reader.ts';
import type { ZipParts } from './zip-parts.ts';

/**
 * The merged cells of a sheet. They stand behind the rows, so the part is gone through once for them before the rows are read;
 * up to the end of the rows its bytes are only searched, not parsed.
 */
export async function readMerges(
  parts: ZipParts,
  part: string,
  maxMerges: number,
): Promise<readonly Merge[]> {
  const merges: Merge[] = [];
  const add = (reference: string): void => {
    const merge = mergeOf(reference);
    if (merge !== null) merges.push(merge);
    if (merges.length > maxMerges)
      throw parts.fault(`its part ${part} has more than ${maxMerges} merged cells`);
  };
  await naming(parts, part, async () => {
    const decoder = new TextDecoder();
    let before = Buffer.alloc(0);
    let reader: XmlReader | null = null;
    for await (const piece of parts.bytes(part)) {
      if (reader !== null) {
        reader.write(decoder.decode(piece, { stream: true }));
        continue;
      }
      const bytes = Buffer.concat([before, piece]);
      const end = endOfRows(bytes);
      before = bytes.subarray(Math.max(0, bytes.length - longestEnd));
      if (end === null) continue;
      reader = readerBehindRows(end.prefix, add);
      reader.write(decoder.decode(bytes.subarray(end.at), { stream: true }));
    }
    reader?.end();
  });
  return merges;
}

const longestEnd = 64;
const sheetDataEnd = Buffer.from('sheetData>');

/** Behind which byte the rows end, and the namespace prefix of the sheet. Markup cannot stand within the text of a cell. */
function endOfRows(bytes: Buffer): { readonly at: number; readonly prefix: string } | null {
  for (let found = bytes.indexOf(sheetDataEnd); found >= 0; found = bytes.indexOf(sheetDataEnd, found + 1)) {
    const prefix = /<\/([A-Za-z0-9_.-]+:)?$/.exec(bytes.toString('latin1', Math.max(0, found - 40), found));
    if (prefix !== null) return { at: found + sheetDataEnd.length, prefix: prefix[1] ?? '' };
  }
  return null;
}

function readerBehindRows(prefix: string, add: (reference: string) => void): XmlReader {
  const reader = new XmlReader({
    open(element, attributes) {
      if (element === 'mergeCell') add(attributes['ref'] ?? '');
    },
    close: () => undefined,
    text: () => undefined,
  });
  reader.write(`<${prefix}worksheet>`);
  return reader;
}

function mergeOf(reference: string): Merge | null {
  const found = /^([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})$/.exec(reference.replaceAll('$', ''));
  if (found === null) return null;
  const [, left = '', top = '', right = '', bottom = ''] = found;
  return { left: columnOf(left), top: Number(top), right: columnOf(right), bottom: Number(bottom) };
}
