import { setTimeout as sleep } from 'node:timers/promises';
import kafkajs, { type Admin, type Kafka, type Producer } from 'kafkajs';
import { chunks } from './chunks.ts';
import { EmptyPositions } from './empty-positions.ts';
import {
  type BatchHandler,
  type ConsumeOptions,
  type DeadLetters,
  type EventLog,
  type LogEntry,
  type LogRecord,
  LogUnavailable,
} from './event-log.ts';
import { type KafkaConnection, kafkaClient, type Logger } from './kafka-connection.ts';
import { consumeTopic } from './kafka-consumption.ts';
import { kafkaDeadLetters } from './kafka-dead-letters.ts';
import { heldPositions, readPositions } from './kafka-read.ts';
import { toRecord } from './kafka-record.ts';
import { ensureTopics, type TopicSettings, TopicUnfit } from './kafka-topics.ts';
import { keyPartitioner } from './partitioner.ts';
import { requireReadable } from './read-bounds.ts';

export interface KafkaLogOptions extends TopicSettings {
  readonly connection: KafkaConnection;
  readonly topic: string;
  readonly deadLetterTopic: string;
  /** A member that is silent for longer loses its partitions, ms. */
  readonly sessionTimeoutMs: number;
  readonly logger: Logger;
}

/** The log on Kafka, through kafkajs. */
export class KafkaLog implements EventLog {
  readonly partitionCount: number;
  readonly exclusive = false;
  readonly partitionOf: (key: string) => number;
  readonly deadLetters: DeadLetters;
  readonly #options: KafkaLogOptions;
  readonly #kafka: Kafka;
  readonly #admin: Admin;
  readonly #producer: Producer;
  /** What this process found to hold no records; true for every group, for it is the log's. */
  readonly #empty = new EmptyPositions();

  private constructor(
    options: KafkaLogOptions,
    kafka: Kafka,
    admin: Admin,
    producer: Producer,
    partitionCount: number,
  ) {
    this.#options = options;
    this.#kafka = kafka;
    this.#admin = admin;
    this.#producer = producer;
    this.partitionCount = partitionCount;
    this.partitionOf = keyPartitioner(partitionCount);
    this.deadLetters = kafkaDeadLetters(kafka, admin, producer, options.topic, options.deadLetterTopic);
  }

  /** Connects, makes the topics where they are missing. Throws LogUnavailable, or TopicUnfit, with a sentence. */
  static async open(options: KafkaLogOptions): Promise<KafkaLog> {
    const kafka = kafkaClient(options.connection, options.logger);
    const admin = kafka.admin();
    const producer = kafka.producer({
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
      allowAutoTopicCreation: false,
    });
    try {
      await admin.connect();
      const partitionCount = await ensureTopics(admin, [options.topic, options.deadLetterTopic], options);
      await producer.connect();
      return new KafkaLog(options, kafka, admin, producer, partitionCount);
    } catch (error) {
      await Promise.allSettled([admin.disconnect(), producer.disconnect()]);
      if (error instanceof TopicUnfit) throw error;
      const brokers = options.connection.brokers.join(',');
      throw new LogUnavailable(`Kafka at ${brokers} cannot be used: ${(error as Error).message}`, {
        cause: error,
      });
    }
  }

  async identity(): Promise<string> {
    const { clusterId } = await asking(() => this.#admin.describeCluster());
    return `kafka:${clusterId}:${this.#options.topic}:${this.partitionCount} partitions`;
  }

  async append(entries: readonly LogEntry[]): Promise<void> {
    try {
      for (const chunk of chunks(entries, ({ value }) => value.byteLength)) {
        // No timestamp is ever set from an event's time: the topic uses the broker's append time. The partition is named,
        // so that it is the one the consumer expects even when the topic has grown since.
        const messages = chunk.map(({ key, value }) => ({
          key,
          value: Buffer.from(value),
          partition: this.partitionOf(key),
        }));
        await this.#producer.send({ topic: this.#options.topic, acks: -1, messages });
      }
    } catch (error) {
      throw new LogUnavailable(`Kafka did not take the events: ${(error as Error).message}`, {
        cause: error,
      });
    }
  }

  consume(options: ConsumeOptions, handler: BatchHandler) {
    const { topic, sessionTimeoutMs } = this.#options;
    return consumeTopic(this.#kafka, topic, sessionTimeoutMs, this.#empty, options, handler);
  }

  async lag(group: string) {
    const { topic } = this.#options;
    const [ends, committed] = await asking(() =>
      Promise.all([
        this.#admin.fetchTopicOffsets(topic),
        this.#admin.fetchOffsets({ groupId: group, topics: [topic] }),
      ]),
    );
    const byPartition = new Map(committed[0]?.partitions.map((p) => [p.partition, Number(p.offset)]));
    return ends
      .map(({ partition, low, high }) => {
        const [begin, end] = [Number(low), Number(high)];
        const committed = Math.max(begin, byPartition.get(partition) ?? 0);
        const waiting = Math.max(0, end - this.#empty.skip(partition, committed));
        return { partition, begin, end, committed, waiting };
      })
      .toSorted((a, b) => a.partition - b.partition);
  }

  async read(partition: number, from: number, to: number): Promise<readonly LogRecord[]> {
    requireReadable(this.partitionCount, partition, from, to);
    const { topic } = this.#options;
    const records: LogRecord[] = [];
    try {
      const range = { first: from, last: to };
      const held = await heldPositions(this.#admin, topic, (p) => (p === partition ? range : null));
      await readPositions(this.#kafka, this.#admin, topic, held, (p, message) =>
        records.push(toRecord(p, message)),
      );
    } catch (error) {
      if (error instanceof LogUnavailable) throw error;
      const what = `positions ${from} to ${to} of partition ${partition} of ${topic}`;
      throw new LogUnavailable(`${what} cannot be read: ${(error as Error).message}`, { cause: error });
    }
    return records;
  }

  async close(): Promise<void> {
    await Promise.allSettled([this.#producer.disconnect(), this.#admin.disconnect()]);
  }
}

const ASK_TRIES = 12;
const ASK_WAIT_MS = 250;

/**
 * Asks the brokers something; again while they say that it passes, as one does that has just started and is still loading
 * the groups. Throws LogUnavailable.
 */
async function asking<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      const { message, retriable } = error as Error & { readonly retriable?: boolean };
      if (retriable !== true || tries >= ASK_TRIES)
        throw new LogUnavailable(`Kafka does not answer: ${message}`, { cause: error });
      await sleep(ASK_WAIT_MS);
    }
  }
}
