import type { PrintedCell, PrintedColumnKind, PrintedTable } from '@sohoso/report';
import { figureText } from './figures.ts';
import { placedHeadings } from './headings.ts';

const NAME = { least: 16, most: 34 };
const NUMBER_LEAST = 3;
const FIGURE_LEAST = 7;

/**
 * How many characters wide each column should be: figures never break, headings break between words only, and a name may
 * take several lines rather than push the figures off the page.
 */
export function columnCharacters(table: PrintedTable): number[] {
  const widths = table.columns.map(({ kind }, column) => {
    const longest = table.rows.reduce(
      (most, row) => (row.style === 'group' ? most : Math.max(most, lengthIn(row.cells[column] ?? '', kind))),
      0,
    );
    if (kind === 'name') return Math.min(NAME.most, Math.max(NAME.least, longest));
    if (kind === 'number') return Math.min(NAME.least, Math.max(NUMBER_LEAST, longest));
    return Math.min(NAME.most, Math.max(FIGURE_LEAST, longest));
  });
  for (const { column, columns, text } of placedHeadings(table)) {
    if (columns > 1) continue;
    const word = Math.max(...text.split(' ').map(charactersIn));
    widths[column] = Math.max(widths[column] ?? 0, Math.min(word, NAME.least));
  }
  return widths;
}

/** How many digits wide a text is: a capital or a `%` is one and a half, a point half of one. */
const charactersIn = (text: string): number =>
  Math.ceil(text.length + (matches(text, /[\p{Lu}%]/gu) - matches(text, /[.,]/g)) / 2);

const matches = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** Names are broken between words, so their capitals do not matter. */
const lengthIn = (cell: PrintedCell, kind: PrintedColumnKind): number =>
  kind === 'name' ? String(cell).length : charactersIn(figureText(cell, kind));

/** A letter of the text is as wide as this part of its height, on average and in bold; measured on headings and names. */
const LETTER = 0.53;
const SIZES = { greatest: 11, least: 5 };

/** Columns fitted to a page: their widths in points, and the size of the letters in them. */
export interface FittedColumns {
  readonly widths: readonly number[];
  readonly size: number;
  /** Between the border of a cell and its text. */
  readonly padding: number;
}

/**
 * Columns over the whole width of a page, with letters as large as they can be in halves of a point. A table too wide for
 * the smallest letters still fits: its columns get narrower than their words, which then break.
 */
export function fittedColumns(table: PrintedTable, width: number): FittedColumns {
  const characters = columnCharacters(table);
  const total = characters.reduce((sum, count) => sum + count, 0);
  const padding = characters.length > 20 ? 1.5 : 3;
  const forText = width - 2 * padding * characters.length;
  const size = Math.floor((2 * forText) / (total * LETTER)) / 2;
  return {
    widths: characters.map((count) => 2 * padding + (forText * count) / total),
    size: Math.min(SIZES.greatest, Math.max(SIZES.least, size)),
    padding,
  };
}
