import type { Day, Instant } from '@sohoso/dossier';
import type { LocalMoment } from '../leg-row.ts';
import type { LegComparison } from './leg-comparison.ts';
import { dayOf } from './moments.ts';
import type { Of } from './statement.ts';

/** An event that gives a leg another due. */
type DueChange = (Of<'due-changed'> | Of<'supplemented'>) & { readonly due: Day };

/**
 * Apology and re-appointment: another due than the one in force. `closedAt` is when the leg was closed, null while it is open. A change
 * lies between the opening and the end of the leg, whatever was known of it before these were corrected.
 */
export function changeDue(leg: LegComparison, closedAt: Instant | null): void {
  if (!leg.tells('due')) return;
  const { due, firstDue, dueChangedAt } = leg.row;
  const told = due ?? firstDue;
  const changes = changesOf(leg);
  if (told === null) {
    for (const change of changes) takeBack(change, leg);
    return;
  }
  const last = changes.at(-1);
  for (const change of changes)
    if (change.at < leg.openedAt || (closedAt !== null && change.at > closedAt)) takeBack(change, leg);
  if (dueChangedAt === null) changeSilently(dayOf(told), last, leg, closedAt);
  else changeAsTold(dayOf(told), dueChangedAt, leg, closedAt);
}

/** The export says when the due was changed. */
function changeAsTold(due: Day, moment: LocalMoment, leg: LegComparison, closedAt: Instant | null): void {
  const last = changesOf(leg).at(-1);
  const told = leg.instantOf(moment, last);
  const isAfterClose = closedAt !== null && told > closedAt;
  if (isAfterClose) leg.warnings.push('the due was changed after the result; the change does not count');
  if (told < leg.openedAt)
    leg.warnings.push('the due was changed before the receipt; it counts from the receipt on');
  const at = Math.max(told, leg.openedAt) as Instant;
  if (!isAfterClose && last?.due === due && (last.at === at || last.type === 'supplemented')) return;
  // What is known for later cannot have been the last one, and what has this due is this very change, told wrongly before.
  for (const change of changesOf(leg).toReversed()) {
    if (change.at < at && change.due !== due) break;
    takeBack(change, leg);
  }
  if (!isAfterClose) changeAt(at, due, leg);
}

/** The export does not say when: it was when it is known for, within the leg; else as late as it can have been. */
function changeSilently(
  due: Day,
  last: DueChange | undefined,
  leg: LegComparison,
  closedAt: Instant | null,
): void {
  const isPinned = last !== undefined && isAtFormerDue(last, leg);
  if (dueInForce(leg) === due && !isPinned) return;
  const knownAt = last?.due === due && !isPinned ? last.at : null;
  const at = knownAt ?? presumedAt(leg, isPinned);
  const notAfter = closedAt === null ? at : Math.min(at, closedAt);
  if (isPinned && last.due === due) takeBack(last, leg);
  changeAt(Math.max(notAfter, leg.openedAt) as Instant, due, leg);
}

/** Of a leg that is new: before it can have gone overdue; of one that was known with another due: now. */
function presumedAt({ row, context, before }: LegComparison, isPinned: boolean): Instant {
  const { firstDue } = row;
  const { zone, asOf } = context;
  if (firstDue === null || (before.opening !== undefined && !isPinned)) return asOf;
  return Math.min(zone.instantOf(dayOf(firstDue), 0), asOf) as Instant;
}

/** Whether the change was put at the first due, which is another one now. */
function isAtFormerDue(change: DueChange, { row, context, before }: LegComparison): boolean {
  const former = before.opening?.due ?? null;
  if (former === null || row.firstDue === null || dayOf(row.firstDue) === former) return false;
  return change.type === 'due-changed' && change.at === context.zone.instantOf(former, 0);
}

/** The due in force from a moment on. A change known for that moment or a later one cannot have been the last one, as this one is. */
function changeAt(at: Instant, due: Day, leg: LegComparison): void {
  for (const change of changesOf(leg)) if (change.at >= at) takeBack(change, leg);
  if (dueInForce(leg) !== due) leg.add({ type: 'due-changed', at, unit: leg.row.unit, due, reason: null });
}

function takeBack(change: DueChange, leg: LegComparison): void {
  leg.statement.void(change);
  const { at, unit } = change;
  if (change.type === 'supplemented') leg.add({ type: 'supplemented', at, unit, due: null });
}

/** The due in force at the end of what stands by now. */
function dueInForce(leg: LegComparison): Day | null {
  return changesOf(leg).at(-1)?.due ?? leg.current.opening?.due ?? null;
}

function changesOf(leg: LegComparison): readonly DueChange[] {
  return leg.current.events.filter(
    (event): event is DueChange =>
      (event.type === 'due-changed' || event.type === 'supplemented') && event.due !== null,
  );
}
