import type { Consumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import type { BatchHandler, ConsumeOptions, Consumption, LogBatch, LogRecord } from './event-log.ts';

const FETCH_BYTES_PER_BROKER = 16 * 1_048_576;
const HEARTBEATS_PER_SESSION = 10;

/**
 * Reads the topic as a member of a consumer group. The handler alone commits; kafkajs neither commits nor resolves
 * anything by itself. While the handler works, a timer keeps the membership alive.
 */
export async function consumeTopic(
  kafka: Kafka,
  topic: string,
  sessionTimeoutMs: number,
  options: ConsumeOptions,
  handler: BatchHandler,
): Promise<Consumption> {
  const heartbeatIntervalMs = Math.ceil(sessionTimeoutMs / HEARTBEATS_PER_SESSION);
  const consumer = kafka.consumer({
    groupId: options.group,
    sessionTimeout: sessionTimeoutMs,
    heartbeatInterval: heartbeatIntervalMs,
    maxBytesPerPartition: options.maxBatchBytes,
    maxBytes: Math.max(options.maxBatchBytes, FETCH_BYTES_PER_BROKER),
    maxWaitTimeInMs: options.maxBatchWaitMs,
    allowAutoTopicCreation: false,
  });
  let generation = 0;
  let failed = false;
  consumer.on(consumer.events.GROUP_JOIN, () => {
    generation++;
  });

  function fail(error: Error): void {
    if (failed) return;
    failed = true;
    options.onFailure(error);
  }

  async function eachBatch(payload: EachBatchPayload): Promise<void> {
    const born = generation;
    const isCurrent = () => !failed && born === generation && payload.isRunning() && !payload.isStale();
    for (const records of slices(payload, options)) {
      if (!isCurrent()) return;
      const batch = logBatch(consumer, payload, records, born, isCurrent);
      const beat = setInterval(() => payload.heartbeat().catch(() => {}), heartbeatIntervalMs);
      try {
        await handler(batch);
      } catch (error) {
        // A rebalance or a lost broker is for kafkajs to mend, by joining again; the rest ends the reading.
        if (!isKafkaError(error)) fail(error as Error);
        throw error;
      } finally {
        clearInterval(beat);
      }
      await payload.heartbeat();
    }
  }

  consumer.on(consumer.events.CRASH, ({ payload }) => {
    if (!payload.restart) fail(payload.error);
  });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    partitionsConsumedConcurrently: options.concurrency,
    eachBatch,
  });
  return {
    async stop() {
      await consumer.stop();
      await consumer.disconnect();
    },
  };
}

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

function toRecord(partition: number, message: KafkaMessage): LogRecord {
  return {
    partition,
    offset: Number(message.offset),
    key: message.key === null ? null : message.key.toString('utf8'),
    value: message.value ?? Buffer.alloc(0),
    recordedAtMs: Number(message.timestamp),
  };
}

function logBatch(
  consumer: Consumer,
  payload: EachBatchPayload,
  records: readonly LogRecord[],
  generation: number,
  isCurrent: () => boolean,
): LogBatch {
  const { topic, partition } = payload.batch;
  const seek = (offset: number) => consumer.seek({ topic, partition, offset: String(offset) });
  return {
    partition,
    generation,
    records,
    isCurrent,
    seek,
    async commit(next) {
      await consumer.commitOffsets([{ topic, partition, offset: String(next) }]);
      const expected = (records.at(-1)?.offset ?? next - 1) + 1;
      if (next === expected) payload.resolveOffset(String(next - 1));
      else seek(next);
    },
  };
}
