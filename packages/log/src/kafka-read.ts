import { randomUUID } from 'node:crypto';
import type { Admin, Consumer, Kafka, KafkaMessage } from 'kafkajs';
import { LogUnavailable } from './event-log.ts';

/** Longer than a group takes to be joined, which a broker delays by some seconds. */
const IDLE_TIMEOUT_MS = 30_000;
const FETCH_WAIT_MS = 200;

/** A run of positions of one partition, both ends included. */
export interface PositionRange {
  readonly first: number;
  readonly last: number;
}

/** What a topic holds of a run of positions, by partition; partitions that hold nothing of it are left out. */
export async function heldPositions(
  admin: Admin,
  topic: string,
  wanted: (partition: number) => PositionRange | null,
): Promise<ReadonlyMap<number, PositionRange>> {
  const held = new Map<number, PositionRange>();
  for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
    const range = wanted(partition);
    if (range === null) continue;
    const first = Math.max(range.first, Number(low));
    const last = Math.min(range.last, Number(high) - 1);
    if (first <= last) held.set(partition, { first, last });
  }
  return held;
}

/**
 * Gives each message at these positions, by partition in order. kafkajs reads as a member of a group only, so one is made
 * for the purpose and deleted afterwards. Throws LogUnavailable when the reading stands still, e.g. before a transaction
 * that is still open.
 */
export async function readPositions(
  kafka: Kafka,
  admin: Admin,
  topic: string,
  wanted: ReadonlyMap<number, PositionRange>,
  onMessage: (partition: number, message: KafkaMessage) => void,
): Promise<void> {
  if (wanted.size === 0) return;
  const groupId = `sohoso-read-${randomUUID()}`;
  const consumer = kafka.consumer({ groupId, allowAutoTopicCreation: false, maxWaitTimeInMs: FETCH_WAIT_MS });
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await untilRead(consumer, topic, wanted, onMessage);
  } finally {
    await consumer.disconnect();
    await admin.deleteGroups([groupId]).catch(() => {});
  }
}

function untilRead(
  consumer: Consumer,
  topic: string,
  wanted: ReadonlyMap<number, PositionRange>,
  onMessage: (partition: number, message: KafkaMessage) => void,
): Promise<void> {
  const left = new Map(wanted);
  const { GROUP_JOIN, END_BATCH_PROCESS, CRASH } = consumer.events;
  return new Promise<void>((resolve, reject) => {
    const idle = setTimeout(() => {
      const where = [...left].map(([partition, { first, last }]) => `${partition} (${first}–${last})`);
      reject(new LogUnavailable(`reading ${topic} stood still at partitions ${where.join(', ')}`));
    }, IDLE_TIMEOUT_MS);
    const end = (error?: Error) => {
      clearTimeout(idle);
      if (error === undefined) resolve();
      else reject(error);
    };
    // Joining is told of before the first fetch, so nothing is read from elsewhere.
    consumer.on(GROUP_JOIN, ({ payload: { memberAssignment } }) => {
      const assigned = memberAssignment[topic] ?? [];
      consumer.pause([{ topic, partitions: assigned.filter((partition) => !left.has(partition)) }]);
      for (const [partition, { first }] of left) consumer.seek({ topic, partition, offset: String(first) });
    });
    // Told of for every fetch that brought something, also where that was no message.
    consumer.on(END_BATCH_PROCESS, ({ payload: { partition, lastOffset } }) => {
      idle.refresh();
      const range = left.get(partition);
      if (range === undefined) return;
      const first = Number(lastOffset) + 1;
      if (first <= range.last) left.set(partition, { first, last: range.last });
      else {
        left.delete(partition);
        consumer.pause([{ topic, partitions: [partition] }]);
      }
      if (left.size === 0) end();
    });
    consumer.on(CRASH, ({ payload: { error, restart } }) => {
      if (!restart) end(error);
    });
    consumer
      .run({
        autoCommit: false,
        eachBatch: async ({ batch: { partition, messages } }) => {
          const range = left.get(partition);
          if (range === undefined) return;
          for (const message of messages) {
            const offset = Number(message.offset);
            if (offset >= range.first && offset <= range.last) onMessage(partition, message);
          }
        },
      })
      .catch(end);
  });
}
