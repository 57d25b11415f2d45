import { businessZone, instantFromMs, parseDay } from '@sohoso/dossier';
import { type Sum, weightsOf } from '@sohoso/report';
import {
  audit,
  type CellWindow,
  type ClickHouse,
  cellLegs,
  eventsOfDossiers,
  Facts,
  type KnownAt,
  keyedBalances,
  migrate,
  migrations,
  RollUpsOutdated,
  rebuildRollUps,
  unitBalances,
} from '@sohoso/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CELLS } from '../oracle/cells.ts';
import { Dice } from '../oracle/dice.ts';
import type { LegShare } from '../oracle/legs.ts';
import { Oracle, type OracleEvent } from '../oracle/oracle.ts';
import { periodOf } from '../oracle/periods.ts';
import { randomRecordedHistory } from '../oracle/random-lifecycles.ts';
import { randomPeriodKey } from '../oracle/random-periods.ts';
import { factsOf } from '../support/random-facts.ts';

type Closable = ClickHouse & { close(): Promise<void> };

const SEED = 5_021;
const DAYS = { from: '2018-11-20', to: '2020-07-10' };
const UNITS = ['so-tu-phap', 'so-y-te', 'dong-ha', 'vinh-linh', 'so-tnmt'];
/** Codes as of a registry of 4,000 units, longer than one parameter takes. */
const MANY = Array.from({ length: 3_997 }, (_, i) => `xa-khong-co-ho-so-nao-trong-ky-bao-cao-${i}`);
const PARTITIONS = 2;
const BATCH = 60;
const ROUNDS = 16;
const zone = businessZone('Asia/Ho_Chi_Minh');

/**
 * What the store must answer as it was known at moments, on every ClickHouse. `open` gives an empty one; `programs` is how many
 * migrate it at once, which a store in a process of its own never sees.
 */
