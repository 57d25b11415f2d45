/** kafkajs has been frozen since 2023; these specs prove what we use of it against the Kafka of today. */
import { randomUUID } from 'node:crypto';
import { type Admin, Kafka as Client, type EachBatchPayload, logLevel } from 'kafkajs';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { describeKafka, describeKillableKafka } from './describe-kafka.ts';

const PARTITIONS = 12;
const ACKS_ALL = -1;
const LEADERS_TIMEOUT_MS = 20_000;
const LONG_AGO = '1000000000000';
const messages = Array.from({ length: 60 }, (_, i) => ({
  key: `dossier-${i}`,
  value: `event ${i}`,
  timestamp: LONG_AGO,
}));

const connect = (brokers: string[]) =>
  new Client({ clientId: 'kafka-spec', brokers, logLevel: logLevel.NOTHING, retry: { retries: 10 } });

async function createTopic(admin: Admin): Promise<string> {
  const topic = `kafka-spec-${randomUUID()}`;
  const configEntries = [
    { name: 'message.timestamp.type', value: 'LogAppendTime' },
    { name: 'retention.ms', value: '-1' },
  ];
  await admin.createTopics({
    topics: [{ topic, numPartitions: PARTITIONS, replicationFactor: 1, configEntries }],
    waitForLeaders: false,
  });
  // On a busy machine kafkajs's own wait gives up when a broker has not heard of the topic yet.
  await vi.waitFor(
    async () => {
      const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
      expect(topics[0]?.partitions).toHaveLength(PARTITIONS);
    },
    { timeout: LEADERS_TIMEOUT_MS, interval: 100 },
  );
  return topic;
}

/**
 * Idempotent, or the log may hold records twice: when one partition refuses, as a new one does that has no
 * leader yet, kafkajs sends again what the broker's other partitions have appended already.
 */
async function produce(client: Client, topic: string): Promise<void> {
  const producer = client.producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  await producer.send({ topic, acks: ACKS_ALL, messages });
  await producer.disconnect();
}

type Seen = { partition: number; key: string; value: string; offset: string; timestamp: number };

/**
 * Reads until `count` positions have come, committing after each batch as its last step. A position handed
 * out again after a failed commit is one position; a record that the log holds twice is two.
 */
async function consume(client: Client, topic: string, groupId: string, count: number): Promise<Seen[]> {
  const consumer = client.consumer({ groupId });
  const seen = new Map<string, Seen>();
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    const eachBatch = async ({ batch, resolveOffset }: EachBatchPayload) => {
      const { partition } = batch;
      for (const { key, value, offset, timestamp } of batch.messages) {
        seen.set(`${partition}:${offset}`, {
          partition,
          key: `${key}`,
          value: `${value}`,
          offset,
          timestamp: Number(timestamp),
        });
      }
      const offset = String(BigInt(batch.lastOffset()) + 1n);
      resolveOffset(batch.lastOffset());
      await consumer.commitOffsets([{ topic, partition, offset }]);
      if (seen.size >= count) resolve();
    };
    // Joining while the coordinator still loads, as after a restart, is a crash to kafkajs, out of which it
    // starts again by itself: only a crash without a restart is the end.
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (!payload.restart) reject(payload.error);
    });
    consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch }).catch(reject);
  });
  await consumer.disconnect();
  return [...seen.values()];
}

const total = (offsets: { offset: string }[]) =>
  offsets.reduce((sum, { offset }) => sum + Math.max(0, Number(offset)), 0);

describeKafka('kafkajs on a real Kafka', (brokers) => {
  const client = connect(brokers);
  const groupId = `kafka-spec-${randomUUID()}`;
  let admin: Admin;
  let topic: string;
  let producedAtMs: number;

  beforeAll(async () => {
    admin = client.admin();
    await admin.connect();
    topic = await createTopic(admin);
    producedAtMs = Date.now();
    await produce(client, topic);
  });
  afterAll(() => admin?.disconnect());

  it('creates a topic with the partitions and the settings asked for', async () => {
    const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
    expect(topics[0]?.partitions).toHaveLength(PARTITIONS);
    const names = ['message.timestamp.type', 'retention.ms'];
    const topicType = 2;
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: topicType, name: topic, configNames: names }],
    });
    const values = resources[0]?.configEntries.map(({ configName, configValue }) => [
      configName,
      configValue,
    ]);
    expect(new Map(values as [string, string][])).toEqual(
      new Map([
        ['message.timestamp.type', 'LogAppendTime'],
        ['retention.ms', '-1'],
      ]),
    );
  });

  it('counts every acknowledged record in the topic offsets', async () => {
    expect(total(await admin.fetchTopicOffsets(topic))).toBe(messages.length);
  });

  it('hands a group every record, and keeps the offsets that it committed', async () => {
    const seen = await consume(client, topic, groupId, messages.length);
    const expected = messages.map(({ key, value }) => `${key}: ${value}`).sort();
    expect(seen.map(({ key, value }) => `${key}: ${value}`).sort()).toEqual(expected);
    const [committed] = await admin.fetchOffsets({ groupId, topics: [topic] });
    expect(committed?.partitions).toHaveLength(PARTITIONS);
    expect(total(committed?.partitions ?? [])).toBe(messages.length);
  });

  it('records the time of appending, whatever time the producer sends', async () => {
    const seen = await consume(client, topic, `${groupId}-times`, messages.length);
    for (const { timestamp } of seen) {
      expect(timestamp).toBeGreaterThanOrEqual(producedAtMs);
      expect(timestamp).toBeLessThanOrEqual(Date.now());
    }
  });
});

describeKillableKafka('a Kafka that is killed', (kafka) => {
  it('has every acknowledged record again after a restart, on the same address', async () => {
    const client = connect(kafka().brokers);
    const admin = client.admin();
    await admin.connect();
    const topic = await createTopic(admin);
    await produce(client, topic);
    const addressBefore = [...kafka().brokers];
    await kafka().kill();
    await kafka().restart();
    expect(kafka().brokers).toEqual(addressBefore);
    const seen = await consume(client, topic, 'after-the-kill', messages.length);
    expect(seen.map(({ key }) => key).sort()).toEqual(messages.map(({ key }) => key).sort());
    expect(total(await admin.fetchTopicOffsets(topic))).toBe(messages.length);
    await admin.disconnect();
  });
});
