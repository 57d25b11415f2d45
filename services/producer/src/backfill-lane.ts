import type { EventLog, LogEntry } from '@sohoso/log';
import { pause as pauseFor } from './pause.ts';

/** Nothing of what waits was worked on for a while; more of it would only pile up. */
export class PipelineBehind extends Error {
  override readonly name = 'PipelineBehind';
}

export interface BackfillLaneOptions {
  readonly log: EventLog;
  /** The group whose waiting events are counted. */
  readonly group: string;
  /** The most events that may wait to be worked on behind an append of the lane, and so before a live event. */
  readonly maxWaitingEvents: number;
  /** The most events, all of one partition, that are appended together. */
  readonly maxRunEvents: number;
  /** How long nothing may be worked on before those who wait are told so, ms. */
  readonly standstillMs: number;
  /** In ms; must not go back. */
  readonly now?: () => number;
  /** Waits so many ms. */
  readonly pause?: (ms: number) => Promise<void>;
  /** Told how long a run had to wait for room, seconds. */
  readonly onWaited?: (seconds: number) => void;
}

/** Who brought events, until all of them are durable, or it is over for another reason. */
interface Bringer {
  left: number;
  readonly durable: (count: number) => void;
  readonly end: (error: unknown) => void;
  isOver: boolean;
}

interface Brought {
  readonly entry: LogEntry;
  readonly by: Bringer;
}

/** Asking for the lag is nothing in an embedded log, and a request to the brokers on Kafka: it may take a tenth of the time. */
const SHARE_OF_ASKING = 0.1;
const FIRST_DELAY_MS = 5;
const LAST_DELAY_MS = 100;

/**
 * The one way on which all backfills of a process reach the log. What they bring is gathered by partition, and the partitions are
 * served in turns, a run of events at a time: a store takes few long batches of one partition far more easily than many short
 * ones. A run waits until few enough events are waiting to be worked on, so that a live event never stands behind more.
 */
export class BackfillLane {
  readonly #options: BackfillLaneOptions;
  readonly #now: () => number;
  readonly #pause: (ms: number) => Promise<void>;
  readonly #gathered: Brought[][];
  readonly #maxRunEvents: number;
  #isServing = false;
  #waiting = 0;
  #appendedSince = 0;
  #done = -1;
  #askAgainAtMs = Number.NEGATIVE_INFINITY;
  #progressAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: BackfillLaneOptions) {
    const { now = () => performance.now(), pause = (ms) => pauseFor(ms, new AbortController().signal) } =
      options;
    this.#options = options;
    this.#now = now;
    this.#pause = pause;
    this.#gathered = Array.from({ length: options.log.partitionCount }, () => []);
    // A run that is longer than what may wait would wait for ever.
    this.#maxRunEvents = Math.min(options.maxRunEvents, options.maxWaitingEvents);
  }

  /**
   * Brings events; resolves when all are durable, and tells part by part how many have become so. Throws PipelineBehind where nothing
   * was worked on for long, what the log throws, and the signal's reason where it was given up.
   */
  append(
    entries: readonly LogEntry[],
    signal: AbortSignal,
    durable: (count: number) => void = () => {},
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      const giveUp = () => by.end(signal.reason);
      const by: Bringer = {
        left: entries.length,
        isOver: false,
        durable,
        end(error) {
          if (by.isOver) return;
          by.isOver = true;
          signal.removeEventListener('abort', giveUp);
          if (error === null) resolve();
          else reject(error as Error);
        },
      };
      if (signal.aborted) return giveUp();
      signal.addEventListener('abort', giveUp);
      for (const entry of entries)
        this.#gathered[this.#options.log.partitionOf(entry.key)]?.push({ entry, by });
      if (entries.length === 0) by.end(null);
      if (!this.#isServing) void this.#serve();
    });
  }

  /** Serves the partitions in turns until nothing is gathered any more. */
  async #serve(): Promise<void> {
    this.#isServing = true;
    const startedAtMs = this.#now();
    try {
      for (let isDone = false; !isDone; ) {
        isDone = true;
        for (const partition of this.#gathered.keys()) {
          if (this.#wanted(partition).length === 0) continue;
          isDone = false;
          await this.#room(partition, startedAtMs);
          await this.#appendRun(partition);
        }
      }
    } catch (error) {
      for (const some of this.#gathered) for (const { by } of some.splice(0)) by.end(error);
    } finally {
      this.#isServing = false;
    }
  }

  /** What is gathered of a partition, without what was given up. */
  #wanted(partition: number): Brought[] {
    const some = this.#gathered[partition] ?? [];
    if (!some.some(({ by }) => by.isOver)) return some;
    const wanted = some.filter(({ by }) => !by.isOver);
    this.#gathered[partition] = wanted;
    return wanted;
  }

  async #appendRun(partition: number): Promise<void> {
    const run = this.#wanted(partition).splice(0, this.#maxRunEvents);
    if (run.length === 0) return;
    // Counted before it is there: where the append fails, some of it may be in the log all the same.
    this.#appendedSince += run.length;
    try {
      await this.#options.log.append(run.map(({ entry }) => entry));
    } catch (error) {
      for (const { by } of run) by.end(error);
      return;
    }
    const counts = new Map<Bringer, number>();
    for (const { by } of run) counts.set(by, (counts.get(by) ?? 0) + 1);
    for (const [by, count] of counts) {
      by.left -= count;
      if (!by.isOver) by.durable(count);
      if (by.left === 0) by.end(null);
    }
  }

  async #room(partition: number, startedAtMs: number): Promise<void> {
    const { maxWaitingEvents, standstillMs, onWaited = () => {} } = this.#options;
    const cameAtMs = this.#now();
    let delayMs = FIRST_DELAY_MS;
    for (;;) {
      await this.#ask();
      const count = Math.min(this.#wanted(partition).length, this.#maxRunEvents);
      if (this.#waiting + this.#appendedSince + count <= maxWaitingEvents) break;
      if (this.#now() - Math.max(this.#progressAtMs, startedAtMs) >= standstillMs) {
        throw new PipelineBehind(
          `${this.#waiting} events are waiting, and none was worked on for ${standstillMs / 1_000} s; see why at /readyz of the consumer`,
        );
      }
      await this.#pause(delayMs);
      delayMs = Math.min(LAST_DELAY_MS, 2 * delayMs);
    }
    onWaited((this.#now() - cameAtMs) / 1_000);
  }

  async #ask(): Promise<void> {
    const askedAtMs = this.#now();
    if (askedAtMs < this.#askAgainAtMs) return;
    const lag = await this.#options.log.lag(this.#options.group);
    const done = lag.reduce((sum, { committed }) => sum + committed, 0);
    this.#waiting = lag.reduce((sum, { waiting }) => sum + waiting, 0);
    this.#appendedSince = 0;
    const answeredAtMs = this.#now();
    this.#askAgainAtMs = answeredAtMs + (answeredAtMs - askedAtMs) / SHARE_OF_ASKING;
    if (done !== this.#done) this.#progressAtMs = answeredAtMs;
    this.#done = done;
  }
}
