import type { Day } from './day.ts';
import type { Instant } from './instant.ts';

/** How a dossier reached a unit from outside; a leg opened by forwarding has the channel `forwarded`. */
type IntakeChannel = 'online' | 'direct' | 'postal';
export type Channel = IntakeChannel | 'forwarded';
type Outcome = 'granted' | 'refused';
type ReturnChannel = 'direct' | 'online' | 'postal';
type Custody = 'kept' | 'released';

/** The name of an event: no two events share it, and the same name with the same content is a repeat. */
export interface EventName {
  readonly source: string;
  readonly id: string;
}

interface Happened extends EventName {
  /** The dossier id (CloudEvents `subject`). */
  readonly dossier: string;
  readonly at: Instant;
  /** The local calendar day of `at` in the business zone. */
  readonly day: Day;
}

export type Received = Happened & {
  readonly type: 'received';
  readonly unit: string;
  readonly channel: IntakeChannel;
  readonly due: Day | null;
  readonly procedure: string | null;
  readonly field: string | null;
};
export type Forwarded = Happened & {
  readonly type: 'forwarded';
  readonly from: string;
  readonly to: string;
  readonly due: Day | null;
  readonly custody: Custody;
};
export type Transferred = Happened & {
  readonly type: 'transferred';
  readonly from: string;
  readonly to: string;
};
type DueChanged = Happened & {
  readonly type: 'due-changed';
  readonly unit: string;
  readonly due: Day;
  readonly reason: string | null;
};
type SupplementRequested = Happened & {
  readonly type: 'supplement-requested';
  readonly unit: string;
  readonly reason: string | null;
};
type Supplemented = Happened & {
  readonly type: 'supplemented';
  readonly unit: string;
  readonly due: Day | null;
};
type DeadlinePassed = Happened & { readonly type: 'deadline-passed'; readonly unit: string };
export type Resolved = Happened & {
  readonly type: 'resolved';
  readonly unit: string;
  readonly outcome: Outcome;
  readonly returnedVia: ReturnChannel | null;
  readonly cause: string | null;
};
type Withdrawn = Happened & {
  readonly type: 'withdrawn';
  readonly unit: string;
  readonly reason: string | null;
};
type Voided = Happened & {
  readonly type: 'voided';
  readonly voids: EventName;
  readonly reason: string;
};

/** An event that does something to a dossier's legs. */
export type LegEvent =
  | Received
  | Forwarded
  | Transferred
  | DueChanged
  | SupplementRequested
  | Supplemented
  | DeadlinePassed
  | Resolved
  | Withdrawn;

/** One event of a dossier's life, checked and with its day. */
export type DossierEvent = LegEvent | Voided;
export type EventType = DossierEvent['type'];

/** The event types in the order in which events of the same instant are applied (domain rules, folding). */
export const eventTypes = [
  'received',
  'forwarded',
  'transferred',
  'due-changed',
  'supplement-requested',
  'supplemented',
  'deadline-passed',
  'resolved',
  'withdrawn',
  'voided',
] as const satisfies readonly EventType[];

const rankOf = new Map<EventType, number>(eventTypes.map((type, rank) => [type, rank]));

/** By code unit: a locale's order could differ from machine to machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The fold's order: time, then rank of type, then source, then id. Total over distinct events. */
export function compareEvents(a: DossierEvent, b: DossierEvent): number {
  return (
    a.at - b.at ||
    (rankOf.get(a.type) ?? 0) - (rankOf.get(b.type) ?? 0) ||
    compareText(a.source, b.source) ||
    compareText(a.id, b.id)
  );
}

/** Whether the two names are one. */
export function sameName(a: EventName, b: EventName): boolean {
  return a.id === b.id && a.source === b.source;
}

/** The units an event speaks of. */
export function unitsOf(event: DossierEvent): readonly string[] {
  switch (event.type) {
    case 'forwarded':
    case 'transferred':
      return [event.from, event.to];
    case 'voided':
      return [];
    default:
      return [event.unit];
  }
}
