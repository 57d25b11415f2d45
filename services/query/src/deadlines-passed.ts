import type { ClickHouseClient } from '@clickhouse/client';
import {
  addDays,
  type BusinessZone,
  compareEvents,
  type Day,
  type DossierEvent,
  type DossierState,
  foldEvents,
  formatDay,
  historyOf,
  MAX_EVENTS_OF_DOSSIER,
} from '@sohoso/dossier';
import { Problem } from '@sohoso/service';
import { dossiersWatchedOn, eventsOfDossiers } from '@sohoso/store';
import type { PipelineStatus } from './audit-route.ts';
import { caughtUp } from './caught-up.ts';

/** The source that announced deadlines bear, unless another is configured. */
export const DEADLINES_SOURCE = '/sohoso/deadlines';

type DeadlinePassed = Extract<DossierEvent, { readonly type: 'deadline-passed' }>;
type Leg = DossierState['legs'][number];

interface Announcing {
  /** The day at whose end the dossier is looked at. */
  readonly on: Day;
  readonly zone: BusinessZone;
  readonly source: string;
}

/**
 * What there is to be sent of a dossier: the deadline-passed events that it lacks, and voids of earlier ones that have turned out
 * to be wrong. Neither changes the dossier's figures, for all that is known by then; and whatever arrives later, what an
 * announcement would change is taken back here.
 */
export function deadlineEvents(
  events: readonly DossierEvent[],
  announcing: Announcing,
): readonly DossierEvent[] {
  const room = MAX_EVENTS_OF_DOSSIER - events.length;
  return [...takenBack(events, announcing), ...passedDeadlines(events, announcing)].slice(
    0,
    Math.max(0, room),
  );
}

/**
 * The deadline-passed events that a dossier lacks: one for each leg that is open, not suspended and overdue at the end of the
 * day, timed at the start of the day after its due. At its place among the other events that very leg has that due, and so it
 * changes neither figures nor anomalies. There is none
 *
 * - for a leg without a due, for which the event would count;
 * - for a leg that was not there, had another due or was suspended when the day after its due began: the deadline did not
 *   pass for it, it is overdue since a later event;
 * - for a due that was announced already, by us or by the system that the dossier comes from. Ours are named by dossier, unit and
 *   due: there can be no two legs open at one unit at one moment. One that we took back is announced anew, under the next number,
 *   once it turns out to have been right; one that somebody else voided is not.
 */
function passedDeadlines(
  events: readonly DossierEvent[],
  { on, zone, source }: Announcing,
): readonly DossierEvent[] {
  const known = historyOf(events.filter((event) => event.type === 'voided' || event.day <= on));
  const nameFor = freeName(events, source);
  const passed: DeadlinePassed[] = [];
  for (const [index, leg] of known.state.legs.entries()) {
    const [{ dossier } = { dossier: '' }] = events;
    const due = dueIfOverdue(leg, on);
    if (due === null) continue;
    const day = addDays(due, 1);
    const named = { type: 'deadline-passed', source, dossier, at: startOf(day, zone), day } as const;
    const then = legsBefore(known.events, { ...named, id: '', unit: '' })[index];
    if (then?.status !== 'open' || then.suspended || then.due !== due) continue;
    const { unit } = then;
    const id = nameFor(`${dossier}/${unit}/${formatDay(due)}`, unit, day);
    if (id !== null) passed.push({ ...named, id, unit });
  }
  return passed;
}

/** The id under which a passed deadline is announced; null where it was, or where somebody else than we voided that. */
function freeName(
  events: readonly DossierEvent[],
  source: string,
): (id: string, unit: string, day: Day) => string | null {
  const names = new Set(events.map(nameOf));
  const voids = events.filter((event) => event.type === 'voided');
  const voided = new Set(voids.map((event) => nameOf(event.voids)));
  const voidedByOthers = new Set(
    voids.filter((event) => event.source !== source).map((event) => nameOf(event.voids)),
  );
  const inForce = events.filter(
    (event): event is DeadlinePassed => event.type === 'deadline-passed' && !voided.has(nameOf(event)),
  );
  return (id, unit, day) => {
    if (inForce.some((other) => other.day === day && other.unit === unit)) return null;
    for (let number = 1; ; number++) {
      const numbered = number === 1 ? id : `${id}/${number}`;
      const name = nameOf({ source, id: numbered });
      if (voidedByOthers.has(name)) return null;
      if (!names.has(name)) return numbered;
      if (!voided.has(name)) return null;
    }
  };
}

