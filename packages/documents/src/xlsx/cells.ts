import type { PrintedCell, PrintedColumnKind, PrintedRow } from '@sohoso/report';
import type { CellObject } from 'write-excel-file/node';
import { NO_VALUE } from '../figures.ts';

/** A figure is shown in the way of whoever opens the workbook: 4,545 here is 4.545 there. Per cent is not a fraction: 12.1 is 12.1%. */
const FORMATS: Readonly<Record<PrintedColumnKind, string>> = {
  number: '0',
  name: '0',
  count: '#,##0',
  percent: '0.0"%"',
  points: '+0.0;-0.0;0.0',
};

/** What a spreadsheet would take for a formula as soon as somebody edits the cell. */
const LIKE_A_FORMULA = /^[=+\-@]/;

/** Characters that Excel lets a cell hold; with more of them it calls the whole file broken. */
const MOST = 32_767;

/** A text cell, whatever the text looks like. */
export function textCell(text: string, style: CellObject = {}): CellObject {
  const format = LIKE_A_FORMULA.test(text) ? { format: '@' } : {};
  const whole = text.length > MOST ? `${text.slice(0, MOST - 1)}…` : text;
  return { ...style, ...format, value: sharedText(whole), type: String };
}

/** The library looks its texts up in a plain object: `constructor` would find what every object has. A blank keeps it apart. */
const sharedText = (text: string): string => (text in {} ? `${text} ` : text);

/** A cell of the table itself, with its borders. */
export function tableCell(
  cell: PrintedCell,
  kind: PrintedColumnKind,
  style: PrintedRow['style'],
): CellObject {
  const isText = kind === 'name' || (typeof cell === 'string' && kind !== 'number');
  const look: CellObject = {
    borderStyle: 'thin',
    alignVertical: 'center',
    align: kind === 'number' ? 'center' : isText ? 'left' : 'right',
    wrap: isText,
    ...(style === 'row' ? {} : { fontWeight: 'bold' as const }),
  };
  if (cell === null) return textCell(NO_VALUE, look);
  const value = kind === 'number' && typeof cell === 'string' && /^\d{1,9}$/.test(cell) ? Number(cell) : cell;
  if (typeof value === 'string') return textCell(value, look);
  return { ...look, value, type: Number, format: FORMATS[kind] };
}
