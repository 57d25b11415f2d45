import {
  businessZone,
  checkEvent,
  type DossierEvent,
  type DossierHistory,
  emptyHistory,
  instantFromMs,
  record,
} from '@sohoso/dossier';
import { EVENTS_PER_DOSSIER, eventLines } from './events.ts';
import { checksum, type Figure } from './measure.ts';

const rules = { zone: businessZone('Asia/Ho_Chi_Minh'), isUnit: () => true };
const ROUNDS = 3;

/** The pure fold, event by event, with the movements that each one causes; the best of three rounds on one core. */
export function benchFold(dossiers: number): Figure[] {
  const values = [...eventLines(dossiers)].map(({ line }) => JSON.parse(line) as unknown);
  let events: DossierEvent[] = [];
  let [parseMs, foldMs, moved] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0];
  const now = instantFromMs(Date.UTC(2030, 0, 1));
  for (let round = 0; round < ROUNDS; round++) {
    let start = performance.now();
    events = values.map((value) => {
      const parsed = checkEvent(value, rules, now);
      if (!parsed.ok) throw new Error(parsed.detail);
      return parsed.event;
    });
    parseMs = Math.min(parseMs, performance.now() - start);
    start = performance.now();
    const histories = new Map<string, DossierHistory>();
    moved = 0;
    for (const event of events) {
      const result = record(histories.get(event.dossier) ?? emptyHistory, event);
      if (result.effect !== 'counted') throw new Error(`${event.id} was not counted`);
      histories.set(event.dossier, result.history);
      moved += result.movements.reduce((sum, m) => sum + m.quantity * (m.day % 97), 0);
    }
    foldMs = Math.min(foldMs, performance.now() - start);
  }
  const rate = (ms: number) => Math.round((dossiers * EVENTS_PER_DOSSIER * 1_000) / ms);
  return [
    {
      name: 'check against the schema',
      value: rate(parseMs),
      unit: 'events/s',
      aim: '',
      checksum: checksum(events.length),
    },
    { name: 'fold', value: rate(foldMs), unit: 'events/s', aim: '≥ 300000', checksum: checksum(moved) },
  ];
}
