import type { Cell } from '../table.ts';
import { groupSeparator } from './names.ts';

/** A row near the top of a file, which may be the heading or stand above it. */
export interface HeadRow {
  readonly number: number;
  /** Its last line: `number` but where a cell of a CSV file has line ends in it. */
  readonly last: number;
  readonly cells: readonly Cell[];
}

/** Merged cells of a sheet: columns from 0, rows as numbered, all included. */
export interface Merge {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** The texts of a row as headings: white space collapsed, blank where there is none, without blank ones at the end. */
export function headings(row: HeadRow): readonly string[] {
  const texts = row.cells.map(headingText);
  return texts.slice(0, texts.findLastIndex((text) => text !== '') + 1);
}

function headingText(cell: Cell): string {
  if (typeof cell === 'string') return cell.replace(/\s+/g, ' ');
  return 'value' in cell ? String(cell.value) : '';
}

/** What is wrong with a cell of the row (garbled text and the like), by column; the first one. */
export function headingFault(row: HeadRow): { readonly column: number; readonly fault: string } | null {
  for (const [column, cell] of row.cells.entries())
    if (typeof cell === 'object' && 'fault' in cell) return { column, fault: cell.fault };
  return null;
}

/**
 * Names of the columns under a heading of two rows: "group / own name" below a group, else the one text that is there. A group
 * reaches over the cells that are merged with it; where nothing is merged in its row (a CSV file), over the blank cells right of
 * it, if it has a name below itself.
 */
export function pairedNames(upper: HeadRow, lower: HeadRow, merges: readonly Merge[]): readonly string[] {
  const groups = headings(upper);
  const own = headings(lower);
  const across = merges.filter(({ top, left, right }) => top === upper.number && right > left);
  const groupOver = (column: number): string => {
    if (across.length > 0) {
      const merge = across.find(({ left, right }) => left <= column && column <= right);
      return merge === undefined ? '' : (groups[merge.left] ?? '');
    }
    let left = column;
    while (left > 0 && (groups[left] ?? '') === '') left--;
    return (own[left] ?? '') === '' ? '' : (groups[left] ?? '');
  };
  return Array.from({ length: Math.max(groups.length, own.length) }, (_, column) => {
    const name = own[column] ?? '';
    const group = (groups[column] ?? '') || (name === '' ? '' : groupOver(column));
    if (name === '' || group === '') return name || group;
    return group + groupSeparator + name;
  });
}

/** Whether the sheet itself says that two rows are one heading: a cell merged over both, or several groups in the upper one. */
export function mergedAsPair(upper: HeadRow, merges: readonly Merge[]): boolean {
  const starting = merges.filter(({ top }) => top === upper.number);
  const down = starting.some(({ bottom }) => bottom === upper.number + 1);
  return down || starting.filter(({ top, bottom, left, right }) => top === bottom && right > left).length > 1;
}

/** Whether a row only numbers the columns, as forms do below the heading: (1) (2) (3), also from A, B on. */
export function numbersColumns(row: HeadRow): boolean {
  const texts = headings(row).filter((text) => text !== '');
  const numbers = texts
    .filter((text) => !/^\(?[A-Z]\)?$/.test(text))
    .map((text) => /^\(?(\d{1,3})\)?(?:\s*=.*)?$/.exec(text)?.[1]);
  return (
    numbers.length >= 3 && numbers.every((number, index) => Number(number) === Number(numbers[0]) + index)
  );
}
