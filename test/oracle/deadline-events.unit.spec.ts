import {
  businessZone,
  checkEvent,
  type Day,
  type DossierEvent,
  emptyHistory,
  historyOf,
  instantFromMs,
  movements,
  parseDay,
  record,
} from '@sohoso/dossier';
import { deadlineEvents } from '@sohoso/query';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomHistory } from './random-lifecycles.ts';

const zone = businessZone('Asia/Ho_Chi_Minh');
const source = '/sohoso/deadlines';
const rules = { zone, isUnit: () => true };
const clock = instantFromMs(Date.UTC(2030, 0, 1));
const last = parseDay('2020-04-30') as Day;

/** The events of random dossiers in the order of their arrival, each once. */
function dossiersOf(seed: number): readonly (readonly DossierEvent[])[] {
  const byDossier = new Map<string, DossierEvent[]>();
  for (const wire of randomHistory(seed, { dossiers: 12 })) {
    const parsed = checkEvent(wire, rules, clock);
    if (!parsed.ok) throw new Error(parsed.detail);
    const events = byDossier.get(parsed.event.dossier) ?? [];
    const recorded = record(historyOf(events), parsed.event);
    if (recorded.effect === 'counted') byDossier.set(parsed.event.dossier, [...events, parsed.event]);
  }
  return [...byDossier.values()];
}

const ours = (event: { readonly source: string }) => event.source === source;
const sums = (events: readonly DossierEvent[]) =>
  movements(historyOf(events).state)
    .map((m) => JSON.stringify(m))
    .toSorted();
const anomalies = (events: readonly DossierEvent[]) => historyOf(events).state.anomalies;

describe('announced deadlines over random lives of dossiers', () => {
  it('change neither figures nor anomalies, and are announced once', () => {
    let announcements = 0;
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 0, max: 130 }), (seed, back) => {
        const on = (last - back) as Day;
        for (const events of dossiersOf(seed)) {
          const announced = deadlineEvents(events, { on, zone, source });
          const all = [...events, ...announced];
          announcements += announced.length;
          expect(new Set(announced.map(({ id }) => id)).size).toBe(announced.length);
          for (const event of announced)
            expect(record(historyOf(events), event)).toMatchObject({ movements: [], anomalies: [] });
          expect(sums(all)).toEqual(sums(events));
          expect(anomalies(all)).toEqual(anomalies(events));
          expect(deadlineEvents(all, { on, zone, source })).toEqual([]);
        }
      }),
      { numRuns: 25 },
    );
    expect(announcements).toBeGreaterThan(20);
  });

  it('never decide a figure in the end, whatever arrives after them', () => {
    let announcements = 0;
    let takenBack = 0;
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        for (const events of dossiersOf(seed)) {
          let known: readonly DossierEvent[] = [];
          for (const event of events) {
            known = [...known, event];
            known = [...known, ...deadlineEvents(known, { on: event.day, zone, source })];
          }
          known = [...known, ...deadlineEvents(known, { on: last, zone, source })];
          announcements += known.filter((event) => ours(event) && event.type === 'deadline-passed').length;
          takenBack += known.filter((event) => ours(event) && event.type === 'voided').length;
          expect(sums(known)).toEqual(sums(events));
          expect(anomalies(known).filter(ours)).toEqual([]);
        }
      }),
      { numRuns: 25 },
    );
    expect(announcements).toBeGreaterThan(50);
    expect(takenBack).toBeGreaterThan(0);
  });

  it('are none for a dossier without events', () => {
    expect(deadlineEvents(emptyHistory.events, { on: last, zone, source })).toEqual([]);
  });
});
