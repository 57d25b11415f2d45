import type { Fact } from '@sohoso/store';

const [COLUMN, TUPLE, ATTRIBUTE] = ['\u001f', '\u001e', '\u001d'];

/**
 * A fact as the version before migration 008 wrote it: sixteen columns, no mark of a batch, no claim. Written down here, because
 * the program does not write it any more but must live beside one that does.
 */
export function oldLine(fact: Fact): string {
  const { partition, offset, recordedAtMs, recordedDay, disposition } = fact;
  const head = [partition, offset, recordedAtMs, recordedDay, disposition];
  if (fact.disposition === 'refused')
    return [...head, fact.reason, fact.detail, '', '', '', '', 0, 0, '', '', ''].join(COLUMN);
  const { type, source, id, dossier, at, day, ...data } = fact.event;
  const event = ['', '', dossier, source, id, type, at, day, JSON.stringify(data)];
  if (fact.disposition !== 'counted') return [...head, ...event, '', ''].join(COLUMN);
  const movements = fact.movements
    .map((m) => [m.unit, m.procedure, m.field, m.day, m.measure, m.leg, m.quantity].join(ATTRIBUTE))
    .join(TUPLE);
  const anomalies = fact.anomalies
    .map((a) => [a.source, a.id, a.code, a.unit, a.day, a.quantity].join(ATTRIBUTE))
    .join(TUPLE);
  return [...head, ...event, movements, anomalies].join(COLUMN);
}
