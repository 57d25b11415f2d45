import { addDays } from './day.ts';
import type {
  DossierEvent,
  EventName,
  Forwarded,
  LegEvent,
  Received,
  Resolved,
  Transferred,
} from './event.ts';
import {
  closeLeg,
  type Leg,
  type OpenLeg,
  openLeg,
  passDeadline,
  resume,
  setDue,
  suspend,
  transferLeg,
} from './leg.ts';
import type { Anomaly, AnomalyCode, Measure } from './movement.ts';

/** A dossier as its events have made it. Legs stand in the order of their opening. */
export interface DossierState {
  readonly legs: readonly Leg[];
  readonly anomalies: readonly Anomaly[];
  /** What the latest received event said; legs opened from then on bear it. Empty where none said. */
  readonly procedure: string;
  readonly field: string;
}

export const initialState: DossierState = { legs: [], anomalies: [], procedure: '', field: '' };

/**
 * The state after one more event. Events must come in the fold's order, without repeats and voided ones; see
 * `foldEvents` for any set. The rules are the folding table of the domain rules, row by row.
 */
export function evolve(state: DossierState, event: LegEvent): DossierState {
  switch (event.type) {
    case 'received':
      return received(state, event);
    case 'forwarded':
      return forwarded(state, event);
    case 'transferred':
      return transferred(state, event);
    case 'due-changed':
      return onOpenLeg(state, event, (leg) => setDue(leg, event.day, event.due));
    case 'supplement-requested':
      return onOpenLeg(state, event, (leg) => suspend(leg, event.day));
    case 'supplemented':
      return onOpenLeg(state, event, (leg) => resume(leg, event.day, event.due));
    case 'deadline-passed':
      return deadlinePassed(state, event);
    case 'resolved':
      return onOpenLeg(state, event, (leg) => closeLeg(leg, event.day, shownAgain(event)));
    case 'withdrawn':
      return onOpenLeg(state, event, (leg) => closeLeg(leg, event.day, ['withdrawn']));
    default: {
      const never: never = event;
      throw new TypeError(`no rule folds the event ${JSON.stringify(never)}`);
    }
  }
}

/** Told of each event that is not voided, with the states before and after it. */
type Onlooker = (event: LegEvent, before: DossierState, after: DossierState) => void;

/** Folds events that are sorted and distinct: voided ones are left out, whatever the two times are. */
export function foldEvents(sorted: readonly DossierEvent[], onlooker?: Onlooker): DossierState {
  const voided = effectiveVoids(sorted);
  let state = initialState;
  for (const event of sorted) {
    if (event.type === 'voided') {
      if (!voided.has(keyOf(event.voids))) state = note(state, event, 'void-of-void', '');
    } else if (voided.size === 0 || !voided.has(keyOf(event))) {
      const before = state;
      state = evolve(before, event);
      onlooker?.(event, before, state);
    }
  }
  return state;
}

const keyOf = ({ source, id }: EventName) => `${source}\u0000${id}`;

/** The names that are voided. A void of a void has no effect, so the names of voids are not among them. */
function effectiveVoids(events: readonly DossierEvent[]): ReadonlySet<string> {
  const voids = events.filter((event) => event.type === 'voided');
  const namesOfVoids = new Set(voids.map(keyOf));
  return new Set(voids.map((event) => keyOf(event.voids)).filter((target) => !namesOfVoids.has(target)));
}

function received(state: DossierState, event: Received): DossierState {
  const procedure = event.procedure ?? state.procedure;
  const field = event.field ?? state.field;
  const known = { ...state, procedure, field };
  if (openAt(state, event.unit) >= 0) return note(known, event, 'already-open', event.unit);
  const { unit, channel, due } = event;
  return { ...known, legs: [...state.legs, openLeg({ unit, channel, procedure, field, due }, event.day)] };
}

/** The receiver's leg and the sender's are two matters: either may be an anomaly while the other takes effect. */
function forwarded(state: DossierState, event: Forwarded): DossierState {
  const { procedure, field } = state;
  let after = state;
  if (openAt(state, event.to) >= 0) {
    after = note(after, event, 'already-open', event.to);
  } else {
    const opening = { unit: event.to, channel: 'forwarded', procedure, field, due: event.due } as const;
    after = { ...after, legs: [...after.legs, openLeg(opening, event.day)] };
  }
  if (event.custody === 'kept') return after;
  return onOpenLeg(after, { ...event, unit: event.from }, (leg) => closeLeg(leg, event.day, ['released']));
}

function transferred(state: DossierState, event: Transferred): DossierState {
  if (openAt(state, event.from) < 0) return note(state, event, 'no-open-leg', event.from);
  if (openAt(state, event.to) >= 0) return note(state, event, 'already-open', event.to);
  return onOpenLeg(state, { ...event, unit: event.from }, (leg) => transferLeg(leg, event.day, event.to));
}

/** With a due, the due rules and the event only alerts; without one, it is what makes the leg overdue. */
function deadlinePassed(state: DossierState, event: LegEvent & { type: 'deadline-passed' }): DossierState {
  const leg = state.legs[openAt(state, event.unit)];
  const dueOfLeg = leg === undefined ? null : leg.due;
  if (dueOfLeg === null) return onOpenLeg(state, event, (open) => passDeadline(open, event.day));
  return event.day === addDays(dueOfLeg, 1) ? state : note(state, event, 'deadline-mismatch', event.unit);
}

function shownAgain(event: Resolved): readonly Measure[] {
  const also: Measure[] = [];
  if (event.outcome === 'refused') also.push('refused');
  if (event.returnedVia === 'postal') also.push('returned_by_post');
  return also;
}

/** Index of the leg that is open at the unit, or −1. There is never more than one. */
function openAt(state: DossierState, unit: string): number {
  return state.legs.findIndex((leg) => leg.status === 'open' && leg.unit === unit);
}

type AtUnit = EventName & { readonly unit: string; readonly day: LegEvent['day'] };

function onOpenLeg(state: DossierState, event: AtUnit, step: (leg: OpenLeg) => Leg): DossierState {
  const index = openAt(state, event.unit);
  const leg = state.legs[index];
  if (leg?.status !== 'open') return note(state, event, 'no-open-leg', event.unit);
  const next = step(leg);
  return next === leg ? state : { ...state, legs: state.legs.with(index, next) };
}

function note(
  state: DossierState,
  event: EventName & { readonly day: LegEvent['day'] },
  code: AnomalyCode,
  unit: string,
): DossierState {
  const anomaly: Anomaly = { source: event.source, id: event.id, code, unit, day: event.day };
  return { ...state, anomalies: [...state.anomalies, anomaly] };
}
