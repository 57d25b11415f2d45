import { randomUUID } from 'node:crypto';
import { byPosition } from './dead-letter-order.ts';
import type { DeadLetter, DeadLetters, EventLog, LogRecord } from './event-log.ts';
import { AppendSignal, consumeLocally } from './local-consumption.ts';
import { keyPartitioner } from './partitioner.ts';
import { requireReadable } from './read-bounds.ts';

export interface MemoryLogOptions {
  readonly partitionCount: number;
  /** The clock that recorded-at is read from, ms since 1970. */
  readonly now?: () => number;
}

/** A log that lives and dies with the process; for specs. */
export function memoryLog(options: MemoryLogOptions): EventLog {
  const { partitionCount, now = Date.now } = options;
  const partitionOf = keyPartitioner(partitionCount);
  const partitions = Array.from({ length: partitionCount }, (): LogRecord[] => []);
  const committed = new Map<string, number>();
  const signal = new AppendSignal();
  const at = (partition: number) => partitions[partition] ?? [];

  const local = {
    partitionCount,
    readFrom: (partition: number, offset: number, maxRecords: number, maxBytes: number) =>
      bounded(at(partition).slice(offset, offset + maxRecords), maxBytes),
    committed: (group: string, partition: number) => committed.get(`${group}/${partition}`) ?? 0,
    commit: async (group: string, partition: number, next: number) => {
      committed.set(`${group}/${partition}`, next);
    },
    appended: (maxWaitMs: number, stop: AbortSignal) => signal.wait(maxWaitMs, stop),
  };

  const identity = `memory:${randomUUID()}`;
  return {
    identity: async () => identity,
    exclusive: true,
    partitionCount,
    partitionOf,
    async append(entries) {
      for (const { key, value } of entries) {
        const partition = partitionOf(key);
        at(partition).push({ partition, offset: at(partition).length, key, value, recordedAtMs: now() });
      }
      signal.notify();
    },
    consume: async (consumeOptions, handler) => consumeLocally(local, consumeOptions, handler),
    lag: async (group) =>
      partitions.map((records, partition) => ({
        partition,
        begin: 0,
        end: records.length,
        committed: local.committed(group, partition),
        waiting: records.length - local.committed(group, partition),
      })),
    async read(partition, from, to) {
      requireReadable(partitionCount, partition, from, to);
      return at(partition).slice(from, to + 1);
    },
    async close() {},
  };
}

function bounded(records: readonly LogRecord[], maxBytes: number): readonly LogRecord[] {
  let bytes = 0;
  const end = records.findIndex((record) => {
    bytes += record.value.byteLength;
    return bytes > maxBytes;
  });
  return end < 0 ? records : records.slice(0, Math.max(1, end));
}

/** Dead letters that live and die with the process; for specs. */
export function memoryDeadLetters(): DeadLetters {
  const letters = new Map<string, DeadLetter>();
  const sentAgain = new Set<string>();
  const placeOf = ({ record }: DeadLetter) => `${record.partition}/${record.offset}`;
  return {
    async put(more) {
      for (const letter of more) letters.set(placeOf(letter), letter);
    },
    list: async () =>
      [...letters.values()].filter((letter) => !sentAgain.has(placeOf(letter))).toSorted(byPosition),
    async replayed(done) {
      for (const letter of done) sentAgain.add(placeOf(letter));
    },
  };
}
