import type { PrintedTable } from '@sohoso/report';
import Table, { type Cell } from 'cli-table3';
import { plain } from './format.ts';
import {
  bandsOf,
  CELL_FRAME,
  cellText,
  easyWidths,
  leastWidths,
  type PlacedHeading,
  placedHeadings,
} from './printed-columns.ts';
import { wrapped } from './wrap.ts';

/**
 * A report on the terminal: what makes it unfit for use first, then its title, the table with merged headings, its notes. Where the terminal is
 * too narrow for the table it comes in several, one below the other. `width` in characters; null where nothing bounds it.
 */
export function printedTableText(table: PrintedTable, width: number | null): string {
  const { label, title, subtitles, warnings, notes } = table;
  const headings = placedHeadings(table);
  const least = leastWidths(table, headings, width);
  const bands = bandsOf(headings, least, width);
  const parts = bands.map((band, index) => {
    const text = bandText(table, band, headings, easyWidths(band, headings, least, width));
    return bands.length === 1 ? text : `${text}\n${partLine(index + 1, bands.length)}`;
  });
  return [
    ...warnings.map((warning) => `! ${plain(warning)}`),
    ...[label === null ? title : `${label}: ${title}`, ...subtitles].map(plain),
    ...parts,
    ...notes.flatMap((note) => wrapped(`* ${plain(note)}`, width ?? Number.POSITIVE_INFINITY)),
    '',
  ].join('\n');
}

const partLine = (part: number, parts: number) =>
  `  part ${part} of ${parts}; a wider terminal shows the whole table`;

function bandText(
  { columns, rows }: PrintedTable,
  band: readonly number[],
  headings: readonly PlacedHeading[],
  widths: readonly number[],
): string {
  const table = new Table({
    style: { head: [], border: [] },
    colAligns: band.map((column) => (columns[column]?.kind === 'name' ? 'left' : 'right')),
  });
  const levels = Math.max(...headings.map(({ row }) => row)) + 1;
  for (let level = 0; level < levels; level++)
    table.push(headings.filter(({ row }) => row === level).flatMap((one) => headingCell(one, band, widths)));
  for (const { cells } of rows)
    table.push(
      band.map((column) => {
        const kind = columns[column]?.kind ?? 'name';
        return wrapped(cellText(cells[column] ?? null, kind), widths[column] ?? 0).join('\n');
      }),
    );
  const isRuled = rows.map(({ style }) => style !== 'row');
  return withFewRules(table.toString(), isRuled);
}

/** A heading as far as it reaches into a band; none where it does not. */
function headingCell(
  { text, column, columns, rows }: PlacedHeading,
  band: readonly number[],
  widths: readonly number[],
): readonly Cell[] {
  const covered = band.filter((one) => one >= column && one < column + columns);
  if (covered.length === 0) return [];
  const width = covered.reduce((sum, one) => sum + (widths[one] ?? 0) + CELL_FRAME, -CELL_FRAME);
  const content = wrapped(text, width).join('\n');
  return [{ content, colSpan: covered.length, rowSpan: rows, hAlign: 'center', vAlign: 'center' }];
}

/** Keeps the rules of the headings and those above sums, and leaves out those between rows. */
function withFewRules(table: string, isRuled: readonly boolean[]): string {
  const lines = table.split('\n');
  const rules = lines.flatMap((line, index) => (/^├[─┬┴┼]+┤$/.test(line) ? [index] : []));
  const aboveRows = rules.slice(-isRuled.length);
  const dropped = new Set(aboveRows.filter((_, row) => row > 0 && isRuled[row] !== true));
  return lines.filter((_, index) => !dropped.has(index)).join('\n');
}
