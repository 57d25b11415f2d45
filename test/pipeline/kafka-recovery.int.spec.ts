import { randomUUID } from 'node:crypto';
import { Maintenance } from '@sohoso/consumer';
import { KafkaLog } from '@sohoso/log';
import { audit, EmbeddedFoldState, Facts, migrate } from '@sohoso/store';
import { Kafka as KafkaClient, logLevel, Partitioners } from 'kafkajs';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import type { EmbeddedClickHouse } from '../../services/standalone/src/embedded-clickhouse.ts';
import { randomHistory } from '../oracle/random-lifecycles.ts';
import { expectStoreIsRight, type Range } from '../support/compare.ts';
import { temporaryClickHouse } from '../support/embedded-store.ts';
import { describeKafka } from '../support/kafka/describe-kafka.ts';
import { consumerOn, drained, entriesOf, quiet, zone } from '../support/pipeline.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';

const units = ['so-tu-phap', 'so-y-te', 'so-tnmt', 'dong-ha', 'vinh-linh'];
const ranges: readonly Range[] = [
  ['2020-01-01', '2020-01-31'],
  ['2020-02-14', '2020-03-02'],
];
const TABLES = ['dossier_events', 'procedure_day', 'unit_day', 'leg_day', 'installation', 'partition_claims'];

