import {
  checkEvent,
  compareEvents,
  type DossierEvent,
  foldEvents,
  instantFromMs,
  parseDay,
} from '@sohoso/dossier';
import { dossierReasons, type QualityEntry } from '@sohoso/report';
import { suspectDossiers } from '@sohoso/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OracleEvent } from '../oracle/oracle.ts';
import { randomHistory } from '../oracle/random-lifecycles.ts';
import { zone } from '../support/pipeline.ts';
import { qualityOf } from '../support/quality.ts';
import { type ToldStore, toldStore } from '../support/told-store.ts';

const isUnit = () => true;
const LATER = Date.UTC(2024, 0, 10);
let store = {} as ToldStore;
const { answer, listed } = qualityOf(() => store);

const day = (text: string) => parseDay(text) ?? Number.NaN;

/** Distinct events by dossier, in the fold's order. */
function histories(events: readonly OracleEvent[]): ReadonlyMap<string, readonly DossierEvent[]> {
  const byDossier = new Map<string, Map<string, DossierEvent>>();
  for (const wire of events) {
    const parsed = checkEvent(wire, { zone, isUnit }, instantFromMs(LATER));
    if (!parsed.ok) throw new Error(parsed.detail);
    const { dossier, source, id } = parsed.event;
    const known = byDossier.get(dossier) ?? new Map<string, DossierEvent>();
    byDossier.set(dossier, known.set(`${source} ${id}`, parsed.event));
  }
  return new Map(
    Array.from(byDossier, ([dossier, all]) => [dossier, [...all.values()].toSorted(compareEvents)]),
  );
}

describe('of random lifecycles', () => {
  const random = randomHistory(7, { dossiers: 400, from: '2023-01-01', to: '2023-03-20' });
  const folded = histories(random);
  const [from, to] = ['2023-02-01', '2023-02-28'];
  const inPeriod = (d: number) => d >= day(from) && d <= day(to);
  beforeAll(async () => {
    store = await toldStore(LATER, isUnit);
    await store.tell(...random);
  });
  afterAll(() => store.close());

  it('the anomalies are those of folding every dossier', async () => {
    const expected = new Map<string, number>();
    for (const events of folded.values()) {
      for (const { code, unit, source, day: on } of foldEvents(events).anomalies) {
        const key = `${unit} ${source} ${code}`;
        if (inPeriod(on)) expected.set(key, (expected.get(key) ?? 0) + 1);
      }
    }
    const actual = new Map<string, number>();
    for (const { unit, source, reason, count } of (await answer(`from=${from}&to=${to}`)).counts) {
      const code = reason === 'closed-before-received' ? 'no-open-leg' : reason;
      const key = `${unit?.code ?? ''} ${source} ${code}`;
      if (['already-open', 'no-open-leg', 'deadline-mismatch', 'void-of-void'].includes(code))
        actual.set(key, (actual.get(key) ?? 0) + count);
    }
    expect(Object.fromEntries(actual)).toEqual(Object.fromEntries(expected));
    expect([...expected.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(100);
  });

  it('legs without a due and dossiers open at two units are those that the fold shows', async () => {
    const withoutDue: string[] = [];
    const twice: string[] = [];
    for (const [dossier, events] of folded) {
      for (const { firstDue, ledger } of foldEvents(events).legs) {
        const opened = ledger[0];
        if (firstDue === null && opened !== undefined && inPeriod(opened.day))
          withoutDue.push(`${dossier} ${opened.unit}`);
      }
      const past = events.filter((each) => each.type === 'voided' || each.day <= day(to));
      const [, ...later] = foldEvents(past).legs.filter((leg) => leg.status === 'open');
      for (const { channel, unit } of later) if (channel !== 'forwarded') twice.push(`${dossier} ${unit}`);
    }
    const shown = (entries: readonly QualityEntry[]) =>
      entries
        .filter(({ dossier }) => dossier?.startsWith('R7'))
        .map(({ dossier, unit }) => `${dossier} ${unit?.code}`);
    expect(shown(await listed(`from=${from}&to=${to}&reason=no-due`)).toSorted()).toEqual(
      withoutDue.toSorted(),
    );
    expect(shown(await listed(`from=${from}&to=${to}&reason=open-in-two-units`)).toSorted()).toEqual(
      twice.toSorted(),
    );
    expect([withoutDue.length > 30, twice.length > 3]).toEqual([true, true]);
  });

  it('pages make up the whole list, whose length is the count', async () => {
    const { reasons } = await answer(`from=${from}&to=${to}`);
    for (const reason of dossierReasons) {
      const parameters = `from=${from}&to=${to}&reason=${reason}`;
      const whole = await listed(parameters);
      expect(await listed(parameters, 23)).toEqual(whole);
      expect(reasons.find((other) => other.reason === reason)?.count).toBe(whole.length);
    }
    const one = await listed(`from=${from}&to=${to}&reason=no-open-leg&unit=so-y-te&source=/mcdt/dong-ha`);
    expect(one.length).toBeGreaterThan(0);
    expect(one.every(({ unit, source }) => unit?.code === 'so-y-te' && source === '/mcdt/dong-ha')).toBe(
      true,
    );
  });

  it('the store finds the same dossiers in small pages', async () => {
    const asked = { from: day(from), to: day(to), reasons: dossierReasons, plausibleDays: 1_825 } as never;
    const all = async (bounds?: { dossiers: number; events: number }) => {
      const chunks = [];
      for await (const chunk of suspectDossiers(store.clickhouse.reader, asked, '', bounds))
        chunks.push(...chunk);
      return chunks;
    };
    const whole = await all();
    expect(whole.length).toBeGreaterThan(100);
    expect(await all({ dossiers: 9, events: 10_000 })).toEqual(whole);
    expect(await all({ dossiers: 1_000, events: 97 })).toEqual(whole);
  });

  it('a fact that is there twice by accident counts once', async () => {
    const before = await answer(`from=${from}&to=${to}`);
    const query = 'INSERT INTO dossier_events SELECT * FROM dossier_events';
    const clickhouse_settings = { insert_deduplication_token: 'once more' };
    await store.clickhouse.writer.command({ query, clickhouse_settings });
    expect(await answer(`from=${from}&to=${to}`)).toEqual(before);
  });
});
