import type { PrintedTable } from '@sohoso/report';

/**
 * What no page can show or what would turn a signed page into another: control characters, halves of surrogate pairs,
 * non-characters, and marks that reverse the direction of the text around them.
 */
const UNPRINTABLE =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFDD0-\uFDEF\uFFFD-\uFFFF]|\p{Surrogate}/gu;
const BREAKS = /[\t\n\r\u2028\u2029]+/g;

/**
 * The same value with all its texts as they can be printed: composed letters (a decomposed `ế` falls apart in many fonts),
 * on one line, without what cannot be shown. The makers get nothing else, so none of them needs to care.
 */
export function printable<T>(value: T): T {
  if (typeof value === 'string') return printableText(value) as T;
  if (Array.isArray(value)) return value.map((item) => printable(item)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, printable(item)])) as T;
}

function printableText(text: string): string {
  return text.normalize('NFC').replace(BREAKS, ' ').replace(UNPRINTABLE, '');
}

/** Throws a RangeError for a table that would be printed wrong: cells beside their columns, or numbers that are none. */
export function assertWhole(table: PrintedTable): void {
  const name = table.label ?? table.title;
  const width = table.columns.length;
  if (width === 0) throw new RangeError(`table “${name}”: there are no columns`);
  table.rows.forEach(({ cells }, n) => {
    if (cells.length !== width)
      throw new RangeError(`table “${name}”, row ${n + 1}: ${cells.length} cells under ${width} columns`);
    if (cells.some((cell) => typeof cell === 'number' && !Number.isFinite(cell)))
      throw new RangeError(`table “${name}”, row ${n + 1}: a figure is not a number`);
  });
}
