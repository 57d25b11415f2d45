/** One record as the log holds it. */
export interface LogRecord {
  readonly partition: number;
  /** The record's number in its partition; whole, ascending, not necessarily without gaps. */
  readonly offset: number;
  /** Null where a foreign producer sent none. */
  readonly key: string | null;
  readonly value: Uint8Array;
  /** When the log took the record in, ms since 1970; the broker's append time, never the sender's. */
  readonly recordedAtMs: number;
}

export interface LogEntry {
  /** The dossier id: all records of one dossier go to one partition, in order. */
  readonly key: string;
  readonly value: Uint8Array;
}

/** A run of records of one partition that a consumer works on as a whole. */
export interface LogBatch {
  readonly partition: number;
  /** Grows each time the partition may have been with another consumer in between; state must then be looked up anew. */
  readonly generation: number;
  /** Never empty; ascending offsets. */
  readonly records: readonly LogRecord[];
  /** False once the partition was taken away or the consumer is stopping: drop the work, commit nothing. */
  isCurrent(): boolean;
  /** Marks everything before `next` as done, and goes on reading there. */
  commit(next: number): Promise<void>;
  /** Goes on reading at `offset` without marking anything as done. */
  seek(offset: number): void;
}

export interface ConsumeOptions {
  /** The name under which committed offsets are kept and partitions are shared out. */
  readonly group: string;
  readonly maxBatchRecords: number;
  readonly maxBatchBytes: number;
  /** The longest that a record waits for others to fill its batch. */
  readonly maxBatchWaitMs: number;
  /** How many partitions are worked on at the same time. */
  readonly concurrency: number;
  /** Called once when reading ends for good because of an error; not called on stop. */
  readonly onFailure: (error: Error) => void;
}

export type BatchHandler = (batch: LogBatch) => Promise<void>;

export interface Consumption {
  /** Ends after the batches under way; resolves when the handler is no longer running. */
  stop(): Promise<void>;
}

export interface PartitionLag {
  readonly partition: number;
  /** The offset that the next record will get. */
  readonly end: number;
  /** The group's committed offset: everything before it is done. */
  readonly committed: number;
}

/**
 * The log of events: partitions of records in the order in which they were taken in, kept for ever. The one
 * place where nothing accepted is lost; all else can be rebuilt from it.
 */
export interface EventLog {
  /** Names this log among all others, for ever: positions mean something in one log only. */
  identity(): Promise<string>;
  readonly partitionCount: number;
  /** Whether one process has the log to itself: then nobody else writes the facts of it. */
  readonly exclusive: boolean;
  /** The partition that records of this key belong to: Kafka's default hash, the same in every adapter. */
  partitionOf(key: string): number;
  /**
   * Resolves when all entries are durable. Throws LogUnavailable when the log cannot take them now; some of them
   * may then be in it all the same, so sending them again is right and harmless.
   */
  append(entries: readonly LogEntry[]): Promise<void>;
  consume(options: ConsumeOptions, handler: BatchHandler): Promise<Consumption>;
  lag(group: string): Promise<readonly PartitionLag[]>;
  close(): Promise<void>;
}

/** A record that was refused, as it is put aside. */
export interface DeadLetter {
  readonly record: LogRecord;
  /** A reason code, e.g. `schema-invalid`. */
  readonly reason: string;
  readonly detail: string;
}

/** Where refused records go: with their original bytes, the reason, and where they came from. */
export interface DeadLetters {
  /** Resolves when they are durable. Putting the same record aside again is harmless. */
  put(letters: readonly DeadLetter[]): Promise<void>;
  /** All dead letters, in the order of partition and offset; a record put aside twice is listed once. */
  list(): Promise<readonly DeadLetter[]>;
}

/** The log cannot be reached or cannot write at the moment; trying again later is right. */
export class LogUnavailable extends Error {
  override readonly name = 'LogUnavailable';
}