describeKafka('a consumer on Kafka', (brokers) => {
  const kafka = new KafkaClient({ brokers: [...brokers], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  let clickhouse = {} as EmbeddedClickHouse;
  let folder = {} as TemporaryFolder;
  let state = {} as EmbeddedFoldState;
  let log = {} as KafkaLog;
  let topic = '';

  beforeAll(async () => {
    clickhouse = await temporaryClickHouse();
    folder = await temporaryFolder();
    await migrate(clickhouse.writer);
    await admin.connect();
  });
  afterAll(async () => {
    await admin.disconnect();
    await clickhouse.close();
    await folder.remove();
  });
  beforeEach(async () => {
    for (const table of TABLES) await clickhouse.writer.command({ query: `TRUNCATE TABLE ${table}` });
    topic = `recovery-${randomUUID()}`;
    state = new EmbeddedFoldState(`${folder.path}/${topic}`);
    log = await openLog();
  });
  afterEach(async () => {
    await log.close();
    await state.close();
  });

  const openLog = () =>
    KafkaLog.open({
      connection: { brokers, clientId: 'spec' },
      topic,
      deadLetterTopic: `${topic}.dead`,
      partitionCount: 3,
      replicationFactor: -1,
      retentionMs: -1,
      sessionTimeoutMs: 10_000,
      logger: quiet,
    });
  const consumer = (failures: Error[] = [], skipLost = false) =>
    consumerOn(
      { log, deadLetters: log.deadLetters },
      clickhouse,
      state,
      { onFailure: (e) => failures.push(e) },
      50,
      {
        skipLost,
      },
    );

  async function consumeAll(skipLost = false): Promise<void> {
    const running = consumer([], skipLost);
    await running.start();
    await drained(log);
    await running.stop();
  }
  const faults = async () => (await audit(clickhouse.reader, () => log.lag('sohoso'))).faults;

  it('accounts for the positions that transactions leave without a record, and does not wait for them', async () => {
    const events = randomHistory(51, { dossiers: 40, units });
    const producer = kafka.producer({
      transactionalId: topic,
      maxInFlightRequests: 1,
      idempotent: true,
      createPartitioner: Partitioners.DefaultPartitioner,
    });
    await producer.connect();
    for (let from = 0; from < events.length; from += 60) {
      const messages = entriesOf(events.slice(from, from + 60));
      const aborted = await producer.transaction();
      await aborted.send({ topic, messages: messages.slice(0, 5) });
      await aborted.abort();
      const transaction = await producer.transaction();
      await transaction.send({ topic, messages });
      await transaction.commit();
    }
    await producer.disconnect();
    await consumeAll();
    await expectStoreIsRight(clickhouse, events, units, ranges);
    expect(await faults()).toEqual([]);
  });

  it('refuses a topic with more partitions until its state is rebuilt, and then knows each dossier', async () => {
    const events = randomHistory(52, { dossiers: 80, units });
    const half = Math.floor(events.length / 2);
    await log.append(entriesOf(events.slice(0, half)));
    await consumeAll();
    // Left unread in partitions that their dossiers will not belong to any more.
    await log.append(entriesOf(events.slice(half, half + 40)));
    await admin.createPartitions({ topicPartitions: [{ topic, count: 7 }] });
    await log.close();
    log = await vi.waitFor(
      async () => {
        const opened = await openLog();
        if (opened.partitionCount === 7) return opened;
        await opened.close();
        throw new Error('the brokers do not show the new partitions yet');
      },
      { timeout: 20_000, interval: 300 },
    );
    await expect(consumer().start()).rejects.toThrow(
      /has 7 partitions now, .* know 3: .*: sohoso rebuild-state$/,
    );
    const told: string[] = [];
    const rules = { zone, isUnit: () => true };
    const deps = { log, group: 'sohoso', clickhouse, facts: new Facts(clickhouse), state, rules };
    const maintenance = new Maintenance(deps);
    await maintenance.rebuildState(({ step }) => told.push(step));
    expect(told).toContain('rebuild-state');
    await log.append(entriesOf([...events.slice(half + 40), ...events.slice(0, half)]));
    await consumeAll();
    await expectStoreIsRight(clickhouse, events, units, ranges);
    expect(await faults()).toEqual([]);
    expect(await maintenance.auditState()).toEqual([]);
    // Facts from before it grew are restored as they were, although their dossiers belong elsewhere today; later ones too.
    await clickhouse.writer.command({
      query: 'ALTER TABLE dossier_events DELETE WHERE offset IN (2, 3, 7) SETTINGS mutations_sync = 2',
    });
    expect(await maintenance.repair(() => {})).toContain('21 facts restored from the log');
    await expectStoreIsRight(clickhouse, events, units, ranges);
    expect(await faults()).toEqual([]);
    expect(await maintenance.auditState()).toEqual([]);
    // Without its state, too.
    await state.close();
    state = new EmbeddedFoldState(`${folder.path}/${topic}-new`);
    await log.append(entriesOf(events.toReversed()));
    await consumeAll();
    await expectStoreIsRight(clickhouse, events, units, ranges);
    expect(await faults()).toEqual([]);
  });

  it('stops where events were deleted from the topic unread, and goes on without them only when told', async () => {
    const events = randomHistory(53, { dossiers: 40, units });
    await log.append(entriesOf(events.slice(0, 30)));
    await consumeAll();
    await log.append(entriesOf(events.slice(30)));
    const ends = await log.lag('sohoso');
    const cut = ends.map(({ partition, end }) => ({ partition, offset: String(end - 1) }));
    // Only what it has seen the offsets of has a leader for this client.
    await admin.fetchTopicOffsets(topic);
    await admin.deleteTopicRecords({ topic, partitions: cut });
    const failures: Error[] = [];
    const running = consumer(failures);
    await running.start();
    await vi.waitFor(() => expect(failures.length).toBeGreaterThan(0), { timeout: 30_000 });
    await running.stop();
    expect(failures[0]?.name).toBe('LogTruncated');
    expect(failures[0]?.message).toMatch(
      /^partition \d: positions \d+–\d+ were deleted from the log before they were read; .* SOHOSO_SKIP_LOST_EVENTS=true/,
    );
    await consumeAll(true);
    const named = (await faults()).map(({ text }) => text);
    expect(named.length).toBeGreaterThan(0);
    for (const text of named)
      expect(text).toMatch(/^partition \d: positions \d+–\d+ were deleted from the log unread$/);
  });
});
