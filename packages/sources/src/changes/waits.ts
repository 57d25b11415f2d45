import type { DossierEvent, Instant } from '@sohoso/dossier';
import type { LegComparison } from './leg-comparison.ts';
import type { Of } from './statement.ts';

/** A wait for the applicant, as events tell it. */
interface Wait {
  readonly requested: Of<'supplement-requested'> | undefined;
  /** Undefined as long as the applicant is waited for. */
  readonly ended: Of<'supplemented'> | undefined;
}

/**
 * Compares the wait for the applicant, and gives the instants at which it begins and ends. A row tells the last wait only; one that
 * begins after the known one ended is another one, and the known one stays. A row that tells of none takes all of them back.
 */
export function changeWait(leg: LegComparison): readonly Instant[] {
  if (!leg.tells('supplementRequestedAt')) return [];
  const { supplementRequestedAt: from, supplementedAt, unit } = leg.row;
  const waits = waitsOf(leg.before.events);
  if (from === null) {
    for (const wait of waits) takeBack(wait, leg);
    return [];
  }
  const last = waits.at(-1);
  const start = leg.instantOf(from, last?.requested);
  const isAnother = last?.ended !== undefined && start > last.ended.at && !(last.requested?.at === start);
  const own = isAnother ? undefined : last;
  // A wait that is not over when this one begins cannot have been another one.
  for (const wait of waits)
    if (wait !== own && (wait.ended === undefined || wait.ended.at >= start)) takeBack(wait, leg);
  const reason = own?.requested?.reason ?? null;
  leg.settle(own?.requested, { type: 'supplement-requested', at: start, unit, reason });
  const end = supplementedAt === null ? null : leg.instantOf(supplementedAt, own?.ended, [start]);
  if (end === null || end < start) {
    if (end !== null) leg.warnings.push('the supplement came before it was asked for; the wait goes on');
    if (leg.tells('supplementedAt')) leg.settle(own?.ended, null);
    return [start];
  }
  leg.settle(own?.ended, { type: 'supplemented', at: end, unit, due: own?.ended?.due ?? null });
  return [start, end];
}

function waitsOf(events: readonly DossierEvent[]): readonly Wait[] {
  const waits: Wait[] = [];
  for (const event of events) {
    if (event.type === 'supplement-requested') waits.push({ requested: event, ended: undefined });
    if (event.type !== 'supplemented') continue;
    const pending = waits.at(-1);
    if (pending?.ended === undefined) waits.pop();
    waits.push({ requested: pending?.ended === undefined ? pending?.requested : undefined, ended: event });
  }
  return waits;
}

function takeBack({ requested, ended }: Wait, leg: LegComparison): void {
  if (requested !== undefined) leg.statement.void(requested);
  if (ended !== undefined) leg.statement.void(ended);
}
