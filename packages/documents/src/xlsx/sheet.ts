import type { Row } from 'write-excel-file/node';

/** A sheet as the library takes it, and what is said of it beside: how it is printed. */
export interface Sheet {
  readonly rows: Row[];
  readonly columns: { readonly width: number }[];
  readonly landscape: boolean;
  /** The rows of headings, from 1 and both included; null where none are repeated on each page. */
  readonly repeated: readonly [first: number, last: number] | null;
  /** How many rows and columns stay in view. */
  readonly frozen: { readonly rows: number; readonly columns: number };
}

/** The size of letters that widths of columns are counted in, and the height of a line of them, in points. */
export const LETTERS = 12;
const LINE = 16;

/** Excel calls a file broken that has a higher row. */
const MOST = 400;

/** The height of a row that shows so many lines, in points. */
export const heightOfLines = (lines: number): number => Math.min(MOST, LINE * Math.max(1, lines));

/** How many lines a text takes, broken anywhere, in a column so many characters wide. */
export const linesIn = (text: string, width: number, size = LETTERS): number =>
  Math.ceil((text.length * size) / LETTERS / width);
