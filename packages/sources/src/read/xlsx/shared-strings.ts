import { textCell } from '../cell.ts';
import type { ReadLimits } from '../options.ts';
import type { Cell } from '../table.ts';
import { readPart } from './read-part.ts';
import { StringItem } from './string-item.ts';
import type { ZipParts } from './zip-parts.ts';

/** The texts that cells refer to by number (ECMA-376 part 1, 18.4). All of them are held in memory. */
export async function readSharedStrings(
  parts: ZipParts,
  part: string | null,
  limits: ReadLimits,
): Promise<readonly Cell[]> {
  const cells: Cell[] = [];
  if (part === null) return cells;
  const item = new StringItem();
  await readPart(
    parts,
    part,
    {
      open(element) {
        if (element === 'si') item.begin();
        else item.open(element);
      },
      close(element) {
        if (element === 'si') cells.push(textCell(item.text(), limits.maxCellChars));
        else item.close(element);
      },
      text: (text) => item.add(text),
    },
    limits.maxSharedStringBytes,
  );
  return cells;
}
