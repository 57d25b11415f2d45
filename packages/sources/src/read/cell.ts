import { garbledSentence, isGarbled } from './garbled.ts';
import type { Cell } from './table.ts';

/** The cell of a text as it stands in a file: NFC, without white space at the ends; a fault where it is garbled or too long. */
export function textCell(text: string, maxChars: number): Cell {
  const trimmed = text.trim();
  if (trimmed === '') return '';
  if (trimmed.length > maxChars) return { fault: `the cell holds more than ${maxChars} characters` };
  const composed = trimmed.normalize('NFC');
  return isGarbled(composed) ? { fault: garbledSentence(composed) } : composed;
}

/** Whether every text in there is a cell as it stands, but for white space at its ends. */
export function isPlain(text: string): boolean {
  return text.normalize('NFC') === text && !isGarbled(text);
}

export function isBlank(cells: readonly Cell[]): boolean {
  return cells.every((cell) => cell === '');
}
