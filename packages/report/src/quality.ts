import {
  addDays,
  compareEvents,
  type Day,
  type DossierEvent,
  type DossierState,
  evolve,
  formatDay,
  formatInstant,
  initialState,
  instantFromMs,
  parseDay,
  sameName,
} from '@sohoso/dossier';
import { firstDay, lastDay, type Period } from './period.ts';
import { type DossierReason, PLAUSIBLE_DUE_YEARS } from './quality-reasons.ts';

/** An event and when the log recorded it, ms since 1970. */
export interface RecordedEvent {
  readonly event: DossierEvent;
  readonly recordedAtMs: number;
}

/** Something that is wrong with a dossier, by the event that shows it. */
export interface Finding {
  readonly reason: DossierReason;
  readonly dossier: string;
  /** Where it shows; null where the event speaks of no unit. */
  readonly unit: string | null;
  readonly source: string;
  readonly eventId: string;
  /** The day of the event. */
  readonly day: Day;
  readonly detail: string;
}

/** An event with the states before and after it. Events that are voided take no step. */
interface Step {
  readonly event: Exclude<DossierEvent, { readonly type: 'voided' }>;
  readonly before: DossierState;
  readonly after: DossierState;
}

/** A leg as the event opened it. */
interface Opening {
  readonly event: DossierEvent;
  readonly index: number;
  readonly unit: string;
}

/**
 * What is wrong with a dossier, from all its events in any order, voided ones and voids included: of the days of the period, and
 * what is open at two units at its end. It depends on the set of events only, so it disappears when the event that was missing comes.
 */
export function findingsOf(recorded: readonly RecordedEvent[], period: Period): readonly Finding[] {
  const events = recorded.map(({ event }) => event).toSorted(compareEvents);
  const steps = replay(events);
  const [from, to] = [firstDay(period), lastDay(period)];
  const inPeriod = ({ day }: { readonly day: Day }) => day >= from && day <= to;
  const ofPeriod = [
    ...anomalies(steps),
    ...voidsOfVoids(events),
    ...legsWithoutDue(steps),
    ...oddDues(steps),
    ...aheadOfRecording(recorded),
  ];
  return [...ofPeriod.filter(inPeriod), ...openInTwoUnits(steps, to)];
}

function replay(sorted: readonly DossierEvent[]): readonly Step[] {
  const isVoided = voidedAmong(sorted);
  const steps: Step[] = [];
  let state = initialState;
  for (const event of sorted) {
    if (event.type === 'voided' || isVoided(event)) continue;
    const before = state;
    state = evolve(before, event);
    steps.push({ event, before, after: state });
  }
  return steps;
}

/** Whether an event that is no void itself is voided by one of these. */
function voidedAmong(events: readonly DossierEvent[]): (event: DossierEvent) => boolean {
  const voids = events.filter((event) => event.type === 'voided');
  return (event) => voids.some((other) => sameName(other.voids, event));
}

function finding(reason: DossierReason, event: DossierEvent, unit: string | null, detail: string): Finding {
  const { dossier, source, id, day } = event;
  return { reason, dossier, unit, source, eventId: id, day, detail };
}

/** The anomalies of the fold; what was closed before it came is told apart from what never came. */
function anomalies(steps: readonly Step[]): readonly Finding[] {
  const landings = firstLandings(steps);
  return steps.flatMap(({ event, before, after }, place) =>
    after.anomalies.slice(before.anomalies.length).map(({ code, unit }) => {
      const landed = isClose(event) ? landings.get(unit) : undefined;
      if (code === 'no-open-leg' && landed !== undefined && landed.place > place) {
        const detail = `${event.type} on ${formatDay(event.day)}, ${landed.event.type} on ${formatDay(landed.event.day)}`;
        return finding('closed-before-received', event, unit, detail);
      }
      const due = code === 'deadline-mismatch' ? openLegAt(before, unit)?.due : null;
      return finding(code, event, unit, due == null ? event.type : `the due is ${formatDay(due)}`);
    }),
  );
}

const isClose = ({ type }: DossierEvent) => type === 'resolved' || type === 'withdrawn';

function openLegAt(state: DossierState, unit: string) {
  return state.legs.find((leg) => leg.status === 'open' && leg.unit === unit);
}

