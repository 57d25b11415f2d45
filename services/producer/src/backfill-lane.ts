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
  /** The most events that may wait behind an append of the lane, and so before a live event. */
  readonly maxWaitingEvents: number;
  /** How long nothing may be worked on before a waiting append gives up, ms. */
  readonly standstillMs: number;
  /** In ms; must not go back. */
  readonly now?: () => number;
  /** Waits so many ms, or throws the signal's reason. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Told how long an append had to wait, seconds. */
  readonly onWaited?: (seconds: number) => void;
}

/** On Kafka asking for the lag is a request to the brokers. */
const ASK_EVERY_MS = 100;
const FIRST_DELAY_MS = 10;
const LAST_DELAY_MS = 200;

/**
 * The one way on which all backfills of a process reach the log, chunk by chunk in turns: each waits until few enough events are
 * waiting to be worked on. Partitions are read in order, so a live event stands behind what waits in its own at that moment,
 * which the lane keeps short however much it has to bring.
 */
export class BackfillLane {
  readonly #log: EventLog;
  readonly #group: string;
  readonly #maxWaitingEvents: number;
  readonly #standstillMs: number;
  readonly #now: () => number;
  readonly #pause: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly #onWaited: (seconds: number) => void;
  /** Ends when the turn that was taken last does. */
  #lastTurn: Promise<void> = Promise.resolve();
  #waiting = 0;
  #appendedSince = 0;
  #done = -1;
  #askedAtMs = Number.NEGATIVE_INFINITY;
  #progressAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: BackfillLaneOptions) {
    const { now = () => performance.now(), pause = pauseFor, onWaited = () => {} } = options;
    this.#log = options.log;
    this.#group = options.group;
    this.#maxWaitingEvents = options.maxWaitingEvents;
    this.#standstillMs = options.standstillMs;
    this.#now = now;
    this.#pause = pause;
    this.#onWaited = onWaited;
  }

  /**
   * Appends a chunk, of at most `maxWaitingEvents`, when its turn has come and there is room. Throws PipelineBehind where
   * nothing was worked on for long, what the log throws, and the signal's reason where it was given up.
   */
  async append(entries: readonly LogEntry[], signal: AbortSignal): Promise<void> {
    const before = this.#lastTurn;
    const calledAtMs = this.#now();
    const turn = before.then(() => this.#appendInTurn(entries, calledAtMs, signal));
    this.#lastTurn = turn.catch(() => {});
    await turn;
  }

  async #appendInTurn(entries: readonly LogEntry[], calledAtMs: number, signal: AbortSignal): Promise<void> {
    try {
      await this.#room(entries.length, calledAtMs, signal);
    } finally {
      this.#onWaited((this.#now() - calledAtMs) / 1_000);
    }
    // Counted before it is there: where the append fails, some of it may be in the log all the same.
    this.#appendedSince += entries.length;
    await this.#log.append(entries);
  }

  async #room(count: number, calledAtMs: number, signal: AbortSignal): Promise<void> {
    let delayMs = FIRST_DELAY_MS;
    for (;;) {
      signal.throwIfAborted();
      await this.#ask();
      if (this.#waiting + this.#appendedSince + count <= this.#maxWaitingEvents) return;
      if (this.#now() - Math.max(this.#progressAtMs, calledAtMs) >= this.#standstillMs) {
        throw new PipelineBehind(
          `${this.#waiting} events are waiting, and none was worked on for ${this.#standstillMs / 1_000} s; see why at /readyz of the consumer`,
        );
      }
      await this.#pause(delayMs, signal);
      delayMs = Math.min(LAST_DELAY_MS, 2 * delayMs);
    }
  }

  async #ask(): Promise<void> {
    if (this.#now() - this.#askedAtMs < ASK_EVERY_MS) return;
    const lag = await this.#log.lag(this.#group);
    const done = lag.reduce((sum, { committed }) => sum + committed, 0);
    this.#waiting = lag.reduce((sum, { waiting }) => sum + waiting, 0);
    this.#appendedSince = 0;
    this.#askedAtMs = this.#now();
    if (done !== this.#done) this.#progressAtMs = this.#askedAtMs;
    this.#done = done;
  }
}
