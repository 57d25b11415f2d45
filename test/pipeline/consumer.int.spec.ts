import { cp, rm } from 'node:fs/promises';
import { EmbeddedLog } from '@sohoso/log';
import { EmbeddedFoldState, Facts, migrate, positions } from '@sohoso/store';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EmbeddedClickHouse } from '../../services/standalone/src/embedded-clickhouse.ts';
import { randomHistory } from '../oracle/random-lifecycles.ts';
import { expectStoreIsRight, type Range } from '../support/compare.ts';
import { temporaryClickHouse } from '../support/embedded-store.ts';
import { type Bench, consumerOn, drained, entriesOf, memoryBench } from '../support/pipeline.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';

const units = ['so-tu-phap', 'so-y-te', 'so-tnmt', 'dong-ha', 'vinh-linh'];
const ranges: readonly Range[] = [
  ['2020-01-01', '2020-01-31'],
  ['2020-02-14', '2020-03-02'],
  ['2019-12-01', '2020-06-30'],
];
const TABLES = ['dossier_events', 'procedure_day', 'unit_day', 'leg_day', 'installation', 'partition_claims'];

let clickhouse = {} as EmbeddedClickHouse;
let folder = {} as TemporaryFolder;
let state = {} as EmbeddedFoldState;
let bench = {} as Bench;
let tries = 0;

beforeAll(async () => {
  clickhouse = await temporaryClickHouse();
  folder = await temporaryFolder();
  await migrate(clickhouse.writer);
});
afterAll(async () => {
  await state.close();
  await clickhouse.close();
  await folder.remove();
});
beforeEach(async () => {
  for (const table of TABLES) await clickhouse.writer.command({ query: `TRUNCATE TABLE ${table}` });
  if (tries > 0) await state.close();
  state = new EmbeddedFoldState(`${folder.path}/state-${tries++}`);
  bench = memoryBench();
});

async function consumeAll(): Promise<void> {
  const consumer = consumerOn(bench, clickhouse, state);
  await consumer.start();
  await drained(bench.log);
  await consumer.stop();
}

const events = randomHistory(99, { dossiers: 150, units });

describe('a consumer', () => {
  it('brings the log to the store as the oracle has it, and a repeat of it all changes nothing', async () => {
    await bench.log.append(entriesOf(events));
    await consumeAll();
    await expectStoreIsRight(clickhouse, events, units, ranges);
    await bench.log.append(entriesOf(events.toReversed()));
    await consumeAll();
    await expectStoreIsRight(clickhouse, events, units, ranges);
  });

  it('gives the same tables whatever order the events come in', async () => {
    await bench.log.append(entriesOf(events.toReversed()));
    await consumeAll();
    await expectStoreIsRight(clickhouse, events, units, ranges);
  });

  it('puts bad records aside with their place and reason, and counts their neighbours', async () => {
    const good = entriesOf(events);
    const bad = [
      ['not-json', '{"specversion"'],
      ['schema-invalid', '{}'],
      ['id-conflict', JSON.stringify({ ...events[0], time: '2020-01-05T01:02:03Z' })],
      ['in-the-future', JSON.stringify({ ...events[1], id: 'future', time: '2999-01-01T00:00:00Z' })],
      ['too-old', JSON.stringify({ ...events[1], id: 'old', time: '1999-01-01T00:00:00Z' })],
      ['too-large', JSON.stringify({ ...events[1], id: 'large', comment: 'x'.repeat(70_000) })],
    ] as const;
    const key = good[0]?.key ?? '';
    await bench.log.append(good);
    await bench.log.append(bad.map(([, text]) => ({ key, value: Buffer.from(text) })));
    await bench.log.append(good);
    await consumeAll();
    await expectStoreIsRight(clickhouse, events, units, ranges);
    const letters = await bench.deadLetters.list();
    expect(letters.map(({ reason, record }) => [reason, Buffer.from(record.value).toString()])).toEqual(bad);
    expect(new Set(letters.map((letter) => letter.record.partition))).toEqual(
      new Set([bench.log.partitionOf(key)]),
    );
    const accounted = await positions.run(clickhouse.reader, {});
    expect(accounted.reduce((sum, p) => sum + p.refused, 0)).toBe(bad.length);
    const ends = (await bench.log.lag('sohoso')).reduce((sum, p) => sum + p.end, 0);
    expect(accounted.reduce((sum, p) => sum + p.counted + p.repeated + p.refused + p.rerouted, 0)).toBe(ends);
  });

  it('sends on what came to the wrong partition, so that a dossier is folded in one place', async () => {
    const entries = entriesOf(events);
    // A client that hashes keys its own way, and one that sends no fitting key: the key decides the partition here.
    await bench.log.append(
      entries.map((entry, i) => (i % 3 === 0 ? { ...entry, key: `other-${i}` } : entry)),
    );
    await consumeAll();
    await expectStoreIsRight(clickhouse, events, units, ranges);
    const accounted = await positions.run(clickhouse.reader, {});
    expect(accounted.reduce((sum, p) => sum + p.rerouted, 0)).toBeGreaterThan(0);
  });
});

