import {
  type BusinessZone,
  businessZone,
  checkEvent,
  compareEvents,
  type DossierEvent,
  type DossierState,
  evolve,
  formatDay,
  type Instant,
  initialState,
} from '@sohoso/dossier';
import type { CloudEvent } from '../cloud-event.ts';

/** One leg as the software of a one-stop office lists it. Days are `YYYY-MM-DD`, moments `YYYY-MM-DDTHH:mm:ss`, both local. */
export interface ExportedLeg {
  readonly dossier: string;
  /** Code of the unit that has the leg now, or had it when it was closed. */
  readonly unit: string;
  readonly procedure: string;
  readonly field: string;
  readonly channel: 'online' | 'direct' | 'postal' | 'forwarded';
  /** Code of the unit that forwarded it; null where it came from the applicant, as `custody` is. */
  readonly forwardedFrom: string | null;
  readonly custody: 'kept' | 'released' | null;
  readonly receivedAt: string;
  /** The due that was given when the leg was opened. */
  readonly firstDue: string | null;
  /** When the due was changed last, be it by a new appointment or when the applicant had supplied what was missing. */
  readonly dueChangedAt: string | null;
  /** The due in force. */
  readonly due: string | null;
  /** The last wait for the applicant. */
  readonly supplementRequestedAt: string | null;
  readonly supplementedAt: string | null;
  /** When a leg without a due in force was announced as overdue; one that has a due is so by its due. */
  readonly overdueSince: string | null;
  /** A leg that was let go by forwarding was closed without a result; the receiver's row says so. */
  readonly closedAt: string | null;
  readonly result: 'granted' | 'refused' | 'withdrawn' | null;
  readonly returnedVia: 'direct' | 'online' | 'postal' | null;
  readonly lateCause: string | null;
}

type Draft = { -readonly [Key in keyof ExportedLeg]: ExportedLeg[Key] };

interface Moment {
  readonly event: DossierEvent;
  /** The local time as the sample writes it, to the second. */
  readonly time: string;
}

const zone: BusinessZone = businessZone('Asia/Ho_Chi_Minh');

/**
 * The legs of one dossier as they stand after all its events, in the order of their opening. Which event does what to which
 * leg is asked of the fold, so that an export shows what the reports count; voided events have left no trace.
 *
 * @param events all events of the dossier, in any order; their times in local time, as the sample writes them.
 */
export function exportedLegs(events: readonly CloudEvent[]): readonly ExportedLeg[] {
  const legs: Draft[] = [];
  let state: DossierState = initialState;
  for (const moment of standing(events)) {
    if (moment.event.type === 'voided') continue;
    const next = evolve(state, moment.event);
    next.legs.forEach((leg, index) => {
      if (leg === state.legs[index]) return;
      const draft = legs[index];
      if (draft === undefined) legs.push(opened(leg, moment));
      else change(draft, leg, moment);
    });
    state = next;
  }
  return legs;
}

/** The events that were not voided, in the fold's order. A void of a void has no effect. */
function standing(events: readonly CloudEvent[]): readonly Moment[] {
  const moments = events.map((event): Moment => ({ event: checked(event), time: event.time.slice(0, 19) }));
  const nameOf = ({ source, id }: { source: string; id: string }) => `${source}\u0000${id}`;
  const voids = moments.flatMap(({ event }) => (event.type === 'voided' ? [event] : []));
  const namesOfVoids = new Set(voids.map(nameOf));
  const voided = new Set(voids.map((event) => nameOf(event.voids)).filter((name) => !namesOfVoids.has(name)));
  return moments
    .filter(({ event }) => !voided.has(nameOf(event)))
    .sort((a, b) => compareEvents(a.event, b.event));
}

function checked(event: CloudEvent): DossierEvent {
  const rules = { zone, isUnit: () => true };
  const parsed = checkEvent(event, rules, Number.MAX_SAFE_INTEGER as Instant);
  if (!parsed.ok) throw new Error(`the sample event ${event.id} is not one: ${parsed.detail}`);
  return parsed.event;
}

type Leg = DossierState['legs'][number];

function dueText({ due }: Leg): string | null {
  return due === null ? null : formatDay(due);
}

function opened(leg: Leg, { event, time }: Moment): Draft {
  const isForwarded = event.type === 'forwarded';
  return {
    dossier: event.dossier,
    unit: leg.unit,
    procedure: leg.procedure,
    field: leg.field,
    channel: leg.channel,
    forwardedFrom: isForwarded ? event.from : null,
    custody: isForwarded ? event.custody : null,
    receivedAt: time,
    firstDue: dueText(leg),
    dueChangedAt: null,
    due: dueText(leg),
    supplementRequestedAt: null,
    supplementedAt: null,
    overdueSince: null,
    closedAt: null,
    result: null,
    returnedVia: null,
    lateCause: null,
  };
}

function change(draft: Draft, leg: Leg, { event, time }: Moment): void {
  draft.unit = leg.unit;
  if (dueText(leg) !== draft.due) {
    draft.due = dueText(leg);
    draft.dueChangedAt = time;
    draft.overdueSince = null;
  }
  switch (event.type) {
    case 'supplement-requested':
      draft.supplementRequestedAt = time;
      draft.supplementedAt = null;
      return;
    case 'supplemented':
      // Without a wait before it, it is a change of the due and nothing else.
      if (draft.supplementRequestedAt !== null) draft.supplementedAt ??= time;
      return;
    case 'deadline-passed':
      draft.overdueSince = time;
      return;
    case 'resolved':
      draft.closedAt = time;
      draft.result = event.outcome;
      draft.returnedVia = event.returnedVia;
      draft.lateCause = event.cause;
      return;
    case 'withdrawn':
      draft.closedAt = time;
      draft.result = 'withdrawn';
      return;
    default:
      return;
  }
}
