import type { DossierState } from './fold.ts';
import type { LedgerLine, Leg } from './leg.ts';
import type { Anomaly, Movement } from './movement.ts';

/**
 * All movements of a dossier, from its state alone: the ledgers of its legs, and for a leg that is still open
 * the day on which it goes overdue unless something happens first. At most one movement per leg, unit, day and
 * measure; none of quantity 0.
 */
export function movements(state: DossierState): Movement[] {
  return difference(undefined, state);
}

/** What must be added to the movements of `before` to get those of `after`. */
export function difference(before: DossierState | undefined, after: DossierState): Movement[] {
  const result: Movement[] = [];
  const legCount = Math.max(before?.legs.length ?? 0, after.legs.length);
  for (let leg = 0; leg < legCount; leg++) {
    const [old, now] = [before?.legs[leg], after.legs[leg]];
    // Legs are never changed in place, so the same object has the same movements.
    if (old !== now) legDifference(old, now, leg, result);
  }
  return result;
}

/** An anomaly that appears (+1) or disappears (−1). */
export interface AnomalyChange extends Anomaly {
  readonly quantity: 1 | -1;
}

/** Which anomalies came and went between two states of one dossier. */
export function anomalyDifference(before: DossierState, after: DossierState): AnomalyChange[] {
  if (before.anomalies === after.anomalies) return [];
  const nameOf = (a: Anomaly) => JSON.stringify([a.source, a.id, a.code, a.unit]);
  // Most often one anomaly was added at the end; the rest is the same objects and needs no names.
  let shared = 0;
  while (shared < before.anomalies.length && before.anomalies[shared] === after.anomalies[shared]) shared++;
  const [old, now] = [before.anomalies.slice(shared), after.anomalies.slice(shared)];
  const [oldNames, nowNames] = [new Set(old.map(nameOf)), new Set(now.map(nameOf))];
  return [
    ...old.filter((a) => !nowNames.has(nameOf(a))).map((a) => ({ ...a, quantity: -1 as const })),
    ...now.filter((a) => !oldNames.has(nameOf(a))).map((a) => ({ ...a, quantity: 1 as const })),
  ];
}

function legDifference(old: Leg | undefined, now: Leg | undefined, leg: number, into: Movement[]): void {
  if (old !== undefined && now !== undefined && old.procedure === now.procedure && old.field === now.field) {
    const lines: LedgerLine[] = [];
    const shared = sharedPrefix(old.ledger, now.ledger);
    collect(now, shared, 1, lines);
    collect(old, shared, -1, lines);
    emit(now, leg, lines, into);
    return;
  }
  // A leg that came, went, or is now of another procedure: take all of the old one back, count all of the new.
  for (const [side, sign] of [
    [now, 1],
    [old, -1],
  ] as const) {
    const lines: LedgerLine[] = [];
    if (side === undefined) continue;
    collect(side, 0, sign, lines);
    emit(side, leg, lines, into);
  }
}

function sharedPrefix(a: readonly LedgerLine[], b: readonly LedgerLine[]): number {
  const length = Math.min(a.length, b.length);
  let i = 0;
  while (i < length && a[i] === b[i]) i++;
  return i;
}

/** Adds the leg's lines from `skip` on, and its overdue forecast, to the lines, summing those of one cell. */
function collect(leg: Leg, skip: number, sign: 1 | -1, lines: LedgerLine[]): void {
  for (let i = skip; i < leg.ledger.length; i++) {
    const line = leg.ledger[i];
    if (line !== undefined) sumInto(lines, line, sign);
  }
  if (leg.status === 'open' && leg.overdueFrom !== null) {
    sumInto(lines, { unit: leg.unit, day: leg.overdueFrom, measure: 'overdue', quantity: 1 }, sign);
  }
}

function sumInto(lines: LedgerLine[], line: LedgerLine, sign: 1 | -1): void {
  for (let i = 0; i < lines.length; i++) {
    const other = lines[i];
    if (other?.day === line.day && other.measure === line.measure && other.unit === line.unit) {
      lines[i] = { ...other, quantity: other.quantity + sign * line.quantity };
      return;
    }
  }
  lines.push(sign === 1 ? line : { ...line, quantity: -line.quantity });
}

function emit(legOf: Leg, leg: number, lines: readonly LedgerLine[], into: Movement[]): void {
  const { procedure, field } = legOf;
  for (const { unit, day, measure, quantity } of lines) {
    if (quantity !== 0) into.push({ unit, procedure, field, day, measure, leg, quantity });
  }
}
