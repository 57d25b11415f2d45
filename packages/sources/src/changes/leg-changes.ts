import type { Day, DossierEvent, Instant } from '@sohoso/dossier';
import type { LegRow, RefusedRow } from '../leg-row.ts';
import type { RowChanges } from './changes.ts';
import { changeClose, closingOf } from './close-changes.ts';
import type { ChangeContext } from './context.ts';
import { changeDue } from './due-changes.ts';
import { LegComparison } from './leg-comparison.ts';
import { dayOf, isAt } from './moments.ts';
import { eventsAt, intakeElsewhere, type Opening } from './standing-leg.ts';
import type { Step } from './statement.ts';
import { changeWait } from './waits.ts';

/** What a row of a dossier list adds to what is known of its leg; see `rowChanges`. */
export function legChanges(row: LegRow, known: readonly DossierEvent[], context: ChangeContext): RowChanges {
  const leg = new LegComparison(row, known, context);
  if (leg.before.opening === undefined) {
    const refused = moveFromElsewhere(leg);
    if (refused !== null) return { kind: 'refused', refused };
  }
  leg.settle(leg.before.opening, openingOf(leg));
  const wait = changeWait(leg);
  const closing = closingOf(leg, [leg.openedAt, ...wait, ...toldInstants(leg)]);
  changeDue(leg, closedAt(closing.told, leg));
  passDeadline(leg, closing.told !== null);
  changeClose(closing, leg);
  return { kind: 'events', events: leg.statement.made, warnings: leg.warnings };
}

/** How the leg is opened. */
function openingOf(leg: LegComparison): Step {
  const { channel, unit, forwardedFrom, custody, procedure, field } = leg.row;
  const at = leg.openedAt;
  const due = openingDue(leg, leg.before.opening);
  if (channel !== 'forwarded') return { type: 'received', at, unit, channel, due, procedure, field };
  return { type: 'forwarded', at, from: forwardedFrom ?? '', to: unit, due, custody: custody ?? 'kept' };
}

/**
 * The due that was given first stays, for later changes of it are known as events of their own; unless there is none any more, or the
 * receipt was corrected to a day behind it.
 */
function openingDue(leg: LegComparison, known: Opening | undefined): Day | null {
  const { firstDue, due } = leg.row;
  if (firstDue !== null) return dayOf(firstDue);
  const present = due === null ? null : dayOf(due);
  if (known === undefined || (present === null && leg.tells('due'))) return present;
  const isPast = known.due !== null && known.due < leg.context.zone.dayOf(leg.openedAt);
  return isPast && present !== null ? present : known.due;
}

/** What else is told to have happened before the end. */
function toldInstants(leg: LegComparison): readonly Instant[] {
  const { dueChangedAt, overdueSince } = leg.row;
  const changed = dueChangedAt === null ? [] : [leg.instantOf(dueChangedAt, leg.last('due-changed'))];
  const passed = overdueSince === null ? [] : [leg.instantOf(overdueSince, leg.last('deadline-passed'))];
  return [...changed, ...passed];
}

/** When the leg was closed: null while it is open, and where the result is told for a time before the leg was there. */
function closedAt(close: { readonly at: Instant } | null, leg: LegComparison): Instant | null {
  if (close === null || close.at >= leg.openedAt) return close?.at ?? null;
  leg.warnings.push('the result lies before the receipt; the leg stays open');
  return null;
}

/** A leg without due that the office itself counts as overdue. */
function passDeadline(leg: LegComparison, isClosed: boolean): void {
  if (!leg.tells('overdueSince')) return;
  const { overdueSince, unit } = leg.row;
  const known = leg.last('deadline-passed');
  // Of a leg that is closed, exports often do not say any more that it had been overdue.
  if (overdueSince === null && isClosed) return;
  const told =
    overdueSince === null
      ? null
      : ({ type: 'deadline-passed', at: leg.instantOf(overdueSince, known), unit } as const);
  leg.settle(known, told);
}

/**
 * A dossier is taken in once. Where the source had it taken in by another unit at the very same moment, the unit was corrected, and
 * what was said of the other is voided; at another moment it is more likely another dossier of the same code, and so it is at any
 * moment in a list that does not tell of units.
 */
function moveFromElsewhere({ row, context, statement }: LegComparison): RefusedRow | null {
  const intake = row.channel === 'forwarded' ? undefined : intakeElsewhere(row.unit, statement.standing);
  if (intake === undefined) return null;
  const { receivedAt, dossier } = row;
  if (context.unitCorrections && receivedAt.time !== null && isAt(intake.at, receivedAt, context.zone)) {
    for (const event of eventsAt(intake.unit, statement.standing)) statement.void(event);
    return null;
  }
  const detail = `the dossier ${dossier} was received by ${intake.unit} before; if codes are given unit by unit, say dossierCodes: per-unit in the mapping`;
  return { row: row.row, column: null, reason: 'dossier-elsewhere', detail };
}
