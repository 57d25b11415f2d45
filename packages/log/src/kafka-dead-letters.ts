import type { Admin, IHeaders, Kafka, KafkaMessage, Message, Producer } from 'kafkajs';
import { chunks } from './chunks.ts';
import { byPosition } from './dead-letter-order.ts';
import { type DeadLetter, type DeadLetters, LogUnavailable } from './event-log.ts';
import { heldPositions, readPositions } from './kafka-read.ts';

/** About what a message takes beside its key, its value and the sentence, bytes. */
const HEADER_BYTES = 250;

/**
 * Dead letters in a topic of their own: the original key and value; headers `reason`, `detail`, `topic`, `partition`,
 * `offset` and `recorded-at` (ms) say why it was refused and where it came from, `cut-from-bytes` that only its first bytes
 * were kept. A message without value and with the headers `replayed: true`, `topic`, `partition` and `offset` says that the
 * letter of that place was sent again.
 */
export function kafkaDeadLetters(
  kafka: Kafka,
  admin: Admin,
  producer: Producer,
  topic: string,
  deadLetterTopic: string,
): DeadLetters {
  const send = (messages: Message[]) => producer.send({ topic: deadLetterTopic, acks: -1, messages });
  return {
    async put(letters) {
      for (const chunk of chunks(letters, sizeOf)) {
        await send(chunk.map((letter) => toMessage(letter, topic)));
      }
    },
    list: () =>
      available(`the dead letters in ${deadLetterTopic} cannot be read`, () =>
        readAll(kafka, admin, deadLetterTopic),
      ),
    replayed: (letters) =>
      available(`${deadLetterTopic} did not take what was sent again`, async () => {
        for (const chunk of chunks(letters, () => HEADER_BYTES)) {
          await send(chunk.map((letter) => toMark(letter, topic)));
        }
      }),
  };
}

async function available<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new LogUnavailable(`${what}: ${(error as Error).message}`, { cause: error });
  }
}

/** A compressed record can hold more than a broker takes uncompressed; of such a one the first bytes are kept. */
const LONGEST_VALUE = 262_144;
const LONGEST_KEY = 1_024;

/** Small records with long sentences would be more than a broker takes if their values alone were counted. */
function sizeOf({ record: { key, value }, detail }: DeadLetter): number {
  const keyBytes = Buffer.byteLength(key?.slice(0, LONGEST_KEY) ?? '');
  return HEADER_BYTES + keyBytes + Buffer.byteLength(detail) + Math.min(value.byteLength, LONGEST_VALUE);
}

function toMessage({ record, reason, detail, cutFromBytes }: DeadLetter, topic: string): Message {
  const { key, value, partition, offset, recordedAtMs } = record;
  const wholeBytes = cutFromBytes ?? value.byteLength;
  const headers = {
    reason,
    detail,
    topic,
    partition: String(partition),
    offset: String(offset),
    'recorded-at': String(recordedAtMs),
    ...(wholeBytes > Math.min(value.byteLength, LONGEST_VALUE)
      ? { 'cut-from-bytes': String(wholeBytes) }
      : {}),
  };
  return {
    key: key?.slice(0, LONGEST_KEY) ?? null,
    value: Buffer.from(value).subarray(0, LONGEST_VALUE),
    headers,
  };
}

function toMark({ record: { partition, offset } }: DeadLetter, topic: string): Message {
  const headers = { replayed: 'true', topic, partition: String(partition), offset: String(offset) };
  return { key: null, value: null, headers };
}

async function readAll(kafka: Kafka, admin: Admin, topic: string): Promise<readonly DeadLetter[]> {
  const letters = new Map<string, DeadLetter>();
  const sentAgain = new Set<string>();
  const all = { first: 0, last: Number.MAX_SAFE_INTEGER };
  const held = await heldPositions(admin, topic, () => all);
  await readPositions(kafka, admin, topic, held, (_, message) => {
    const place = `${headerOf(message, 'partition')}/${headerOf(message, 'offset')}`;
    if (headerOf(message, 'replayed') === 'true') sentAgain.add(place);
    else letters.set(place, toLetter(message));
  });
  for (const place of sentAgain) letters.delete(place);
  return [...letters.values()].toSorted(byPosition);
}

function toLetter(message: KafkaMessage): DeadLetter {
  const cutFrom = headerOf(message, 'cut-from-bytes');
  return {
    reason: headerOf(message, 'reason'),
    detail: headerOf(message, 'detail'),
    record: {
      partition: Number(headerOf(message, 'partition')),
      offset: Number(headerOf(message, 'offset')),
      recordedAtMs: Number(headerOf(message, 'recorded-at')),
      key: message.key === null ? null : message.key.toString('utf8'),
      value: message.value ?? Buffer.alloc(0),
    },
    ...(cutFrom === '' ? {} : { cutFromBytes: Number(cutFrom) }),
  };
}

function headerOf({ headers }: { readonly headers?: IHeaders | undefined }, name: string): string {
  const value = headers?.[name];
  return (Array.isArray(value) ? value[0] : value)?.toString() ?? '';
}
