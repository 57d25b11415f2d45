import { randomUUID } from 'node:crypto';
import { type Database, open, type RootDatabase } from 'lmdb';
import { embeddedDeadLetters } from './embedded-dead-letters.ts';
import { writing } from './embedded-write.ts';
import type { DeadLetters, EventLog, LogEntry, LogRecord } from './event-log.ts';
import { AppendSignal, consumeLocally } from './local-consumption.ts';
import { keyPartitioner } from './partitioner.ts';
import { requireReadable } from './read-bounds.ts';
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
    // Without overlapping sync a commit is on the disk when it resolves; with it, only visible. With batching by event turn
    // a commit that fails rejects one more promise, which nobody can get at, and that would end the process.
    this.#root = open({ path: options.path, overlappingSync: false, eventTurnBatching: false, maxDbs: 8 });
    this.#records = this.#root.openDB({ name: 'records', encoding: 'binary' });
    this.#commits = this.#root.openDB({ name: 'commits' });
    this.#now = options.now ?? Date.now;
    const meta = this.#root.openDB<number, string>({ name: 'meta' });
    const known = meta.get('partitionCount');
    this.partitionCount = known ?? options.partitionCount;
    // What is known is not written again, so that a log on a full disk can still be opened and read.
    if (known === undefined) meta.putSync('partitionCount', this.partitionCount);
    const names = this.#root.openDB<string, string>({ name: 'names' });
    const identity = names.get('identity');
    this.#identity = identity ?? `embedded:${randomUUID()}`;
    if (identity === undefined) names.putSync('identity', this.#identity);
    this.partitionOf = keyPartitioner(this.partitionCount);
    this.#ends = Array.from({ length: this.partitionCount }, (_, partition) => this.#endOnDisk(partition));
    this.deadLetters = embeddedDeadLetters(this.#root);
  }

  async identity(): Promise<string> {
    return this.#identity;
  }

  async append(entries: readonly LogEntry[]): Promise<void> {
    const ends = await writing('the event log', () => this.#root.transaction(() => this.#write(entries)));
    for (const [partition, end] of ends) this.#ends[partition] = Math.max(end, this.#ends[partition] ?? 0);
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

  /** The durable records of a partition from `offset` on: at least one if there is any, else within both bounds. */
  readFrom(partition: number, offset: number, maxRecords: number, maxBytes: number): readonly LogRecord[] {
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
    await writing('the committed position', () => this.#commits.put([group, partition], next));
  }

  appended(maxWaitMs: number, stop: AbortSignal): Promise<void> {
    return this.#signal.wait(maxWaitMs, stop);
  }

  async lag(group: string) {
    return this.#ends.map((end, partition) => {
      const committed = this.committed(group, partition);
      return { partition, begin: 0, end, committed, waiting: end - committed };
    });
  }

  async read(partition: number, from: number, to: number): Promise<readonly LogRecord[]> {
    requireReadable(this.partitionCount, partition, from, to);
    return this.readFrom(partition, from, to - from + 1, Number.POSITIVE_INFINITY);
  }

  async close(): Promise<void> {
    await this.#root.close();
  }
}
