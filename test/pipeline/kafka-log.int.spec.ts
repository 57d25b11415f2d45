import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BatchHandler, KafkaLog, type KafkaLogOptions, type LogBatch, TopicUnfit } from '@sohoso/log';
import { Kafka as KafkaClient, logLevel, Partitioners } from 'kafkajs';
import { expect, it, vi } from 'vitest';
import { eventLogContract } from '../../packages/log/src/testing/event-log.contract.ts';
import { describeKafka } from '../support/kafka/describe-kafka.ts';
import { quiet } from '../support/pipeline.ts';

const optionsFor = (brokers: readonly string[], topic = `spec-${randomUUID()}`): KafkaLogOptions => ({
  connection: { brokers, clientId: 'spec' },
  topic,
  deadLetterTopic: `${topic}.dead`,
  partitionCount: 12,
  replicationFactor: -1,
  retentionMs: -1,
  sessionTimeoutMs: 10_000,
  logger: quiet,
});

const client = (brokers: readonly string[]) =>
  new KafkaClient({ brokers: [...brokers], logLevel: logLevel.NOTHING });

const consumeOptions = (group: string) => ({
  group,
  maxBatchRecords: 100,
  maxBatchBytes: 1_000_000,
  maxBatchWaitMs: 20,
  concurrency: 2,
  onFailure: (error: Error) => expect.fail(error.message),
});

const textOf = (value: Uint8Array) => Buffer.from(value).toString();
const commitAll: BatchHandler = (batch) => batch.commit((batch.records.at(-1)?.offset ?? 0) + 1);

describeKafka('the log on Kafka', (brokers) => {
  eventLogContract(async () => {
    const log = await KafkaLog.open(optionsFor(brokers));
    return { log, deadLetters: log.deadLetters };
  });

  it('makes its topics with append time and without an end to retention', async () => {
    const options = optionsFor(brokers);
    const log = await KafkaLog.open(options);
    const admin = client(brokers).admin();
    await admin.connect();
    for (const name of [options.topic, options.deadLetterTopic]) {
      const { resources } = await admin.describeConfigs({
        includeSynonyms: false,
        resources: [{ type: 2, name }],
      });
      const value = (key: string) =>
        resources[0]?.configEntries.find((entry) => entry.configName === key)?.configValue;
      expect([value('message.timestamp.type'), value('retention.ms')]).toEqual(['LogAppendTime', '-1']);
    }
    await admin.disconnect();
    await log.close();
  });

  it('refuses a topic whose record time is the sender’s, and says how to mend it', async () => {
    const options = optionsFor(brokers);
    const admin = client(brokers).admin();
    await admin.connect();
    await admin.createTopics({ waitForLeaders: false, topics: [{ topic: options.topic, numPartitions: 1 }] });
    // A busy broker says for a moment that it has not heard of the topic that it has just made.
    await vi.waitFor(() => admin.fetchTopicMetadata({ topics: [options.topic] }), {
      timeout: 20_000,
    });
    await admin.disconnect();
    await expect(KafkaLog.open(options)).rejects.toThrow(TopicUnfit);
    await expect(KafkaLog.open(options)).rejects.toThrow(
      /kafka-configs --alter .* --add-config message\.timestamp\.type=LogAppendTime/,
    );
  });
});

