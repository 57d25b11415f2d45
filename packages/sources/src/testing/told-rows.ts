import { businessZone, type DossierEvent, type DossierState, formatDay, historyOf } from '@sohoso/dossier';
import { rowChanges } from '../changes/changes.ts';
import type { ChangeContext, Told } from '../changes/context.ts';
import { dayOf } from '../changes/moments.ts';
import type { LegClose, LegRow, LocalMoment, ReturnRow } from '../leg-row.ts';

const zone = businessZone('Asia/Ho_Chi_Minh');
export const told: readonly Told[] = [
  'custody',
  'procedure',
  'field',
  'due',
  'supplementRequestedAt',
  'supplementedAt',
  'overdueSince',
  'closedAt',
  'withdrawnAt',
  'outcome',
  'returnedVia',
  'cause',
];
/** All of it but for some columns. */
export const withoutTold = (...absent: readonly Told[]) => told.filter((one) => !absent.includes(one));

export function context(asOf: string, tells: readonly Told[] = told, source = '/mcdt/tinh'): ChangeContext {
  const { day, time } = at(asOf);
  const seconds = time === null ? 0 : Number(time.slice(0, 2)) * 3_600;
  const ids = '{dossier}/{leg}/{step}';
  return { source, ids, zone, asOf: onDay(day, seconds), tells: new Set(tells), unitCorrections: true };
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

/** Loads exports of one dossier one after the other; each again at once, which must add nothing. */
export function loaded(
  rows: readonly (readonly [row: LegRow | ReturnRow, asOf: string])[],
  before: readonly DossierEvent[] = [],
): { readonly events: readonly DossierEvent[]; readonly last: readonly DossierEvent[] } {
  let events = before;
  let last: readonly DossierEvent[] = [];
  for (const [next, asOf] of rows) {
    last = eventsOf(next, events, context(asOf));
    events = [...events, ...last];
    const again = eventsOf(next, events, context(asOf));
    if (again.length > 0)
      throw new Error(`loaded again, the row adds ${again.map(({ id }) => id).join(', ')}`);
  }
  return { events, last };
}

/** What the legs of a dossier have come to, as `measure day` and `measure -day`. */
export const ledgerOf = (events: readonly DossierEvent[]) =>
  fold(events).legs.map(({ ledger }) =>
    ledger.map(
      ({ measure, day, quantity }) => `${quantity < 0 ? '-' : ''}${measure} ${formatDay(day).slice(5)}`,
    ),
  );
