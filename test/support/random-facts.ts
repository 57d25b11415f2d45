import {
  businessZone,
  checkEvent,
  type DossierHistory,
  emptyHistory,
  instantFromMs,
  type Movement,
  parseDay,
  record,
} from '@sohoso/dossier';
import type { Fact } from '@sohoso/store';
import { randomHistory } from '../oracle/random-lifecycles.ts';

const rules = { zone: businessZone('Asia/Ho_Chi_Minh'), isUnit: () => true };
const clock = instantFromMs(Date.UTC(2030, 0, 1));

/** Facts of random dossiers, as the consumer makes them: one partition, positions from 0, recorded over three days. */
export function randomFacts(seed: number, dossiers: number): readonly Fact[] {
  const histories = new Map<string, DossierHistory>();
  const recordedDays = ['2020-05-01', '2020-05-02', '2020-05-03'].map((text) => parseDay(text));
  return randomHistory(seed, { dossiers }).map((wire, offset): Fact => {
    const parsed = checkEvent(wire, rules, clock);
    if (!parsed.ok) throw new Error(parsed.detail);
    const recordedDay = recordedDays[offset % 3] ?? parsed.event.day;
    const position = {
      partition: 0,
      offset,
      recordedAtMs: recordedDay * 86_400_000 + 3_600_000 + offset,
      recordedDay,
    };
    const { event } = parsed;
    const recorded = record(histories.get(event.dossier) ?? emptyHistory, event);
    if (recorded.effect === 'conflict')
      return { ...position, disposition: 'refused', reason: 'id-conflict', detail: 'again' };
    if (recorded.effect === 'too-many') throw new Error('the random dossiers are too long');
    if (recorded.effect === 'repeated') return { ...position, disposition: 'repeated', event };
    histories.set(event.dossier, recorded.history);
    return {
      ...position,
      disposition: 'counted',
      event,
      movements: recorded.movements,
      anomalies: recorded.anomalies,
    };
  });
}

/** All movements of facts. */
export function movementsOf(
  facts: readonly Fact[],
): readonly (Movement & { dossier: string; recordedDay: number })[] {
  return facts.flatMap((fact) =>
    fact.disposition === 'counted'
      ? fact.movements.map((m) => ({ ...m, dossier: fact.event.dossier, recordedDay: fact.recordedDay }))
      : [],
  );
}