describe('a consumer that is cut off and started again', () => {
  const cut = () => Promise.reject(new Error('cut off'));

  /** Runs a consumer whose `n`-th call of something ends in a cut, until it is cut off. */
  async function runUntilCut(
    breaks: (calls: { n: number }) => Parameters<typeof consumerOn>[3],
    at: number,
  ): Promise<void> {
    const failures: Error[] = [];
    const broken = breaks({ n: at });
    const consumer = consumerOn(
      bench,
      clickhouse,
      state,
      { ...broken, onFailure: (e) => failures.push(e) },
      50,
    );
    await consumer.start();
    await vi.waitFor(() => expect(failures).toHaveLength(1), { timeout: 30_000 });
    await consumer.stop();
  }

  /** The real thing, except that at the n-th call it is cut off before or after doing it. */
  function cutting<T extends object>(
    real: T,
    method: keyof T & string,
    when: 'before' | 'after',
    calls: { n: number },
  ): T {
    return new Proxy(real, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        if (name !== method) return value.bind(target);
        return async (...given: unknown[]) => {
          const isCut = --calls.n < 0;
          if (isCut && when === 'before') return cut();
          const result: unknown = await value.apply(target, given);
          return isCut ? cut() : result;
        };
      },
    });
  }

  it.each([
    [
      'before a batch is inserted',
      (calls: { n: number }) => ({ facts: cutting(new Facts(clickhouse), 'insert', 'before', calls) }),
    ],
    [
      'before the state is committed',
      (calls: { n: number }) => ({ state: cutting(state, 'commit', 'before', calls) }),
    ],
    [
      'after the state was committed, before the offset is',
      (calls: { n: number }) => ({ state: cutting(state, 'commit', 'after', calls) }),
    ],
    [
      'while dead letters are put aside',
      (calls: { n: number }) => ({ deadLetters: cutting(bench.deadLetters, 'put', 'after', calls) }),
    ],
  ])('%s: counts every event once', async (_, breaks) => {
    const bad = { value: Buffer.from('not an event') };
    await bench.log.append(
      entriesOf(events).flatMap((entry, i) => (i % 20 === 0 ? [entry, { ...bad, key: entry.key }] : [entry])),
    );
    for (const at of [0, 3, 1]) await runUntilCut(breaks, at);
    await consumeAll();
    await expectStoreIsRight(clickhouse, events, units, ranges);
  });

  it('whose inserts arrive but are never answered finds out from the facts, and goes on', async () => {
    await bench.log.append(entriesOf(events));
    const facts = cutting(new Facts(clickhouse), 'insert', 'after', { n: 3 });
    const failures: Error[] = [];
    const consumer = consumerOn(bench, clickhouse, state, { facts, onFailure: (e) => failures.push(e) }, 50);
    await consumer.start();
    await drained(bench.log);
    await consumer.stop();
    expect(failures).toEqual([]);
    expect(consumer.status.lastFault).toMatchObject({ kind: 'store', message: 'cut off' });
    await expectStoreIsRight(clickhouse, events, units, ranges);
  });

  it('without its state rebuilds it from the facts', async () => {
    const half = Math.floor(events.length / 2);
    await bench.log.append(entriesOf(events.slice(0, half)));
    await consumeAll();
    await state.close();
    state = new EmbeddedFoldState(`${folder.path}/state-${tries++}`);
    await bench.log.append(entriesOf(events.slice(half)));
    await consumeAll();
    await expectStoreIsRight(clickhouse, events, units, ranges);
  });

  it('with a state older than the facts reads again from where the state ends', async () => {
    const third = Math.floor(events.length / 3);
    const old = new EmbeddedFoldState(`${folder.path}/old-${tries}`);
    await bench.log.append(entriesOf(events.slice(0, third)));
    const first = consumerOn(bench, clickhouse, old);
    await first.start();
    await drained(bench.log);
    await first.stop();
    await old.close();
    await cp(`${folder.path}/old-${tries}`, `${folder.path}/newer-${tries}`, { recursive: true });
    const newer = new EmbeddedFoldState(`${folder.path}/newer-${tries}`);
    await bench.log.append(entriesOf(events.slice(third, 2 * third)));
    const second = consumerOn(bench, clickhouse, newer);
    await second.start();
    await drained(bench.log);
    await second.stop();
    await newer.close();
    await state.close();
    state = new EmbeddedFoldState(`${folder.path}/old-${tries}`);
    await bench.log.append(entriesOf(events.slice(2 * third)));
    await consumeAll();
    await expectStoreIsRight(clickhouse, events, units, ranges);
  });
});

