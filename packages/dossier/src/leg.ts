import { addDays, type Day, LAST_DAY } from './day.ts';
import type { Channel } from './event.ts';
import type { Measure } from './movement.ts';

/** One line of a leg's ledger: a movement without what is the same for the whole leg. */
export interface LedgerLine {
  readonly unit: string;
  readonly day: Day;
  readonly measure: Measure;
  readonly quantity: number;
}

interface LegCore {
  readonly channel: Channel;
  readonly procedure: string;
  readonly field: string;
  /** Who has it now, or had it when it was closed. */
  readonly unit: string;
  /** The first due that the leg was given; kept when the due changes. */
  readonly firstDue: Day | null;
  readonly due: Day | null;
  /** What has happened to the leg, which no later event of the fold can change. */
  readonly ledger: readonly LedgerLine[];
}

export interface OpenLeg extends LegCore {
  readonly status: 'open';
  readonly suspended: boolean;
  /** A deadline-passed has happened; it rules only as long as there is no due. */
  readonly deadlinePassed: boolean;
  /**
   * The day from which the leg is overdue if nothing more happens to it; null where it never will be. A
   * forecast, not yet in the ledger: this is how a leg goes overdue on the right day without any event.
   */
  readonly overdueFrom: Day | null;
}

export interface ClosedLeg extends LegCore {
  readonly status: 'closed';
  readonly closedOn: Day;
}

/** One unit's custody of one dossier, from the day it lands there until it is closed there. */
export type Leg = OpenLeg | ClosedLeg;

export interface Opening {
  readonly unit: string;
  readonly channel: Channel;
  readonly procedure: string;
  readonly field: string;
  readonly due: Day | null;
}

const openedBy = {
  online: 'received_online',
  direct: 'received_direct',
  postal: 'received_postal',
  forwarded: 'received_forwarded',
} as const satisfies Record<Channel, Measure>;

function line(unit: string, day: Day, measure: Measure, quantity: number): LedgerLine {
  return { unit, day, measure, quantity };
}

/** A leg that lands at a unit on a day. */
export function openLeg(opening: Opening, day: Day): OpenLeg {
  const leg: OpenLeg = {
    status: 'open',
    ...opening,
    firstDue: opening.due,
    suspended: false,
    deadlinePassed: false,
    overdueFrom: null,
    ledger: [line(opening.unit, day, openedBy[opening.channel], 1)],
  };
  return { ...leg, overdueFrom: forecastOverdue(leg, day) };
}

/**
 * The first day, not before `from`, at whose end the leg is overdue if it stays as it is: with a due, the day
 * after it; without one, at once when a deadline-passed has happened; never while suspended.
 */
function forecastOverdue(leg: OpenLeg, from: Day): Day | null {
  if (leg.suspended) return null;
  if (leg.due === null) return leg.deadlinePassed ? from : null;
  // A due at the very end of the calendar is how some systems write "none"; it cannot be outlived.
  return leg.due >= LAST_DAY ? null : (Math.max(from, addDays(leg.due, 1)) as Day);
}

/** Ledger lines for the overdue days that lie before `day`: they are past, whatever happens now. */
function settleOverdue(leg: OpenLeg, day: Day): readonly LedgerLine[] {
  if (leg.overdueFrom === null || leg.overdueFrom >= day) return [];
  return [line(leg.unit, leg.overdueFrom, 'overdue', 1), line(leg.unit, day, 'overdue', -1)];
}

type Change = Partial<Pick<OpenLeg, 'unit' | 'due' | 'firstDue' | 'suspended' | 'deadlinePassed'>>;

/** The leg after a change on a day, with the overdue days so far settled and the forecast made anew. */
function change(leg: OpenLeg, day: Day, changes: Change, lines: readonly LedgerLine[] = []): OpenLeg {
  const changed = { ...leg, ...changes };
  const overdueFrom = forecastOverdue(changed, day);
  const staysOverdue =
    changed.unit === leg.unit && overdueFrom === day && leg.overdueFrom !== null && leg.overdueFrom < day;
  if (staysOverdue) return { ...changed, overdueFrom: leg.overdueFrom, ledger: [...leg.ledger, ...lines] };
  return { ...changed, overdueFrom, ledger: [...leg.ledger, ...settleOverdue(leg, day), ...lines] };
}

/** From that day on the leg has this due; the first due stays on record. */
export function setDue(leg: OpenLeg, day: Day, due: Day): OpenLeg {
  return change(leg, day, { due, firstDue: leg.firstDue ?? due });
}

/** The leg waits for the applicant from that day on. Suspending it twice is suspending it once. */
export function suspend(leg: OpenLeg, day: Day): OpenLeg {
  if (leg.suspended) return leg;
  return change(leg, day, { suspended: true }, [line(leg.unit, day, 'suspended', 1)]);
}

/** The wait ends on that day; a due, where given, replaces the leg's. */
export function resume(leg: OpenLeg, day: Day, due: Day | null): OpenLeg {
  const lines = leg.suspended ? [line(leg.unit, day, 'suspended', -1)] : [];
  const dues = due === null ? {} : { due, firstDue: leg.firstDue ?? due };
  return change(leg, day, { suspended: false, ...dues }, lines);
}

/** Remembers that a deadline was announced as passed, which rules where the leg has no due. */
export function passDeadline(leg: OpenLeg, day: Day): OpenLeg {
  return leg.deadlinePassed ? leg : change(leg, day, { deadlinePassed: true });
}

/** The leg goes on at another unit with its channel, due, suspension and history. */
export function transferLeg(leg: OpenLeg, day: Day, to: string): OpenLeg {
  const lines = [line(leg.unit, day, 'transferred_out', 1), line(to, day, 'transferred_in', 1)];
  if (leg.suspended) lines.push(line(leg.unit, day, 'suspended', -1), line(to, day, 'suspended', 1));
  return change(leg, day, { unit: to }, lines);
}

/**
 * Closes the leg: before its due is early, after it late, on the day or without a due on time. `also` are the
 * measures that show the close again (withdrawn, released, refused, returned by post).
 */
export function closeLeg(leg: OpenLeg, day: Day, also: readonly Measure[]): ClosedLeg {
  const lines = [...settleOverdue(leg, day), line(leg.unit, day, timeliness(leg, day), 1)];
  if (leg.suspended) lines.push(line(leg.unit, day, 'suspended', -1));
  for (const measure of also) lines.push(line(leg.unit, day, measure, 1));
  const { channel, procedure, field, unit, firstDue, due } = leg;
  const ledger = [...leg.ledger, ...lines];
  return { status: 'closed', channel, procedure, field, unit, firstDue, due, closedOn: day, ledger };
}

function timeliness(leg: OpenLeg, day: Day): Measure {
  if (leg.due === null || day === leg.due) return 'resolved_on_time';
  return day < leg.due ? 'resolved_early' : 'resolved_late';
}
