import type { PrintedTable } from '@sohoso/report';
import type { CellObject } from 'write-excel-file/node';
import { placedHeadings } from '../headings.ts';
import { textCell } from './cells.ts';
import { heightOfLines } from './sheet.ts';

const HEADING: CellObject = { borderStyle: 'thin', align: 'center', alignVertical: 'center', wrap: true };

/** The headings in their merged cells, under widths in characters; the last row are the numbers of the columns. */
export function headingRows(table: PrintedTable, widths: readonly number[]): (CellObject | null)[][] {
  const rows = table.headings.map((): (CellObject | null)[] => new Array(table.columns.length).fill(null));
  const last = rows.length - 1;
  for (const { text, row, column, rows: rowSpan, columns: columnSpan } of placedHeadings(table)) {
    const look: CellObject = row === last && last > 0 ? { fontStyle: 'italic' } : { fontWeight: 'bold' };
    const width = widths.slice(column, column + columnSpan).reduce((sum, count) => sum + count, 0);
    const height = heightOfLines(brokenLines(text, width - 1)) / rowSpan;
    rows[row]?.splice(column, 1, textCell(text, { ...HEADING, ...look, rowSpan, columnSpan, height }));
  }
  return rows;
}

function brokenLines(text: string, width: number): number {
  let lines = 1;
  let used = 0;
  for (const { length } of text.split(' ')) {
    if (used > 0 && used + 1 + length > width) {
      lines++;
      used = 0;
    }
    used += (used > 0 ? 1 : 0) + length;
  }
  return lines;
}
