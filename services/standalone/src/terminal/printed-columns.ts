import {
  type PrintedCell,
  type PrintedColumnKind,
  type PrintedTable,
  vietnameseTenths,
} from '@sohoso/report';
import { formatCount, plain } from './format.ts';
import { wrapped } from './wrap.ts';

/** Blank, content, blank, rule. */
export const CELL_FRAME = 3;
const WIDEST_NAME = 40;
const NARROWEST_NAME = 20;
/** What a table may take for easy reading where nothing bounds it. */
const EASY_WIDTH = 140;
const EASY_HEADING_LINES = 3;

/** A heading with the place where it stands; `columns` and `rows` are how far it reaches. */
export interface PlacedHeading {
  readonly text: string;
  readonly row: number;
  readonly column: number;
  readonly columns: number;
  readonly rows: number;
}

/** A figure as on paper: `4.545`, `12,1%`, `+0,3`, `−12`; a dash where there is no value. */
export function cellText(cell: PrintedCell, kind: PrintedColumnKind): string {
  if (cell === null) return kind === 'number' ? '' : '–';
  if (typeof cell === 'string') return plain(cell);
  if (kind === 'percent') return `${vietnameseTenths(Math.round(cell * 10))}%`;
  if (kind === 'points') return `${cell > 0 ? '+' : ''}${vietnameseTenths(Math.round(cell * 10))}`;
  return cell < 0 ? `−${formatCount(-cell)}` : formatCount(cell);
}

/** On a terminal the number of a column is enough; what it is the sum of stands in the list of forms. */
export function placedHeadings({ headings }: Pick<PrintedTable, 'headings'>): readonly PlacedHeading[] {
  const taken = headings.map((): boolean[] => []);
  return headings.flatMap((cells, row) =>
    cells.map(({ text, columns, rows }) => {
      let column = 0;
      while (taken[row]?.[column] === true) column++;
      for (let below = row; below < row + rows; below++)
        for (let beside = column; beside < column + columns; beside++) {
          const line = taken[below];
          if (line !== undefined) line[beside] = true;
        }
      const shown = row === headings.length - 1 ? (/^\(\d+\)/.exec(text)?.[0] ?? text) : text;
      return { text: plain(shown), row, column, columns, rows };
    }),
  );
}

/** How wide each column is at least, without its frame. Names take more than one line before a table that is too wide comes in parts. */
export function leastWidths(
  table: PrintedTable,
  headings: readonly PlacedHeading[],
  available: number | null,
): readonly number[] {
  const widths = neededWidths(table, headings);
  const all = widths.map((_, index) => index);
  const missing = available === null ? 0 : Math.max(0, widthOf(all, widths) - available);
  return widths.map((width, index) =>
    table.columns[index]?.kind === 'name'
      ? Math.max(width - missing, Math.min(width, NARROWEST_NAME))
      : width,
  );
}

function neededWidths(table: PrintedTable, headings: readonly PlacedHeading[]): readonly number[] {
  return table.columns.map(({ kind }, index) => {
    const texts = table.rows.map(({ cells }) => cellText(cells[index] ?? null, kind));
    const longest = texts.reduce((most, text) => Math.max(most, text.length), 0);
    const words = headings
      .filter(({ column, columns }) => column === index && columns === 1)
      .flatMap(({ text }) => text.split(' '));
    const heading = Math.max(0, ...words.map((word) => word.length));
    return Math.max(kind === 'name' ? Math.min(longest, WIDEST_NAME) : longest, heading);
  });
}

const LEADING = 2;

/** What columns take with their frames. */
function widthOf(columns: readonly number[], widths: readonly number[]): number {
  return columns.reduce((sum, column) => sum + (widths[column] ?? 0) + CELL_FRAME, 1);
}

/**
 * The columns of each of the tables that one is printed as: one where it fits the terminal, else several with the leading columns repeated.
 * Columns under a common heading stay together where they fit.
 */
export function bandsOf(
  headings: readonly PlacedHeading[],
  widths: readonly number[],
  available: number | null,
): readonly (readonly number[])[] {
  const leading = widths.slice(0, LEADING).map((_, index) => index);
  const groups = headings
    .filter(({ row, column }) => row === 0 && column >= LEADING)
    .map(({ column, columns }) => Array.from({ length: columns }, (_, index) => column + index));
  const fits = (columns: readonly number[]) =>
    available === null || widthOf([...leading, ...columns], widths) <= available;
  const bands: number[][] = [];
  const add = (columns: readonly number[]): void => {
    const last = bands.at(-1);
    if (last !== undefined && fits([...last, ...columns])) last.push(...columns);
    else if (fits(columns) || columns.length === 1) bands.push([...columns]);
    else for (const column of columns) add([column]);
  };
  for (const group of groups) add(group);
  return bands.map((band) => [...leading, ...band]);
}

/** Widens the columns whose headings are tallest as long as there is room, so that headings have few lines. */
export function easyWidths(
  band: readonly number[],
  headings: readonly PlacedHeading[],
  least: readonly number[],
  available: number | null,
): readonly number[] {
  const widths = [...least];
  const limit = available ?? EASY_WIDTH;
  const open = headings.filter(({ column, columns }) => columns === 1 && band.includes(column));
  const linesOf = ({ text, column }: PlacedHeading) => wrapped(text, widths[column] ?? 0).length;
  for (;;) {
    const tallest = open.reduce<PlacedHeading | null>(
      (most, one) => (most === null || linesOf(one) > linesOf(most) ? one : most),
      null,
    );
    if (tallest === null || linesOf(tallest) <= EASY_HEADING_LINES || widthOf(band, widths) >= limit)
      return widths;
    widths[tallest.column] = (widths[tallest.column] ?? 0) + 1;
  }
}
