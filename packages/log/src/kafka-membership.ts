import type { Consumer } from 'kafkajs';

const HEARTBEAT = 'Heartbeat';

/** Answers of the coordinator to a heartbeat that mean: the partitions are being, or were, shared out anew. */
const ENDS = new Set([
  'REBALANCE_IN_PROGRESS',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'NOT_COORDINATOR_FOR_GROUP',
]);

/**
 * Whether this member still holds what it was given, as early as a member can know it. kafkajs tells of a rebalance only
 * after the batches under way have ended, so the heartbeats that are sent meanwhile are what tells here. A member that was
 * stopped for longer than its session knows from the clock alone, before any heartbeat is answered.
 */
export class Membership {
  readonly #sessionTimeoutMs: number;
  readonly #now: () => number;
  #generation = 0;
  #held = false;
  #heartbeatSentAtMs = 0;
  #renewedAtMs = 0;

  constructor(consumer: Consumer, sessionTimeoutMs: number, now: () => number = Date.now) {
    this.#sessionTimeoutMs = sessionTimeoutMs;
    this.#now = now;
    const { events } = consumer;
    consumer.on(events.GROUP_JOIN, () => {
      this.#generation++;
      this.#held = true;
      this.#renewedAtMs = now();
    });
    // The coordinator counts from when it got the heartbeat, which is after it was sent; the answer may have waited.
    consumer.on(events.REQUEST, ({ payload: { apiName, sentAt } }) => {
      if (apiName === HEARTBEAT) this.#heartbeatSentAtMs = sentAt;
    });
    consumer.on(events.HEARTBEAT, () => {
      this.#renewedAtMs = Math.max(this.#renewedAtMs, this.#heartbeatSentAtMs);
    });
    consumer.on(events.REBALANCING, () => this.end());
    consumer.on(events.CRASH, () => this.end());
  }

  /** Grows with each joining of the group. */
  get generation(): number {
    return this.#generation;
  }

  /** Whether what was given out in this generation is surely still ours. */
  holds(generation: number): boolean {
    const isAlive = this.#now() - this.#renewedAtMs < this.#sessionTimeoutMs;
    return this.#held && generation === this.#generation && isAlive;
  }

  /** To be told of every error of a heartbeat or commit; most of them pass, and then the session decides. */
  failed(error: unknown): void {
    if (ENDS.has((error as { type?: string }).type ?? '')) this.end();
  }

  /** The generation has ended; the next one begins when the group was joined again. */
  end(): void {
    this.#held = false;
  }
}
