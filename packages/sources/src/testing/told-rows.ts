import { businessZone, type DossierEvent, type DossierState, historyOf } from '@sohoso/dossier';
import { rowChanges } from '../changes/changes.ts';
import type { ChangeContext, Told } from '../changes/context.ts';
import { dayOf } from '../changes/moments.ts';
import type { LegClose, LegRow, LocalMoment, ReturnRow } from '../leg-row.ts';

const zone = businessZone('Asia/Ho_Chi_Minh');
export const told: readonly Told[] = [
  'due',
  'supplement',
  'overdueSince',
  'close',
  'returnedVia',
  'cause',
  'procedure',
  'field',
];

export function context(asOf: string, tells: readonly Told[] = told, source = '/mcdt/tinh'): ChangeContext {
  const day = dayOf(asOf);
  return { source, ids: '{dossier}/{leg}/{step}', zone, asOf: zone.instantOf(day, 0), tells: new Set(tells) };
}

export const at = (text: string): LocalMoment => {
  const [day = '', time = null] = text.split(' ');
  return { day, time };
};

export const row: LegRow = {
  kind: 'leg',
  row: 7,
  dossier: 'H50-1',
  unit: 'so-y-te',
  channel: 'direct',
  forwardedFrom: null,
  custody: null,
  receivedAt: at('2020-04-01 08:30:00'),
  procedure: '1.002',
  field: 'duoc',
  due: '2020-04-10',
  firstDue: null,
  dueChangedAt: null,
  supplementRequestedAt: null,
  supplementedAt: null,
  overdueSince: null,
  close: null,
};
export const granted: LegClose = {
  at: at('2020-04-09'),
  as: 'granted',
  returnedVia: 'direct',
  cause: null,
};

/** The events that a row adds; a refused row fails the spec. */
export function eventsOf(
  next: LegRow | ReturnRow,
  known: readonly DossierEvent[],
  given = context('2020-04-15'),
): readonly DossierEvent[] {
  const changes = rowChanges(next, known, given);
  if (changes.kind === 'refused') throw new Error(changes.refused.detail);
  return changes.events;
}

export const typesOf = (events: readonly DossierEvent[]) => events.map(({ type }) => type);
export const fold = (...events: readonly (readonly DossierEvent[])[]): DossierState =>
  historyOf(events.flat()).state;
export const onDay = (day: string, seconds = 0) => zone.instantOf(dayOf(day), seconds * 1_000_000);
