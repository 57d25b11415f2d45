import { audit, EmbeddedFoldState, type Fact, Facts, migrate, migrations } from '@sohoso/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EmbeddedClickHouse } from '../../services/standalone/src/embedded-clickhouse.ts';
import { randomHistory } from '../oracle/random-lifecycles.ts';
import { temporaryClickHouse } from '../support/embedded-store.ts';
import { consumerOn, drained, entriesOf, memoryBench } from '../support/pipeline.ts';
import { randomFacts } from '../support/random-facts.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';

const NEW = '009-sent-by.sql';

let clickhouse = {} as EmbeddedClickHouse;
let folder = {} as TemporaryFolder;
let facts = {} as Facts;

beforeAll(async () => {
  clickhouse = await temporaryClickHouse();
  folder = await temporaryFolder();
  facts = new Facts(clickhouse);
});
afterAll(async () => {
  await clickhouse.close();
  await folder.remove();
});

const rows = async (query: string) =>
  (await (await clickhouse.reader.query({ query, format: 'JSONEachRow' })).json()) as Record<
    string,
    unknown
  >[];
const sums = () =>
  rows(
    'SELECT unit, day, sum(received_online) AS a, sum(resolved_late) AS b, sum(overdue) AS c, sum(positions) AS p FROM unit_day WHERE grain IN (1, 2, 3) GROUP BY unit, day ORDER BY unit, day',
  );
const faults = async () => (await audit(clickhouse.reader, null)).faults;
const senders = (partition: number) =>
  rows(
    `SELECT disposition, sent_by AS by, count() AS n FROM dossier_events WHERE partition = ${partition} GROUP BY ALL ORDER BY ALL`,
  );

const random = randomFacts(11, 60);

describe('a store from before senders were kept', () => {
  const half = Math.floor(random.length / 2);

  it('is brought up to date with what it holds, and goes on', async () => {
    await migrateTo(NEW);
    const before = await facts.settle(0, 'before');
    await facts.insert(random.slice(0, half), { from: 0, claim: before.claim }, 'before');
    const held = await sums();
    expect(held.length).toBeGreaterThan(0);

    expect(await migrate(clickhouse.writer)).toContain(NEW);
    expect(await sums()).toEqual(held);
    const { claim, next } = await facts.settle(0, 'after');
    expect(next).toBe(half);
    const rest = random.slice(half).map((fact, i): Fact => ({ ...fact, sentBy: i % 2 === 0 ? 'stp' : null }));
    await facts.insert(rest, { from: half, claim }, 'after');
    expect(await faults()).toEqual([]);
    const byName = await rows(
      'SELECT sent_by AS by, count() AS n FROM dossier_events GROUP BY by ORDER BY by',
    );
    const named = Math.ceil((random.length - half) / 2);
    expect(byName.map(({ by, n }) => [by, Number(n)])).toEqual([
      ['', random.length - named],
      ['stp', named],
    ]);
  });

  it('keeps the sender of a fact behind a gap, of the last of a batch, and of one that is restored', async () => {
    const some = random
      .slice(0, 4)
      .map((fact, i): Fact => ({ ...fact, partition: 1, offset: [0, 5, 6, 9][i] ?? 0, sentBy: `k${i}` }));
    const { claim } = await facts.settle(1, 'gaps');
    await facts.insert(
      [some[0], some[1], some[3]].filter((fact) => fact !== undefined),
      { from: 0, claim },
      'g',
    );
    const found = async () =>
      (
        await rows(
          'SELECT offset, sent_by AS by FROM dossier_events FINAL WHERE partition = 1 ORDER BY offset',
        )
      ).map(({ offset, by }) => `${offset} ${by}`);
    expect(await found()).toEqual(['0 k0', '5 k1', '9 k3']);
    expect(await facts.restore(1, 0, some)).toBe(1);
    expect(await found()).toEqual(['0 k0', '5 k1', '6 k2', '9 k3']);
  });
});

it('the consumer keeps who sent what, whatever became of it', async () => {
  await migrate(clickhouse.writer);
  for (const table of ['dossier_events', 'unit_day', 'procedure_day', 'leg_day', 'partition_claims'])
    await clickhouse.writer.command({ query: `TRUNCATE TABLE ${table}` });
  const bench = memoryBench(2);
  const events = randomHistory(3, { dossiers: 1 });
  const by = (sentby: string, more: object = {}) =>
    entriesOf(events).map(({ key, value }) => ({
      key,
      value: Buffer.from(JSON.stringify({ ...JSON.parse(value.toString()), sentby, ...more })),
    }));
  const key = by('x')[0]?.key ?? '';
  const elsewhere = ['a', 'b', 'c', 'd', 'e'].find(
    (k) => bench.log.partitionOf(k) !== bench.log.partitionOf(key),
  );
  await bench.log.append(by('one'));
  await bench.log.append(by('two'));
  await bench.log.append(by('three', { time: '2020-04-03T08:15:07Z' }));
  await bench.log.append(by('four').map(({ value }) => ({ key: elsewhere ?? '', value })));
  const state = new EmbeddedFoldState(`${folder.path}/state`);
  const consumer = consumerOn(bench, clickhouse, state);
  await consumer.start();
  await drained(bench.log);
  await consumer.stop();
  await state.close();
  const n = String(events.length);
  const home = bench.log.partitionOf(key);
  expect((await senders(home)).map((row) => ({ ...row, n: String(row['n']) }))).toEqual([
    { disposition: 'counted', by: 'one', n },
    { disposition: 'refused', by: 'three', n },
    { disposition: 'repeated', by: 'four', n },
    { disposition: 'repeated', by: 'two', n },
  ]);
  expect((await senders(1 - home)).map(({ disposition, by }) => [disposition, by])).toEqual([
    ['rerouted', 'four'],
  ]);
  expect(await faults()).toEqual([]);
});

/** The schema as it was before a migration, as the version before left it. */
async function migrateTo(before: string): Promise<void> {
  const { writer } = clickhouse;
  for (const { name, statements } of await migrations())
    if (name < before) for (const query of statements) await writer.command({ query });
}
