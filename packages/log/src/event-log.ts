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
  /**
   * False once the partition was taken away, or may have been, or reading has failed: drop the work, commit nothing. It
   * stays true while the reader is merely stopping, so that the batch under way is finished and nothing is left in doubt.
   */
  isCurrent(): boolean;
  /** True once reading was told to stop: finish the work under way, do not begin to wait for anything. */
  isStopping(): boolean;
  /**
   * Marks everything before `next` as done, and goes on reading there; also while the reader is stopping. Does nothing
   * where the batch is no longer current.
   */
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
  /**
   * By partition, where reading begins although more was committed: what was done with it has been lost. The commit is taken
   * back, so that the lag shows it.
   */
  readonly readAgainFrom?: ReadonlyMap<number, number>;
  /** Called once when reading ends for good because of an error; not called on stop. */
  readonly onFailure: (error: Error) => void;
}

export type BatchHandler = (batch: LogBatch) => Promise<void>;

export interface Consumption {
  /** Ends after the batches under way, which may still commit; resolves when the handler is no longer running. */
  stop(): Promise<void>;
}

export interface PartitionLag {
  readonly partition: number;
  /** The first position that the log still holds. */
  readonly begin: number;
  /** The offset that the next record will get. */
  readonly end: number;
  /** The group's committed offset: everything before it is done. */
  readonly committed: number;
  /**
   * How many positions may still have to be worked on: `end - committed`, less those behind the committed one that hold
   * no records (a transaction's markers, what it took back), as far as the process that reads them knows.
   */
  readonly waiting: number;
}

/** The most positions that one call of `read` may span. */
export const MAX_READ_POSITIONS = 10_000;

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
  /**
   * The records at the positions `from` to `to`, both included, as far as the log holds any there; for auditing and for
   * restoring single facts. On Kafka a call takes seconds, because a group is made for it. Throws RangeError for a
   * partition that the log does not have and for more than MAX_READ_POSITIONS, LogUnavailable when the log cannot be read.
   */
  read(partition: number, from: number, to: number): Promise<readonly LogRecord[]>;
  close(): Promise<void>;
}

/** A record that was refused, as it is put aside. */
export interface DeadLetter {
  readonly record: LogRecord;
  /** A reason code, e.g. `schema-invalid`. */
  readonly reason: string;
  readonly detail: string;
  /** The length of the original value, bytes, where only its first bytes were kept; such a letter cannot be sent again. */
  readonly cutFromBytes?: number;
}

/** Where refused records go: with their original bytes, the reason, and where they came from. */
export interface DeadLetters {
  /** Resolves when they are durable. Putting the same record aside again is harmless. */
  put(letters: readonly DeadLetter[]): Promise<void>;
  /**
   * The dead letters that were not sent again, in the order of partition and offset; a record put aside twice is listed
   * once. Throws LogUnavailable when they cannot be read.
   */
  list(): Promise<readonly DeadLetter[]>;
  /**
   * Marks letters as sent again; resolves when that is durable. They are not listed any more, even if the same record is
   * put aside once more: a record that was sent again has a new position. Throws LogUnavailable when it cannot be written.
   */
  replayed(letters: readonly DeadLetter[]): Promise<void>;
}

/** The log cannot be reached or cannot write at the moment; trying again later is right. */
export class LogUnavailable extends Error {
  override readonly name = 'LogUnavailable';
}
