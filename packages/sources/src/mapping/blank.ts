import type { Cell } from '../read/table.ts';

const NOTHING = /^(?:[-–—]{1,3}|null)$/i;
const LONGEST_NOTHING = 4;

/** Whether a cell says nothing: it is empty, or has what exports write for that, a dash or the NULL of a database. */
export function isBlank(cell: Cell): boolean {
  if (typeof cell !== 'string') return false;
  return cell === '' || (cell.length <= LONGEST_NOTHING && NOTHING.test(cell));
}