describeKafka('a topic that was written to in transactions', (brokers) => {
  it('gives what was committed and nothing else, and nothing of it stays waiting', async () => {
    const options = { ...optionsFor(brokers), partitionCount: 1 };
    const log = await KafkaLog.open(options);
    const transactional = client(brokers).producer({
      transactionalId: randomUUID(),
      idempotent: true,
      maxInFlightRequests: 1,
      createPartitioner: Partitioners.DefaultPartitioner,
    });
    await transactional.connect();
    const write = async (end: 'commit' | 'abort', ...values: string[]) => {
      const transaction = await transactional.transaction();
      await transaction.send({
        topic: options.topic,
        messages: values.map((value) => ({ key: 'k', value })),
      });
      await transaction[end]();
    };
    const seen: string[] = [];
    const read: BatchHandler = async (batch) => {
      seen.push(...batch.records.map((record) => textOf(record.value)));
      await commitAll(batch);
    };
    const waiting = async (of = log) => (await of.lag('transactions'))[0]?.waiting;
    // The last position of the log is a marker each time: behind records, behind aborted ones, and behind nothing else.
    await write('abort', 'aborted-0');
    const first = await log.consume(consumeOptions('transactions'), read);
    await vi.waitFor(async () => expect(await waiting()).toBe(0), { timeout: 30_000 });
    await write('commit', 'a', 'b');
    await vi.waitFor(async () => expect(await waiting()).toBe(0), { timeout: 30_000 });
    await write('commit', 'c');
    await write('abort', 'aborted-1', 'aborted-2');
    await vi.waitFor(async () => expect([seen.length, await waiting()]).toEqual([3, 0]), { timeout: 30_000 });
    await first.stop();
    expect(seen).toEqual(['a', 'b', 'c']);

    // aborted-0 + marker, a b + marker, c + marker, aborted-1 aborted-2 + marker.
    expect((await log.lag('transactions'))[0]).toMatchObject({ begin: 0, end: 10, committed: 6 });
    expect((await log.read(0, 0, 9)).map((r) => [r.offset, textOf(r.value)])).toEqual([
      [2, 'a'],
      [3, 'b'],
      [5, 'c'],
    ]);
    expect(await log.read(0, 7, 9)).toEqual([]);
    expect(await log.read(0, 4, 4)).toEqual([]);

    // Another process does not know what is empty before it has read it.
    const other = await KafkaLog.open(options);
    expect(await waiting(other)).toBe(4);
    const second = await other.consume(consumeOptions('transactions'), read);
    await vi.waitFor(async () => expect(await waiting(other)).toBe(0), { timeout: 30_000 });
    await second.stop();
    expect(seen).toHaveLength(3);
    await transactional.disconnect();
    await Promise.all([log.close(), other.close()]);
  });

  it('whose first records were deleted gives those that are left', async () => {
    const options = { ...optionsFor(brokers), partitionCount: 1 };
    const log = await KafkaLog.open(options);
    await log.append(Array.from({ length: 10 }, (_, i) => ({ key: 'k', value: Buffer.from(`${i}`) })));
    const admin = client(brokers).admin();
    await admin.connect();
    // kafkajs deletes records of a topic only when it has met the topic before.
    await admin.fetchTopicOffsets(options.topic);
    await admin.deleteTopicRecords({ topic: options.topic, partitions: [{ partition: 0, offset: '6' }] });
    await admin.disconnect();
    expect((await log.lag('none'))[0]).toEqual({ partition: 0, begin: 6, end: 10, committed: 6, waiting: 4 });
    expect(await log.read(0, 0, 5)).toEqual([]);
    expect((await log.read(0, 4, 7)).map((r) => r.offset)).toEqual([6, 7]);
    const groups = client(brokers).admin();
    await groups.connect();
    const left = (await groups.listGroups()).groups.filter(({ groupId }) =>
      groupId.startsWith('sohoso-read-'),
    );
    expect(left).toEqual([]);
    await groups.disconnect();
    await log.close();
  });
});

describeKafka('a batch that takes long', (brokers) => {
  const session = { sessionTimeoutMs: 6_000 };

  it('stays current for longer than the session, and commits', async () => {
    const log = await KafkaLog.open({ ...optionsFor(brokers), partitionCount: 1, ...session });
    await log.append([{ key: 'k', value: Buffer.from('1') }]);
    const told: boolean[] = [];
    const consumption = await log.consume(consumeOptions('long'), async (batch) => {
      await sleep(8_000);
      told.push(batch.isCurrent());
      await commitAll(batch);
    });
    await vi.waitFor(async () => expect((await log.lag('long'))[0]?.committed).toBe(1), { timeout: 30_000 });
    await consumption.stop();
    expect(told).toEqual([true]);
    await log.close();
  });

  it('is no longer current soon after another member comes, and the next one is of a new generation', async () => {
    const log = await KafkaLog.open({ ...optionsFor(brokers), partitionCount: 2, ...session });
    const keys = [0, 1].map((p) =>
      Array.from({ length: 20 }, (_, i) => `k${i}`).find((k) => log.partitionOf(k) === p),
    );
    await log.append(keys.map((key) => ({ key: key ?? '', value: Buffer.from('x') })));
    const batches: LogBatch[] = [];
    let lostAfterMs: number | null = null;
    const first = await log.consume(consumeOptions('shared'), async (batch) => {
      batches.push(batch);
      if (batch.generation > 1) return commitAll(batch);
      const since = Date.now();
      while (batch.isCurrent() && Date.now() - since < 20_000) await sleep(20);
      lostAfterMs ??= Date.now() - since;
      await commitAll(batch);
    });
    await vi.waitFor(() => expect(batches.length).toBeGreaterThan(0), { timeout: 30_000 });
    const second = await log.consume(consumeOptions('shared'), commitAll);
    await vi.waitFor(async () => expect((await log.lag('shared')).map((p) => p.committed)).toEqual([1, 1]), {
      timeout: 40_000,
    });
    expect(lostAfterMs).toBeLessThan(15_000);
    await Promise.all([first.stop(), second.stop()]);
    expect(batches.every((batch) => !batch.isCurrent())).toBe(true);
    await log.close();
  });

  it('of a process that stood still is not current from the moment it goes on', async () => {
    const log = await KafkaLog.open({ ...optionsFor(brokers), partitionCount: 1, ...session });
    await log.append([{ key: 'k', value: Buffer.from('1') }]);
    const told: { before: boolean; after: boolean }[] = [];
    const generations: number[] = [];
    const consumption = await log.consume(consumeOptions('still'), async (batch) => {
      generations.push(batch.generation);
      if (generations.length > 1) return commitAll(batch);
      const before = batch.isCurrent();
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 7_500);
      told.push({ before, after: batch.isCurrent() });
    });
    await vi.waitFor(async () => expect((await log.lag('still'))[0]?.committed).toBe(1), { timeout: 40_000 });
    expect(told).toEqual([{ before: true, after: false }]);
    expect(generations.at(-1)).toBeGreaterThan(generations[0] ?? 0);
    await consumption.stop();
    await log.close();
  });
});
