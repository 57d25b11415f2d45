import type { PrintedRow, PrintedTable } from '@sohoso/report';
import { type FittedColumns, fittedColumns } from '../columns.ts';
import { figureText } from '../figures.ts';
import { type PlacedHeading, placedHeadings } from '../headings.ts';
import { LINE } from '../layout.ts';
import { type Alignment, drawLine, linesOf, type TextLine } from './lines.ts';
import type { Face, Paper } from './paper.ts';
import type { Sheets } from './sheets.ts';

/** A text in its cell, broken into lines. */
interface Filled {
  readonly left: number;
  readonly width: number;
  readonly align: Alignment;
  readonly lines: readonly TextLine[];
}

interface Grid {
  readonly table: PrintedTable;
  readonly fitted: FittedColumns;
  /** Left edges of the columns and the right edge of the last. */
  readonly edges: readonly number[];
  readonly headings: readonly PlacedHeading[];
  readonly headingHeights: readonly number[];
}

/** The table over as many pages as it takes, the headings again on each; a row is torn apart only where no page can hold it. */
export function writeTable(sheets: Sheets, table: PrintedTable): void {
  const grid = gridOf(sheets, table);
  const head = grid.headingHeights.reduce((sum, height) => sum + height, 0);
  sheets.down(0, head + 3 * grid.fitted.size);
  drawHeadings(sheets, grid);
  const most = linesThatFit(sheets.wholePage - head, grid);
  for (const row of table.rows) {
    const cells = row.cells.map((_, n) => cellOf(sheets.paper, grid, row, n));
    const lines = Math.max(...cells.map((cell) => cell.lines.length));
    for (let from = 0; from < lines; from += most)
      drawRow(
        sheets,
        grid,
        cells.map((cell) => ({ ...cell, lines: cell.lines.slice(from, from + most) })),
      );
  }
}

const linesThatFit = (height: number, { fitted }: Grid): number =>
  Math.max(1, Math.floor((height - 2 * VERTICAL) / (fitted.size * LINE)));

function drawRow(sheets: Sheets, grid: Grid, cells: readonly Filled[]): void {
  const height = Math.max(...cells.map(heightOf)) + 2 * VERTICAL;
  if (height > sheets.room) {
    sheets.nextPage();
    drawHeadings(sheets, grid);
  }
  const bottom = sheets.top + height;
  for (const cell of cells) drawCell(sheets.paper, cell, sheets.top, height);
  sheets.paper.lines([
    ...grid.edges.map((x) => [x, sheets.top, x, bottom] as const),
    [grid.edges[0] ?? 0, bottom, grid.edges.at(-1) ?? 0, bottom],
  ]);
  sheets.down(height);
}

const VERTICAL = 1.5;

function gridOf(sheets: Sheets, table: PrintedTable): Grid {
  const fitted = fittedColumns(table, sheets.width);
  const edges = [sheets.left];
  for (const width of fitted.widths) edges.push((edges.at(-1) ?? 0) + width);
  const headings = placedHeadings(table);
  const heights = table.headings.map(() => fitted.size * LINE + 2 * VERTICAL);
  const bare = { table, fitted, edges, headings, headingHeights: heights };
  // A heading over several rows asks the last of them for what the others leave to be desired.
  for (const heading of headings.toSorted((a, b) => a.rows - b.rows)) {
    const needed = heightOf(headingCell(sheets.paper, bare, heading)) + 2 * VERTICAL;
    const last = heading.row + heading.rows - 1;
    const above = heights.slice(heading.row, last).reduce((sum, height) => sum + height, 0);
    heights[last] = Math.max(heights[last] ?? 0, needed - above);
  }
  return bare;
}

function filled(
  paper: Paper,
  { edges, fitted }: Grid,
  [first, last]: readonly [first: number, last: number],
  [text, face, align]: readonly [text: string, face: Face, align: Alignment],
): Filled {
  const left = (edges[first] ?? 0) + fitted.padding;
  const width = (edges[last + 1] ?? 0) - fitted.padding - left;
  return { left, width, align, lines: linesOf(paper, [{ text, face, size: fitted.size }], width) };
}

function headingCell(paper: Paper, grid: Grid, { text, row, column, columns }: PlacedHeading): Filled {
  const last = grid.table.headings.length - 1;
  const face = row === last && last > 0 ? 'italic' : 'bold';
  return filled(paper, grid, [column, column + columns - 1], [text, face, 'center']);
}

function cellOf(paper: Paper, grid: Grid, { cells, style }: PrintedRow, n: number): Filled {
  const kind = grid.table.columns[n]?.kind ?? 'name';
  const cell = cells[n] ?? null;
  const align = kind === 'number' ? 'center' : kind === 'name' ? 'left' : 'right';
  const isText = typeof cell === 'string' && align === 'right';
  const text = figureText(cell, kind);
  return filled(paper, grid, [n, n], [text, style === 'row' ? 'regular' : 'bold', isText ? 'left' : align]);
}

const heightOf = ({ lines }: Filled): number => lines.reduce((sum, line) => sum + line.height, 0);

/** In the middle of its cell's height. */
function drawCell(paper: Paper, cell: Filled, top: number, height: number): void {
  let at = top + (height - heightOf(cell)) / 2;
  for (const line of cell.lines) {
    drawLine(paper, line, { left: cell.left, top: at, width: cell.width }, cell.align);
    at += line.height;
  }
}

function drawHeadings(sheets: Sheets, grid: Grid): void {
  const tops = [sheets.top];
  for (const height of grid.headingHeights) tops.push((tops.at(-1) ?? 0) + height);
  const strokes: (readonly [number, number, number, number])[] = [];
  for (const heading of grid.headings) {
    const [left = 0, right = 0] = [grid.edges[heading.column], grid.edges[heading.column + heading.columns]];
    const [top = 0, bottom = 0] = [tops[heading.row], tops[heading.row + heading.rows]];
    strokes.push([left, top, right, top], [left, bottom, right, bottom], [left, top, left, bottom]);
    strokes.push([right, top, right, bottom]);
    drawCell(sheets.paper, headingCell(sheets.paper, grid, heading), top, bottom - top);
  }
  if (strokes.length === 0)
    strokes.push([grid.edges[0] ?? 0, sheets.top, grid.edges.at(-1) ?? 0, sheets.top]);
  sheets.paper.lines(strokes);
  sheets.down((tops.at(-1) ?? sheets.top) - sheets.top);
}
