import { randomUUID } from 'node:crypto';
import type { Admin, IHeaders, Kafka, KafkaMessage, Producer } from 'kafkajs';
import { chunks } from './chunks.ts';
import type { DeadLetter, DeadLetters } from './event-log.ts';

const LIST_IDLE_MS = 10_000;

/**
 * Dead letters in a topic of their own: the original key and value; headers `reason`, `detail`, `topic`,
 * `partition`, `offset` and `recorded-at` (ms) say why it was refused and where it came from.
 */
export function kafkaDeadLetters(
  kafka: Kafka,
  admin: Admin,
  producer: Producer,
  topic: string,
  deadLetterTopic: string,
): DeadLetters {
  return {
    async put(letters) {
      for (const chunk of chunks(letters, ({ record }) => Math.min(record.value.byteLength, LONGEST_VALUE))) {
        await producer.send({
          topic: deadLetterTopic,
          acks: -1,
          messages: chunk.map((letter) => toMessage(letter, topic)),
        });
      }
    },
    list: () => readAll(kafka, admin, deadLetterTopic),
  };
}

/** A compressed record can hold more than a broker takes uncompressed; of such a one the first bytes are kept. */
const LONGEST_VALUE = 262_144;
const LONGEST_KEY = 1_024;

function toMessage({ record, reason, detail }: DeadLetter, topic: string) {
  const { key, value, partition, offset, recordedAtMs } = record;
  const headers = {
    reason,
    detail,
    topic,
    partition: String(partition),
    offset: String(offset),
    'recorded-at': String(recordedAtMs),
    ...(value.byteLength > LONGEST_VALUE ? { 'cut-from-bytes': String(value.byteLength) } : {}),
  };
  return {
    key: key?.slice(0, LONGEST_KEY) ?? null,
    value: Buffer.from(value).subarray(0, LONGEST_VALUE),
    headers,
  };
}

async function readAll(kafka: Kafka, admin: Admin, topic: string): Promise<readonly DeadLetter[]> {
  const ends = new Map<number, number>();
  for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
    if (Number(high) > Number(low)) ends.set(partition, Number(high));
  }
  const letters = new Map<string, DeadLetter>();
  if (ends.size === 0) return [];
  const groupId = `dead-letters-${randomUUID()}`;
  const consumer = kafka.consumer({ groupId, allowAutoTopicCreation: false });
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      const idle = setTimeout(() => reject(new Error(`reading ${topic} stood still`)), LIST_IDLE_MS);
      const done = () => {
        clearTimeout(idle);
        resolve();
      };
      const eachMessage = async ({ partition, message }: { partition: number; message: KafkaMessage }) => {
        idle.refresh();
        const letter = toLetter(message);
        letters.set(`${letter.record.partition}/${letter.record.offset}`, letter);
        if (Number(message.offset) + 1 >= (ends.get(partition) ?? 0)) ends.delete(partition);
        if (ends.size === 0) done();
      };
      consumer.run({ autoCommit: false, eachMessage }).catch(reject);
    });
  } finally {
    await consumer.disconnect();
    await admin.deleteGroups([groupId]).catch(() => {});
  }
  return [...letters.values()].toSorted(
    (a, b) => a.record.partition - b.record.partition || a.record.offset - b.record.offset,
  );
}

function toLetter(message: KafkaMessage): DeadLetter {
  const text = (name: string) => headerText(message.headers, name);
  return {
    reason: text('reason'),
    detail: text('detail'),
    record: {
      partition: Number(text('partition')),
      offset: Number(text('offset')),
      recordedAtMs: Number(text('recorded-at')),
      key: message.key === null ? null : message.key.toString('utf8'),
      value: message.value ?? Buffer.alloc(0),
    },
  };
}

function headerText(headers: IHeaders | undefined, name: string): string {
  const value = headers?.[name];
  return (Array.isArray(value) ? value[0] : value)?.toString() ?? '';
}
