import { readPart } from './read-part.ts';
import type { ZipParts } from './zip-parts.ts';

const maxStylesBytes = 64 * 2 ** 20;

/** For each cell format of a workbook whether it shows numbers as dates or times (ECMA-376 part 1, 18.8). */
export async function readDateFormats(parts: ZipParts, part: string | null): Promise<readonly boolean[]> {
  const custom = new Map<number, boolean>();
  const formats: number[] = [];
  let inCellFormats = false;
  if (part === null) return [];
  await readPart(
    parts,
    part,
    {
      open(element, attributes) {
        if (element === 'cellXfs') inCellFormats = true;
        else if (element === 'numFmt')
          custom.set(Number(attributes['numFmtId']), isDateFormat(attributes['formatCode'] ?? ''));
        else if (element === 'xf' && inCellFormats) formats.push(Number(attributes['numFmtId'] ?? 0));
      },
      close(element) {
        if (element === 'cellXfs') inCellFormats = false;
      },
      text: () => undefined,
    },
    maxStylesBytes,
  );
  return formats.map((id) => custom.get(id) ?? isBuiltInDate(id));
}

function isBuiltInDate(id: number): boolean {
  return (id >= 14 && id <= 22) || (id >= 45 && id <= 47);
}

/** Whether a number format has a letter of a date or time outside quotation marks, brackets and escapes. */
export function isDateFormat(code: string): boolean {
  const bare = code.replace(/"[^"]*"|\\.|_.|\*./g, '');
  return /\[(?:h+|m+|s+)\]/i.test(bare) || /[dmyhs]/i.test(bare.replace(/\[[^\]]*\]/g, ''));
}
