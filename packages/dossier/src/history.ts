import { compareEvents, type DossierEvent, type LegEvent, sameName } from './event.ts';
import { type DossierState, evolve, foldEvents, initialState } from './fold.ts';
import type { Movement } from './movement.ts';
import { type AnomalyChange, anomalyDifference, difference } from './movements.ts';

/** A dossier's events so far, sorted in the fold's order and distinct, with the state they fold to. */
export interface DossierHistory {
  readonly events: readonly DossierEvent[];
  readonly state: DossierState;
}

export const emptyHistory: DossierHistory = { events: [], state: initialState };

/** The history of events that were recorded before, in any order; they must be distinct. */
export function historyOf(events: readonly DossierEvent[]): DossierHistory {
  const sorted = events.toSorted(compareEvents);
  return { events: sorted, state: foldEvents(sorted) };
}

/** The events that did something to each leg of a history, by leg, in the fold's order; voided ones and anomalies did nothing. */
export function eventsOfLegs({ events }: DossierHistory): readonly (readonly LegEvent[])[] {
  const byLeg: LegEvent[][] = [];
  foldEvents(events, (event, before, after) => {
    after.legs.forEach((leg, index) => {
      // Legs are never changed in place.
      if (leg !== before.legs[index]) byLeg[index] = [...(byLeg[index] ?? []), event];
    });
  });
  return byLeg;
}

/**
 * The most events that one dossier may have. A late event folds all of them anew, so a dossier without a bound would let
 * one sender hold up everybody; a real one has some dozens at most.
 */
export const MAX_EVENTS_OF_DOSSIER = 1_000;

/** What one more event does. A repeat and a conflict leave the history as it was. */
export type Recorded =
  | {
      readonly effect: 'counted';
      readonly history: DossierHistory;
      /** New fold − old fold: the event's own effect, and what it changes in past and future days. */
      readonly movements: readonly Movement[];
      readonly anomalies: readonly AnomalyChange[];
    }
  | { readonly effect: 'repeated' }
  | { readonly effect: 'too-many' }
  | { readonly effect: 'conflict'; readonly with: DossierEvent };

/**
 * Records one event of the dossier, whenever it arrives. The result is that of folding the set of events: an
 * event that comes last in the fold's order is applied to the state, any other one folds the dossier anew.
 */
export function record(history: DossierHistory, event: DossierEvent): Recorded {
  const known = history.events.find((other) => sameName(other, event));
  if (known !== undefined)
    return sameContent(known, event) ? { effect: 'repeated' } : { effect: 'conflict', with: known };
  if (history.events.length >= MAX_EVENTS_OF_DOSSIER) return { effect: 'too-many' };
  const events = insertSorted(history.events, event);
  const state = comesLast(events, event) ? evolveLast(history, event) : foldEvents(events);
  return {
    effect: 'counted',
    history: { events, state },
    movements: difference(history.state, state),
    anomalies: anomalyDifference(history.state, state),
  };
}

function evolveLast(history: DossierHistory, event: DossierEvent): DossierState {
  if (event.type === 'voided') return foldEvents([...history.events, event]);
  const voided = history.events.some((other) => other.type === 'voided' && sameName(other.voids, event));
  return voided ? history.state : evolve(history.state, event);
}

function comesLast(events: readonly DossierEvent[], event: DossierEvent): boolean {
  return events.at(-1) === event;
}

function insertSorted(events: readonly DossierEvent[], event: DossierEvent): readonly DossierEvent[] {
  let place = events.length;
  while (place > 0) {
    const before = events[place - 1];
    if (before === undefined || compareEvents(before, event) < 0) break;
    place--;
  }
  return place === events.length ? [...events, event] : events.toSpliced(place, 0, event);
}

/** Whether two events of one name say the same: compared by what they mean, not by how they were written. */
function sameContent(a: DossierEvent, b: DossierEvent): boolean {
  return contentOf(a) === contentOf(b);
}

function contentOf(event: DossierEvent): string {
  return JSON.stringify(Object.entries(event).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
