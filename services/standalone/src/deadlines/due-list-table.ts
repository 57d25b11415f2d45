import type { DueList } from '@sohoso/query';
import Table from 'cli-table3';
import { formatCount } from '../terminal/format.ts';

/** The legs that are due soon, by unit, for a terminal. */
export function dueListTable(list: DueList): string {
  const table = new Table({
    style: { head: [], border: [], compact: true },
    head: ['unit', 'due', 'working days left', 'dossier', 'channel'],
    colAligns: ['left', 'left', 'right', 'left', 'left'],
  });
  for (const { unit, count, legs } of list.units) {
    for (const [place, { due, workingDaysLeft, dossier, channel }] of legs.entries()) {
      const label = place === 0 ? `${unit.name} (${formatCount(count)})` : '';
      table.push([label, due, workingDaysLeft, dossier, channel ?? '']);
    }
  }
  const what = list.count === 0 ? 'nothing is' : `${formatCount(list.count)} open legs are`;
  const days = list.on === list.through ? `on ${list.on}` : `from ${list.on} to ${list.through}`;
  const heading = `${what} due ${days} (within ${list.within} working days)`;
  const notes = list.notes.map((note) => `* ${note}\n`).join('');
  return `${heading}\n${list.count === 0 ? '' : `${table.toString()}\n`}${notes}`;
}