/** Which step first brought a leg to each unit, by opening it there or by transfer. */
function firstLandings(steps: readonly Step[]): ReadonlyMap<string, Pick<Step, 'event'> & { place: number }> {
  const landings = new Map<string, Pick<Step, 'event'> & { place: number }>();
  steps.forEach(({ event, after }, place) => {
    const unit = 'to' in event ? event.to : event.unit;
    if (!landings.has(unit) && openLegAt(after, unit) !== undefined) landings.set(unit, { event, place });
  });
  return landings;
}

function voidsOfVoids(events: readonly DossierEvent[]): readonly Finding[] {
  const voids = events.filter((event) => event.type === 'voided');
  return voids
    .filter(({ voids: target }) => voids.some((other) => sameName(other, target)))
    .map((event) =>
      finding('void-of-void', event, null, `voids the void ${event.voids.id} of ${event.voids.source}`),
    );
}

function openings(steps: readonly Step[]): readonly Opening[] {
  return steps.flatMap(({ event, before, after }) => {
    const index = before.legs.length;
    const leg = after.legs[index];
    return leg === undefined ? [] : [{ event, index, unit: leg.unit }];
  });
}

/** Legs that no event gave a due, by the events that opened them. */
function legsWithoutDue(steps: readonly Step[]): readonly Finding[] {
  const legs = steps.at(-1)?.after.legs ?? [];
  return openings(steps)
    .filter(({ index }) => legs[index]?.firstDue === null)
    .map(({ event, unit }) => finding('no-due', event, unit, event.type));
}

/** Dues that lie before the leg's first day, or years away; by the events that gave them. */
function oddDues(steps: readonly Step[]): readonly Finding[] {
  return steps.flatMap(({ event, before, after }) => {
    if (!('due' in event) || event.due === null) return [];
    // An event without effect gave no due.
    const leg =
      event.type === 'forwarded' || event.type === 'received'
        ? after.legs[before.legs.length]
        : openLegAt(before, event.unit);
    const opened = leg?.ledger[0]?.day;
    if (leg === undefined || opened === undefined) return [];
    const due = formatDay(event.due);
    if (event.due < opened)
      return [
        finding('due-before-received', event, leg.unit, `due ${due}, there since ${formatDay(opened)}`),
      ];
    if (event.due > latestPlausibleDue(event.day))
      return [finding('due-implausible', event, leg.unit, `due ${due}`)];
    return [];
  });
}

/** The same day of the year so many years later; 28 February where that year has no 29th. */
function latestPlausibleDue(day: Day): Day {
  const [year, monthAndDay] = [Number(formatDay(day).slice(0, 4)), formatDay(day).slice(4)];
  const later = (text: string) => parseDay(`${year + PLAUSIBLE_DUE_YEARS}${text}`);
  return later(monthAndDay) ?? addDays(later('-03-01') as Day, -1);
}

/** Events that happened after they were recorded, by the millisecond, which is what a log tells. */
function aheadOfRecording(recorded: readonly RecordedEvent[]): readonly Finding[] {
  const isVoided = voidedAmong(recorded.map(({ event }) => event));
  return recorded
    .filter(({ event, recordedAtMs }) => Math.floor(event.at / 1_000) > recordedAtMs)
    .filter(({ event }) => event.type === 'voided' || !isVoided(event))
    .map(({ event, recordedAtMs }) => {
      const detail = `time ${formatInstant(event.at)}, recorded ${formatInstant(instantFromMs(recordedAtMs))}`;
      return finding('ahead-of-recording', event, unitThatTold(event), detail);
    });
}

function unitThatTold(event: DossierEvent): string | null {
  if (event.type === 'voided') return null;
  return event.type === 'forwarded' || event.type === 'transferred' ? event.from : event.unit;
}

/**
 * Legs that were opened by receiving the dossier while an earlier leg stands open elsewhere, at the end of a day. The order is that of
 * opening, and a transfer opens nothing: a reorganisation does not put right what was received twice.
 */
function openInTwoUnits(steps: readonly Step[], to: Day): readonly Finding[] {
  const past = steps.filter(({ event }) => event.day <= to);
  const legs = past.at(-1)?.after.legs ?? [];
  const first = legs.find((leg) => leg.status === 'open');
  return openings(past).flatMap(({ event, index }) => {
    const leg = legs[index];
    if (first === undefined || leg === first || leg?.status !== 'open' || leg.channel === 'forwarded')
      return [];
    return [finding('open-in-two-units', event, leg.unit, `open at ${first.unit} as well`)];
  });
}