describe('a consumer whose store or log is not what it was', () => {
  it('stops where facts from before a failed insert are gone, rather than go on over a hole', async () => {
    await bench.log.append(entriesOf(events));
    let inserts = 0;
    const real = new Facts(clickhouse);
    const facts = new Proxy(real, {
      get: (target, name) =>
        name === 'insert'
          ? async (...given: Parameters<Facts['insert']>) => {
              if (++inserts !== 12) return target.insert(...given);
              for (const table of ['dossier_events', 'procedure_day', 'unit_day', 'leg_day'])
                await clickhouse.writer.command({ query: `TRUNCATE TABLE ${table}` });
              throw new Error('restarted from a copy');
            }
          : Reflect.get(target, name).bind(target),
    });
    const failures: Error[] = [];
    const consumer = consumerOn(bench, clickhouse, state, { facts, onFailure: (e) => failures.push(e) }, 20);
    await consumer.start();
    await vi.waitFor(() => expect(failures).toHaveLength(1), { timeout: 30_000 });
    await consumer.stop();
    expect(failures[0]?.name).toBe('StateAheadOfFacts');
  });

  it('refuses a log that was put back, even when it has grown past the facts again', async () => {
    const path = `${folder.path}/log-${tries}`;
    const open = () => new EmbeddedLog({ path, partitionCount: 2 });
    const half = Math.floor(events.length / 2);
    let log = open();
    await log.append(entriesOf(events.slice(0, half)));
    await log.close();
    await cp(path, `${path}-copy`, { recursive: true });
    log = open();
    await log.append(entriesOf(events.slice(half)));
    const whole: Bench = { log, deadLetters: log.deadLetters };
    const first = consumerOn(whole, clickhouse, state);
    await first.start();
    await drained(log);
    await first.stop();
    await log.close();
    await rm(path, { recursive: true });
    await cp(`${path}-copy`, path, { recursive: true });
    log = open();
    const again = () => consumerOn({ log, deadLetters: log.deadLetters }, clickhouse, state).start();
    await expect(again()).rejects.toThrow(
      /go up to position \d+, and the log ends at \d+: the log was put back/,
    );
    await log.append(entriesOf(randomHistory(98, { dossiers: 400, units })));
    await expect(again()).rejects.toThrow(/and the log has another record there: the log was put back/);
    await log.close();
  });
});

describe('a store that does not answer', () => {
  it('stops the consumer with a sentence after the tries are used up', async () => {
    await bench.log.append(entriesOf(events.slice(0, 10)));
    const failures: Error[] = [];
    const facts = new Proxy(new Facts(clickhouse), {
      get: (target, name) =>
        name === 'insert'
          ? () => Promise.reject(new Error('connection refused'))
          : Reflect.get(target, name).bind(target),
    });
    const consumer = consumerOn(bench, clickhouse, state, { facts, onFailure: (e) => failures.push(e) });
    await consumer.start();
    await vi.waitFor(() => expect(failures).toHaveLength(1), { timeout: 30_000 });
    expect(failures[0]?.message).toMatch(
      /^ClickHouse did not take positions \d+–\d+ of partition \d: connection refused$/,
    );
    expect(consumer.status.failure).toBe(failures[0]?.message);
    await consumer.stop();
  });
});
