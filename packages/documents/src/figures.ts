import { type PrintedCell, type PrintedColumnKind, vietnameseTenths } from '@sohoso/report';

/** What stands for "no value": neither 0 nor an empty cell, which a reader would take for a forgotten one. */
export const NO_VALUE = '–';

/** A cell as it is read on paper: `4.545`, `12,1%`, `+0,3`, `−12`; a text as it is. */
export function figureText(cell: PrintedCell, kind: PrintedColumnKind): string {
  if (cell === null) return NO_VALUE;
  if (typeof cell === 'string') return cell;
  if (kind === 'percent') return `${tenths(cell)}%`;
  if (kind === 'points') return `${cell > 0 ? '+' : ''}${tenths(cell)}`;
  if (kind === 'number' || kind === 'name') return String(cell);
  return Number.isInteger(cell) ? tenths(cell).slice(0, -',0'.length) : tenths(cell);
}

const tenths = (value: number): string => vietnameseTenths(Math.round(value * 10));