export function knownContract(open: () => Promise<Closable>, programs: 1 | 2): void {
  const history = randomRecordedHistory(SEED, { ...DAYS, dossiers: 150 });
  const facts = factsOf(history, PARTITIONS);
  const oracle = new Oracle(history);
  let clickhouse = {} as Closable;

  const insert = async (from: number, to: number) => {
    const store = new Facts(clickhouse);
    for (let partition = 0; partition < PARTITIONS; partition++) {
      const some = facts.slice(from, to).filter((fact) => fact.partition === partition);
      const { claim, next } = await store.settle(partition, 'spec');
      for (let i = 0; i < some.length; i += BATCH) {
        const batch = some.slice(i, i + BATCH);
        await store.insert(batch, { from: next + i, claim }, `${partition} ${batch[0]?.offset}`);
      }
    }
  };
  const run = (query: string) =>
    clickhouse.writer.command({
      query,
      clickhouse_settings: { insert_deduplication_token: query, mutations_sync: '2' },
    });
  const faults = async () => (await audit(clickhouse.reader, null)).faults;

  /** A moment of the history, the oracle of it, and a period, by dice. */
  function someQuestion(dice: Dice) {
    const { recordedAt } = dice.pick(history);
    const atMs = dice.pick([
      recordedAt,
      recordedAt,
      recordedAt - 1,
      Date.UTC(2031, 0, 1),
      Date.UTC(2018, 0, 1),
    ]);
    const { from, to } = periodOf(randomPeriodKey(dice, DAYS.from, DAYS.to));
    const isKnown = dice.chance(0.8);
    return {
      known: isKnown ? { atMs, day: zone.dayOf(instantFromMs(atMs)) } : null,
      opinion: isKnown ? oracle.asKnownAt(atMs) : oracle,
      days: [from, to] as const,
      from: day(from),
      to: day(to),
    };
  }

  beforeAll(async () => {
    clickhouse = await open();
  });
  afterAll(() => clickhouse.close());

  describe('a store of the version before, with facts in it', () => {
    it('is not read by this one', async () => {
      for (const { name, statements } of await migrations())
        if (name < '010') for (const query of statements) await run(query);
      await insert(0, Math.floor(history.length / 2));
      await run(
        "CREATE TABLE schema_migrations (name String, checksum String, applied_at DateTime64(3, 'UTC') DEFAULT now64(3)) ENGINE = ReplacingMergeTree ORDER BY name",
      );
      await expect(unitBalances(clickhouse.reader, day('2020-01-01'), day('2020-01-31'))).rejects.toThrow(
        RollUpsOutdated,
      );
    });
    it('gets its roll-ups made anew from the facts when it is migrated, once, by however many', async () => {
      const told: number[] = [];
      const clients = [clickhouse.writer, clickhouse.reader].slice(0, programs);
      const applied = await Promise.all(
        clients.map((client) => migrate(client, ({ done }) => told.push(done))),
      );
      expect(applied[0]).toContain('011-leg-procedures.sql');
      expect(told.at(-1)).toBe(Math.floor(history.length / 2));
      expect(await faults()).toEqual([]);
    });
    it('goes on', async () => {
      await insert(Math.floor(history.length / 2), history.length);
      expect(await faults()).toEqual([]);
    });
  });

  describe('a store asked as known at some moment', () => {
    it('answers the balances of units as the oracle does', async () => {
      const dice = new Dice(SEED);
      for (let round = 0; round < ROUNDS; round++) {
        const { known, opinion, days, from, to } = someQuestion(dice);
        const found = await unitBalances(clickhouse.reader, from, to, known);
        expect(sorted(found, 'unit'), question(days, known)).toEqual(
          sorted(opinion.balances(UNITS, ...days).filter(hasAny), 'unit'),
        );
      }
    });
    it('answers those of procedures and fields, of some units and of all', async () => {
      const dice = new Dice(SEED + 1);
      for (let round = 0; round < ROUNDS; round++) {
        const { known, opinion, days, from, to } = someQuestion(dice);
        const by = dice.pick(['field', 'procedure'] as const);
        const units = dice.pick([null, ['dong-ha'], [...MANY, ...UNITS.slice(1, 4)]]);
        const found = await keyedBalances(clickhouse.reader, { by, from, to, units, known });
        expect(sorted(found, 'key'), question(days, known)).toEqual(
          sorted(opinion.keyedBalances(by, units ?? UNITS, ...days).filter(hasAny), 'key'),
        );
      }
    });
    it('answers the legs behind a cell, of one procedure or field as well, after corrections', async () => {
      const dice = new Dice(SEED + 2);
      const cells = Object.values(CELLS).flatMap((form) => Object.values(form) as Sum[]);
      for (let round = 0; round < ROUNDS; round++) {
        const { known, opinion, days, from, to } = someQuestion(dice);
        const [sum, by] = [dice.pick(cells), dice.pick(['field', 'procedure'] as const)];
        const units = dice.pick([null, ['dong-ha'], UNITS.slice(1, 4)]);
        const keys = opinion.keyedBalances(by, UNITS, ...days).map(({ key }) => key);
        const of = keys.length > 0 && dice.chance(0.6) ? { by, key: dice.pick(keys) } : undefined;
        const windows = [{ from, to, weights: weightsOf(sum) }];
        const asked = { units, windows, known, ...(of === undefined ? {} : { of }) };
        const found = await cellLegs(clickhouse.reader, asked, {
          order: 'dossier',
          limit: 1_000,
          after: null,
        });
        const expected = opinion.legsBehind(sum, units ?? UNITS, ...days, of);
        expect(found.page, question(days, known)).toEqual(expected);
        expect([found.legs, found.figure]).toEqual([expected.length, total(expected)]);
      }
    });
    it('adds the weights of several windows up, as a comparison needs it', async () => {
      const dice = new Dice(SEED + 3);
      for (let round = 0; round < ROUNDS / 2; round++) {
        const [one, other] = [someQuestion(dice), someQuestion(dice)];
        const sum = dice.pick([CELLS.appendix['received.total'], CELLS.appendix['pending.notDue']]) as Sum;
        const windows: CellWindow[] = [
          { from: one.from, to: one.to, weights: weightsOf(sum) },
          {
            from: other.from,
            to: other.to,
            weights: weightsOf(sum).map((w) => ({ ...w, before: -w.before, within: -w.within })),
          },
        ];
        const asked = { units: UNITS, windows, known: one.known };
        const found = await cellLegs(clickhouse.reader, asked, { order: 'dossier', limit: 1, after: null });
        const figures = [one, other].map(({ days }) => total(one.opinion.legsBehind(sum, UNITS, ...days)));
        expect(found.figure).toBe((figures[0] ?? 0) - (figures[1] ?? 0));
      }
    });
    it('gives the events of dossiers that had been recorded', async () => {
      const { recordedAt } = history[Math.floor(history.length / 3)] ?? (0 as never);
      const known = { atMs: recordedAt, day: zone.dayOf(instantFromMs(recordedAt)) };
      const dossiers = [...new Set(history.map(({ event }) => event.subject))];
      const found = await eventsOfDossiers(clickhouse.reader, dossiers, known);
      const names = [...found.values()].flat().map(({ source, id }) => `${source} ${id}`);
      const counted = facts.flatMap((f) =>
        f.disposition === 'counted' && f.recordedAtMs <= recordedAt
          ? [`${f.event.source} ${f.event.id}`]
          : [],
      );
      expect(names.toSorted()).toEqual(counted.toSorted());
    });
  });

  describe('damage by hand', () => {
    it.each([
      ['the years', "DELETE WHERE grain = 'year' AND unit = 'dong-ha'", 'months', /^dong-ha 20.*grain year/],
      [
        'the months of recording',
        "DELETE WHERE grain = 'recorded_month' AND unit = 'dong-ha'",
        'months',
        /^dong-ha .*grain recorded_month/,
      ],
      [
        'the days of recording',
        "DELETE WHERE grain = 'recorded_day' AND unit = 'dong-ha'",
        'months',
        /^dong-ha .*grain recorded_day/,
      ],
    ])('to %s of unit_day is found, and its cells named', async (_, damage, check, text) => {
      await run(`ALTER TABLE unit_day ${damage}`);
      expect((await faults()).filter((fault) => fault.check === check && text.test(fault.text))).not.toEqual(
        [],
      );
      await rebuildRollUps(clickhouse);
      expect(await faults()).toEqual([]);
    });
    it('to the procedures of leg_day is found, though every sum is right, and mended', async () => {
      await run('CREATE TABLE legs AS leg_day');
      await run(
        "INSERT INTO legs SELECT * REPLACE (if(unit = 'dong-ha', 'x', procedure) AS procedure) FROM leg_day",
      );
      await run('EXCHANGE TABLES legs AND leg_day');
      expect((await faults())[0]?.text).toMatch(
        /^dong-ha .* leg_day add up to the .* but under other procedures/,
      );
      await rebuildRollUps(clickhouse);
      expect(await faults()).toEqual([]);
    });
  });

  describe('an insert over midnight that has reached the facts and not yet the roll-ups', () => {
    const told = [
      ['received', '2020-07-20T15:00:00Z', { unit: 'cham', channel: 'online', due: '2020-07-30' }],
      ['resolved', '2020-07-20T18:00:00Z', { unit: 'cham', outcome: 'granted' }],
    ].map(([kind, time, data]) => ({
      event: {
        ...{ specversion: '1.0', id: String(kind), source: '/spec', type: `vn.tthc.dossier.${kind}.v1` },
        ...{ subject: 'CHAM-1', time, data },
      } as OracleEvent,
      recordedAt: Date.parse(String(time)),
    }));

    it('is waited for: what came after midnight is never there without what came before', async () => {
      const store = new Facts(clickhouse);
      const { claim } = await store.settle(7, 'spec');
      await run('ALTER TABLE procedure_day ADD CONSTRAINT slow CHECK sleepEachRow(0.3) = 0');
      const inserting = store.insert(
        factsOf(told, 1).map((fact) => ({ ...fact, partition: 7 })),
        { from: 0, claim },
        'slow',
      );
      const there = async () => (await eventsOfDossiers(clickhouse.reader, ['CHAM-1'])).size > 0;
      while (!(await there())) await new Promise((resolve) => setTimeout(resolve, 5));
      const known = { atMs: Date.parse('2020-07-21T00:00:00Z'), day: day('2020-07-21') };
      const found = await unitBalances(clickhouse.reader, day('2020-07-01'), day('2020-07-31'), known);
      const [row] = found.filter(({ unit }) => unit === 'cham');
      expect(row).toMatchObject({ receivedOnline: 1, resolvedEarly: 1, closingOpen: 0, openingOpen: 0 });
      await inserting;
      await run('ALTER TABLE procedure_day DROP CONSTRAINT slow');
    });
  });
}

const day = (text: string) => parseDay(text) ?? (0 as never);

const question = (days: readonly string[], known: KnownAt | null) =>
  `${days.join('..')} as known at ${known === null ? 'now' : new Date(known.atMs).toISOString()}`;

const total = (shares: readonly LegShare[]) => shares.reduce((sum, { quantity }) => sum + quantity, 0);

const hasAny = (row: object) => Object.values(row).some((value) => typeof value === 'number' && value !== 0);

function sorted<Name extends string, Row extends Readonly<Record<Name, string>>>(
  rows: readonly Row[],
  name: Name,
): readonly Row[] {
  return rows.toSorted((a, b) => (a[name] < b[name] ? -1 : 1));
}
