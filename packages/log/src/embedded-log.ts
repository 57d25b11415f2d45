import { randomUUID } from 'node:crypto';
import { type Database, open, type RootDatabase } from 'lmdb';
import {
  type DeadLetters,
  type EventLog,
  type LogEntry,
  type LogRecord,
  LogUnavailable,
} from './event-log.ts';
import { AppendSignal, consumeLocally } from './local-consumption.ts';
import { keyPartitioner } from './partitioner.ts';
import { decodeRecord, encodeRecord } from './record-codec.ts';

export interface EmbeddedLogOptions {
  /** A folder of its own; made where it is missing. One process at a time may hold it. */
  readonly path: string;
  /** Counts only when the log is new; an existing one keeps the number that it was made with. */
  readonly partitionCount: number;
  readonly now?: () => number;
}

type Position = [partition: number, offset: number];

/**
 * A durable log in this process, on LMDB: an append resolves after its transaction was synced to disk, and the
 * appends that wait at the same time share one transaction and one sync.
 */
export class EmbeddedLog implements EventLog {
  readonly partitionCount: number;
  readonly exclusive = true;
  readonly partitionOf: (key: string) => number;
  readonly deadLetters: DeadLetters;
  readonly #root: RootDatabase;
  readonly #records: Database<Buffer, Position>;
  readonly #commits: Database<number, [group: string, partition: number]>;
  readonly #signal = new AppendSignal();
  readonly #now: () => number;
  /** The offset after the last durable record, by partition. Readers see nothing beyond it. */
  readonly #ends: number[];
  readonly #identity: string;
  #lastRecordedAtMs = 0;

  constructor(options: EmbeddedLogOptions) {
    // Without overlapping sync a commit is on the disk when it resolves; with it, only visible.
    this.#root = open({ path: options.path, overlappingSync: false, maxDbs: 8 });
    this.#records = this.#root.openDB({ name: 'records', encoding: 'binary' });
    this.#commits = this.#root.openDB({ name: 'commits' });
    this.#now = options.now ?? Date.now;
    const meta = this.#root.openDB<number, string>({ name: 'meta' });
    this.partitionCount = meta.get('partitionCount') ?? options.partitionCount;
    meta.putSync('partitionCount', this.partitionCount);
    const names = this.#root.openDB<string, string>({ name: 'names' });
    this.#identity = names.get('identity') ?? `embedded:${randomUUID()}`;
    names.putSync('identity', this.#identity);
    this.partitionOf = keyPartitioner(this.partitionCount);
    this.#ends = Array.from({ length: this.partitionCount }, (_, partition) => this.#endOnDisk(partition));
    this.deadLetters = embeddedDeadLetters(this.#root);
  }

  async identity(): Promise<string> {
    return this.#identity;
  }

  async append(entries: readonly LogEntry[]): Promise<void> {
    try {
      const ends = await this.#root.transaction(() => this.#write(entries));
      for (const [partition, end] of ends) this.#ends[partition] = Math.max(end, this.#ends[partition] ?? 0);
    } catch (error) {
      throw new LogUnavailable(`the event log cannot write: ${(error as Error).message}`, { cause: error });
    }
    this.#signal.notify();
  }

  /** Runs inside the write transaction, where the last offset on disk is sure to be the last one given out. */
  #write(entries: readonly LogEntry[]): Map<number, number> {
    // Clocks step back; what was recorded later must not seem to have been recorded earlier.
    this.#lastRecordedAtMs = Math.max(this.#lastRecordedAtMs, this.#now());
    const ends = new Map<number, number>();
    for (const { key, value } of entries) {
      const partition = this.partitionOf(key);
      const offset = ends.get(partition) ?? this.#endOnDisk(partition);
      this.#records.put([partition, offset], encodeRecord(key, value, this.#lastRecordedAtMs));
      ends.set(partition, offset + 1);
    }
    return ends;
  }

  #endOnDisk(partition: number): number {
    const range = {
      start: [partition, Number.MAX_SAFE_INTEGER],
      end: [partition, 0],
      reverse: true,
      limit: 1,
    };
    for (const [, offset] of this.#records.getKeys(range as never)) return offset + 1;
    return this.#records.doesExist([partition, 0]) ? 1 : 0;
  }

  read(partition: number, offset: number, maxRecords: number, maxBytes: number): readonly LogRecord[] {
    const records: LogRecord[] = [];
    let bytes = 0;
    const end = Math.min(offset + maxRecords, this.#ends[partition] ?? 0);
    for (const { key, value } of this.#records.getRange({
      start: [partition, offset],
      end: [partition, end],
    })) {
      bytes += value.byteLength;
      if (records.length > 0 && bytes > maxBytes) break;
      records.push(decodeRecord(partition, key[1], value));
    }
    return records;
  }

  async consume(...[options, handler]: Parameters<EventLog['consume']>) {
    return consumeLocally(this, options, handler);
  }

  committed(group: string, partition: number): number {
    return this.#commits.get([group, partition]) ?? 0;
  }

  async commit(group: string, partition: number, next: number): Promise<void> {
    await this.#commits.put([group, partition], next);
  }

  appended(maxWaitMs: number, stop: AbortSignal): Promise<void> {
    return this.#signal.wait(maxWaitMs, stop);
  }

  async lag(group: string) {
    return this.#ends.map((end, partition) => ({
      partition,
      end,
      committed: this.committed(group, partition),
    }));
  }

  async close(): Promise<void> {
    await this.#root.close();
  }
}

function embeddedDeadLetters(root: RootDatabase): DeadLetters {
  const db = root.openDB<{ reason: string; detail: string; record: Buffer }, Position>({
    name: 'dead-letters',
  });
  return {
    async put(letters) {
      await root.transaction(() => {
        for (const { record, reason, detail } of letters) {
          const bytes = encodeRecord(record.key, record.value, record.recordedAtMs);
          db.put([record.partition, record.offset], { reason, detail, record: bytes });
        }
      });
    },
    list: async () =>
      Array.from(db.getRange({}), ({ key: [partition, offset], value: { reason, detail, record } }) => ({
        reason,
        detail,
        record: decodeRecord(partition, offset, record),
      })),
  };
}