function nameOf({ source, id }: Pick<DossierEvent, 'source' | 'id'>): string {
  return `${source}\u0000${id}`;
}

/**
 * Voids of announcements that do not fit any more: events that arrived later say that the unit had no leg then, or one with
 * another due or suspended. Left as it is, one for a leg that turns out to have no due would count.
 */
function takenBack(events: readonly DossierEvent[], { source }: Announcing): readonly DossierEvent[] {
  const ours = events.filter((event) => event.source === source);
  if (ours.length === 0) return [];
  const sorted = events.toSorted(compareEvents);
  const voided = new Set(events.flatMap((event) => (event.type === 'voided' ? [nameOf(event.voids)] : [])));
  return ours.flatMap((event): readonly DossierEvent[] => {
    if (event.type !== 'deadline-passed' || voided.has(nameOf(event))) return [];
    const legs = legsBefore(sorted, event);
    const fits = (leg: Leg) =>
      leg.status === 'open' &&
      leg.unit === event.unit &&
      !leg.suspended &&
      leg.due !== null &&
      addDays(leg.due, 1) === event.day;
    if (legs.some(fits)) return [];
    const { dossier, id, at, day } = event;
    const reason = 'announced before all was known: no deadline passed there then';
    return [{ type: 'voided', source, id: `${id}/void`, dossier, at, day, voids: { source, id }, reason }];
  });
}

/** The leg's due, where the leg is open and not suspended and the due lies before the day. */
function dueIfOverdue(leg: Leg, on: Day): Day | null {
  if (leg.status !== 'open' || leg.suspended || leg.due === null || leg.due >= on) return null;
  return leg.due;
}

/** The legs as the events before one in the fold's order made them; a void counts whenever it happened. */
function legsBefore(sorted: readonly DossierEvent[], event: DossierEvent): readonly Leg[] {
  return foldEvents(sorted.filter((other) => other.type === 'voided' || compareEvents(other, event) < 0))
    .legs;
}

const MICROS_PER_HOUR = 3_600_000_000;

/** Midnight; an hour later where clocks were put forward at midnight and there was none. */
function startOf(day: Day, zone: BusinessZone) {
  const midnight = zone.instantOf(day, 0);
  return zone.dayOf(midnight) === day ? midnight : zone.instantOf(day, MICROS_PER_HOUR);
}

export interface PassedAsked {
  readonly on: Day;
  readonly source: string;
  /** The dossier after which to go on; '' for the first page. */
  readonly after: string;
  /** How many dossiers are looked at. */
  readonly limit: number;
}

export interface PassedPage {
  readonly events: readonly DossierEvent[];
  /** Where the next page begins; null where there is none. A page may be empty and not be the last. */
  readonly next: string | null;
}

export interface PassedDeps {
  readonly clickhouse: ClickHouseClient;
  readonly zone: BusinessZone;
  /** Where this process can know how far the store is behind the log. */
  readonly pipeline?: (() => Promise<PipelineStatus>) | undefined;
  /** Ends the wait for the store. */
  readonly stop?: AbortSignal;
}

/**
 * What there is to be sent of some dossiers: of those with overdue legs, and of those with an announcement that may have become
 * wrong, most of which are not overdue any more. Before the first page it waits until what is in the log has reached
 * the store, for an announcement made without knowing a closing that is on its way would be an anomaly as soon as that arrives.
 * Throws a Problem (503) where that takes too long.
 */
export async function passedPage(
  { clickhouse, zone, pipeline, stop }: PassedDeps,
  { on, source, after, limit }: PassedAsked,
): Promise<PassedPage> {
  if (pipeline !== undefined && after === '') await requireCaughtUp(pipeline, stop);
  const dossiers = await dossiersWatchedOn(clickhouse, { on, source, after, limit });
  const found = dossiers.length === 0 ? new Map() : await eventsOfDossiers(clickhouse, dossiers);
  const events: DossierEvent[] = [];
  for (const ofDossier of found.values()) events.push(...deadlineEvents(ofDossier, { on, zone, source }));
  return { events, next: dossiers.length < limit ? null : (dossiers.at(-1) ?? null) };
}

const CATCH_UP_LIMIT_MS = 10_000;

async function requireCaughtUp(pipeline: () => Promise<PipelineStatus>, stop?: AbortSignal): Promise<void> {
  const waiting = await caughtUp(pipeline, CATCH_UP_LIMIT_MS, stop);
  if (waiting === null) return;
  const detail = `the store is ${waiting} events behind the log, so it cannot be said yet what is overdue; try again later`;
  throw new Problem(503, 'store-unavailable', detail);
}
