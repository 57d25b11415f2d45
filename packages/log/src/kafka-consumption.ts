import { setTimeout as sleep } from 'node:timers/promises';
import type { Consumer, EachBatchPayload, Kafka, Offsets } from 'kafkajs';
import type { EmptyPositions } from './empty-positions.ts';
import type { BatchHandler, ConsumeOptions, Consumption, LogBatch, LogRecord } from './event-log.ts';
import { Membership } from './kafka-membership.ts';
import { toRecord } from './kafka-record.ts';

const FETCH_BYTES_PER_BROKER = 16 * 1_048_576;
const HEARTBEATS_PER_SESSION = 10;

/**
 * Reads the topic as a member of a consumer group. The handler alone commits; kafkajs neither commits nor resolves
 * anything by itself. While the handler works, a timer keeps the membership alive. What is found to hold no records is
 * noted in `empty`.
 */
export async function consumeTopic(
  kafka: Kafka,
  topic: string,
  sessionTimeoutMs: number,
  empty: EmptyPositions,
  options: ConsumeOptions,
  handler: BatchHandler,
): Promise<Consumption> {
  const reader = new TopicReader(kafka, topic, sessionTimeoutMs, empty, options, handler);
  await reader.start();
  return reader;
}

class TopicReader implements Consumption {
  readonly #consumer: Consumer;
  readonly #membership: Membership;
  readonly #topic: string;
  readonly #heartbeatIntervalMs: number;
  readonly #empty: EmptyPositions;
  readonly #options: ConsumeOptions;
  readonly #handler: BatchHandler;
  readonly #readAgainFrom: Map<number, number>;
  #failed = false;
  #stopping = false;

