import type { DueList } from '@sohoso/query';
import { formatCount } from '../terminal/format.ts';
import { plainTable } from '../terminal/plain-table.ts';

/** The legs that are due soon, by unit, for a terminal. */
export function dueListTable(list: DueList): string {
  const table = plainTable({
    head: ['unit', 'due', 'working days left', 'dossier', 'channel'],
    aligns: ['left', 'left', 'right', 'left', 'left'],
    rows: list.units.flatMap(({ unit, count, legs }) =>
      legs.map(({ due, workingDaysLeft, dossier, channel }, place) => [
        place === 0 ? `${unit.name} (${formatCount(count)})` : '',
        due,
        String(workingDaysLeft),
        dossier,
        channel ?? '',
      ]),
    ),
  });
  const what = list.count === 0 ? 'nothing is' : `${formatCount(list.count)} open legs are`;
  const days = list.on === list.through ? `on ${list.on}` : `from ${list.on} to ${list.through}`;
  const heading = `${what} due ${days} (within ${list.within} working days)`;
  const notes = list.notes.map((note) => `* ${note}\n`).join('');
  return `${heading}\n${list.count === 0 ? '' : `${table}\n`}${notes}`;
}
