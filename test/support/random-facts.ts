import {
  businessZone,
  checkEvent,
  type Day,
  type DossierHistory,
  emptyHistory,
  instantFromMs,
  type Movement,
  parseDay,
  record,
} from '@sohoso/dossier';
import type { Fact } from '@sohoso/store';
import type { OracleEvent, RecordedEvent } from '../oracle/oracle.ts';
import { randomHistory } from '../oracle/random-lifecycles.ts';

const rules = { zone: businessZone('Asia/Ho_Chi_Minh'), isUnit: () => true };
const clock = instantFromMs(Date.UTC(2030, 0, 1));

/** Facts of random dossiers, as the consumer makes them: one partition, positions from 0, a third recorded on each of three days. */
export function randomFacts(seed: number, dossiers: number): readonly Fact[] {
  const recordedDays = ['2020-05-01', '2020-05-02', '2020-05-03'].map((text) => parseDay(text));
  const random = randomHistory(seed, { dossiers });
  const third = Math.floor(random.length / recordedDays.length);
  const fold = folding();
  return random.map((wire, offset): Fact => {
    const recordedDay = recordedDays[Math.min(2, Math.floor(offset / third))] as Day;
    const recordedAtMs = recordedDay * 86_400_000 + 3_600_000 + offset;
    return fold(wire, { partition: 0, offset, recordedAtMs, recordedDay });
  });
}

/** Facts of events in the order in which they were recorded, over so many partitions; a dossier is in one of them. */
export function factsOf(events: readonly RecordedEvent[], partitions: number): readonly Fact[] {
  const fold = folding();
  const next = Array.from({ length: partitions }, () => 0);
  return events.map(({ event, recordedAt }): Fact => {
    const partition = [...event.subject].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % partitions;
    const offset = next[partition] ?? 0;
    next[partition] = offset + 1;
    const recordedDay = rules.zone.dayOf(instantFromMs(recordedAt));
    return fold(event, { partition, offset, recordedAtMs: recordedAt, recordedDay });
  });
}

type Position = Pick<Fact, 'partition' | 'offset' | 'recordedAtMs' | 'recordedDay'>;

/** Makes facts of events, one after the other, as the consumer does. */
function folding(): (wire: OracleEvent, position: Position) => Fact {
  const histories = new Map<string, DossierHistory>();
  return (wire, position) => {
    const parsed = checkEvent(wire, rules, clock);
    if (!parsed.ok) throw new Error(parsed.detail);
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
  };
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
