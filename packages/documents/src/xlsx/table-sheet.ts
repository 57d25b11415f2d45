import type { PrintedTable } from '@sohoso/report';
import type { CellObject, Row } from 'write-excel-file/node';
import { columnCharacters } from '../columns.ts';
import { WARNING_COLOUR } from '../layout.ts';
import { tableCell, textCell } from './cells.ts';
import { headingRows } from './heading-rows.ts';
import { heightOfLines, linesIn, type Sheet } from './sheet.ts';

/** Frozen rows higher than this, in points, would leave a small screen no room for the others. */
const FROZEN_MOST = 380;
/** Around a text, in characters of a column's width. */
const AROUND = 2;
/** A sheet has room to the right, so that headings need not be broken into many lines. */
const LEAST = 10;
/** But a wide table is easier to look over with narrow columns. */
const MANY = 16;

/** A table as a sheet: its titles, its warnings, the headings, the rows as values, its notes. */
export function tableSheet(table: PrintedTable): Sheet {
  const least = table.columns.length > MANY ? 0 : LEAST;
  const widths = columnCharacters(table).map((count, n) =>
    Math.max(count + AROUND, table.columns[n]?.kind === 'number' ? 0 : least),
  );
  const total = widths.reduce((sum, width) => sum + width, 0);
  const line = (text: string, style: CellObject): Row => {
    const height = heightOfLines(linesIn(text, total - AROUND, style.fontSize));
    return [
      textCell(text, { ...style, wrap: true, height, columnSpan: table.columns.length }),
      ...covered(table),
    ];
  };
  const above = [
    ...(table.label === null
      ? []
      : [line(table.label, { align: 'center', fontWeight: 'bold', fontSize: 14 })]),
    line(table.title, { align: 'center', fontWeight: 'bold', fontSize: 13 }),
    ...table.subtitles.map((text) => line(text, { align: 'center', fontStyle: 'italic' })),
    ...table.warnings.map((text) => line(text, WARNING)),
    ...(table.unitOfMeasure === ''
      ? []
      : [line(table.unitOfMeasure, { align: 'right', fontStyle: 'italic' })]),
  ];
  const headings = headingRows(table, widths);
  const rows = table.rows.map(({ cells, style }): Row => {
    const printed = cells.map((cell, n) => tableCell(cell, table.columns[n]?.kind ?? 'name', style));
    const lines = cells.map((cell, n) =>
      typeof cell === 'string' ? linesIn(cell, (widths[n] ?? 2) - 1) : 1,
    );
    if (printed[0] !== undefined) printed[0].height = heightOfLines(Math.max(...lines));
    return printed;
  });
  const notes = table.notes.map((text) => line(text, { align: 'left', fontStyle: 'italic' }));
  const top = [...above, ...headings];
  const height = top.reduce((sum, row) => sum + heightOf(row), 0);
  return {
    rows: [...top, ...rows, ...notes],
    columns: widths.map((width) => ({ width })),
    landscape: true,
    repeated: headings.length === 0 ? null : [above.length + 1, top.length],
    frozen: {
      rows: height > FROZEN_MOST ? 0 : top.length,
      columns: table.columns.findIndex(({ kind }) => kind === 'name') + 1,
    },
  };
}

const WARNING: CellObject = {
  align: 'left',
  alignVertical: 'center',
  fontWeight: 'bold',
  textColor: `#${WARNING_COLOUR}`,
  borderStyle: 'medium',
  borderColor: `#${WARNING_COLOUR}`,
};

const covered = (table: PrintedTable): null[] => new Array<null>(table.columns.length - 1).fill(null);

const heightOf = (row: Row): number =>
  Math.max(heightOfLines(1), ...row.map((cell) => (cell as CellObject | null)?.height ?? 0));