  constructor(
    kafka: Kafka,
    topic: string,
    sessionTimeoutMs: number,
    empty: EmptyPositions,
    options: ConsumeOptions,
    handler: BatchHandler,
  ) {
    this.#topic = topic;
    this.#empty = empty;
    this.#options = options;
    this.#handler = handler;
    this.#readAgainFrom = new Map(options.readAgainFrom);
    this.#heartbeatIntervalMs = Math.ceil(sessionTimeoutMs / HEARTBEATS_PER_SESSION);
    this.#consumer = kafka.consumer({
      groupId: options.group,
      sessionTimeout: sessionTimeoutMs,
      heartbeatInterval: this.#heartbeatIntervalMs,
      maxBytesPerPartition: options.maxBatchBytes,
      maxBytes: Math.max(options.maxBatchBytes, FETCH_BYTES_PER_BROKER),
      maxWaitTimeInMs: options.maxBatchWaitMs,
      allowAutoTopicCreation: false,
      // A reader that has crashed while it was stopping must not come back.
      retry: { restartOnFailure: async () => !this.#stopping },
    });
    this.#membership = new Membership(this.#consumer, sessionTimeoutMs);
  }

  async start(): Promise<void> {
    const { CRASH, END_BATCH_PROCESS, GROUP_JOIN } = this.#consumer.events;
    this.#consumer.on(GROUP_JOIN, ({ payload }) => this.#goBack(payload.memberAssignment[this.#topic] ?? []));
    this.#consumer.on(CRASH, ({ payload }) => {
      if (!payload.restart && !this.#stopping) this.#fail(payload.error);
    });
    // What kafkajs hands to nobody, because it is all markers of transactions and aborted records, it still tells of here.
    this.#consumer.on(END_BATCH_PROCESS, ({ payload: { partition, batchSize, firstOffset, lastOffset } }) => {
      if (batchSize > 0) return;
      // There is no first offset where all that was fetched lies before the position that was asked for.
      this.#empty.add(partition, Number(firstOffset ?? lastOffset), Number(lastOffset));
    });
    await this.#consumer.connect();
    await this.#consumer.subscribe({ topics: [this.#topic], fromBeginning: true });
    await this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: this.#options.concurrency,
      eachBatch: (payload) => this.#eachBatch(payload),
    });
  }

  /** kafkajs waits for the batches under way, and leaves the group only then. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#consumer.stop();
    this.#membership.end();
    await this.#consumer.disconnect();
  }

  /**
   * Sends reading back where more was committed than is still known, and takes the commit back, so that the lag shows it. Once
   * for each partition: from then on the committed offset says where to go on.
   */
  #goBack(partitions: readonly number[]): void {
    for (const partition of partitions) {
      const offset = this.#readAgainFrom.get(partition);
      if (offset === undefined) continue;
      this.#readAgainFrom.delete(partition);
      const place = { topic: this.#topic, partition, offset: String(offset) };
      this.#consumer.seek(place);
      // Where that fails the seek stands all the same, and what is read next is committed as always.
      this.#consumer.commitOffsets([place]).catch(() => {});
    }
  }

  #fail(error: Error): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#options.onFailure(error);
  }

  async #eachBatch(payload: EachBatchPayload): Promise<void> {
    const { generation } = this.#membership;
    const isCurrent = () => !this.#failed && this.#membership.holds(generation);
    this.#noteEmptyTail(payload);
    for (const records of slices(payload, this.#options)) {
      if (this.#stopping || payload.isStale() || !isCurrent()) return;
      await this.#work(payload, this.#batch(payload, records, generation, isCurrent));
      await this.#heartbeat(payload);
    }
  }

  /** What follows the last record of a fetch, up to the last position that was fetched, are markers and aborted records. */
  #noteEmptyTail({ batch }: EachBatchPayload): void {
    const lastRecord = Number(batch.messages.at(-1)?.offset);
    const last = Number(batch.lastOffset());
    if (last > lastRecord) this.#empty.add(batch.partition, lastRecord + 1, last);
  }

  async #work(payload: EachBatchPayload, batch: LogBatch): Promise<void> {
    // A failed heartbeat is noted, and met again by the one that follows the batch, from where kafkajs mends it.
    const beat = setInterval(() => this.#heartbeat(payload).catch(() => {}), this.#heartbeatIntervalMs);
    try {
      await this.#handler(batch);
    } catch (error) {
      // A rebalance or a lost broker is for kafkajs to mend, by joining again; the rest ends the reading.
      if (!isKafkaError(error)) this.#fail(error as Error);
      throw error;
    } finally {
      clearInterval(beat);
    }
  }

  async #heartbeat(payload: EachBatchPayload): Promise<void> {
    await payload.heartbeat().catch((error: unknown) => {
      this.#membership.failed(error);
      throw error;
    });
  }

  #batch(
    payload: EachBatchPayload,
    records: readonly LogRecord[],
    generation: number,
    isCurrent: () => boolean,
  ): LogBatch {
    const { topic, partition } = payload.batch;
    const seek = (offset: number) => this.#consumer.seek({ topic, partition, offset: String(offset) });
    return {
      partition,
      generation,
      records,
      isCurrent,
      isStopping: () => this.#stopping,
      seek,
      commit: async (next) => {
        if (!isCurrent()) return;
        await this.#commit(payload, next);
        const expected = (records.at(-1)?.offset ?? next - 1) + 1;
        if (next === expected) payload.resolveOffset(String(next - 1));
        else seek(next);
      },
    };
  }

  /**
   * Commits through the batch: the consumer's own `commitOffsets` says nothing and does nothing once `stop` was called, and
   * wraps what the coordinator answers so that kafkajs does not see a rebalance in it and gives up.
   */
  async #commit(payload: EachBatchPayload, next: number): Promise<void> {
    const { topic, partition } = payload.batch;
    const offsets: Offsets = { topics: [{ topic, partitions: [{ partition, offset: String(next) }] }] };
    for (let tries = 1; ; tries++) {
      try {
        return await payload.commitOffsetsIfNecessary(offsets);
      } catch (error) {
        this.#membership.failed(error);
        const passes = (error as { retriable?: boolean }).retriable === true;
        if (!passes || tries >= COMMIT_TRIES) throw error;
        await sleep(COMMIT_WAIT_MS * tries);
      }
    }
  }
}

const COMMIT_TRIES = 4;
const COMMIT_WAIT_MS = 200;

function isKafkaError(error: unknown): boolean {
  return error instanceof Error && error.name.startsWith('KafkaJS');
}

/** Cuts what one fetch brought into batches within the bounds on records and bytes. */
function* slices(payload: EachBatchPayload, options: ConsumeOptions): Generator<readonly LogRecord[]> {
  const { partition, messages } = payload.batch;
  let slice: LogRecord[] = [];
  let bytes = 0;
  for (const message of messages) {
    const record = toRecord(partition, message);
    const full =
      slice.length >= options.maxBatchRecords || bytes + record.value.byteLength > options.maxBatchBytes;
    if (slice.length > 0 && full) {
      yield slice;
      [slice, bytes] = [[], 0];
    }
    slice.push(record);
    bytes += record.value.byteLength;
  }
  if (slice.length > 0) yield slice;
}
