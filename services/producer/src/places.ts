import { Problem } from '@sohoso/service';
import type { Lane } from './metrics.ts';

export interface PlaceLimits {
  /** Live requests that may be under way at once; more are told to come back. */
  readonly maxRequests: number;
  /** As many of them may be of one key, so that one that is slowed does not take the places of all. */
  readonly maxRequestsOfKey: number;
  /** Backfills that may be under way at once, beside the live requests. */
  readonly maxBackfills: number;
}

/** Who is being served. Backfills, which wait, are counted apart: they never take a live request's place. */
export class Places {
  readonly #limits: PlaceLimits;
  readonly #ofKey = new Map<string, number>();
  #live = 0;
  #backfills = 0;

  constructor(limits: PlaceLimits) {
    this.#limits = limits;
  }

  get backfills(): number {
    return this.#backfills;
  }

  /** Takes a place; gives what leaves it again. Throws a Problem `overloaded` (429) where there is none. */
  enter(lane: Lane, sender: string | null): () => void {
    return lane === 'live' ? this.#enterLive(sender) : this.#enterBackfill();
  }

  #enterBackfill(): () => void {
    const { maxBackfills } = this.#limits;
    if (this.#backfills >= maxBackfills) throw overloaded(`${maxBackfills} backfills`);
    this.#backfills++;
    return () => {
      this.#backfills--;
    };
  }

  #enterLive(sender: string | null): () => void {
    const { maxRequests, maxRequestsOfKey } = this.#limits;
    if (this.#live >= maxRequests) throw overloaded(`${maxRequests} requests`);
    const ofKey = sender === null ? 0 : (this.#ofKey.get(sender) ?? 0);
    if (ofKey >= maxRequestsOfKey) throw overloaded(`${ofKey} requests of this key`);
    this.#live++;
    if (sender !== null) this.#ofKey.set(sender, ofKey + 1);
    return () => {
      this.#live--;
      if (sender === null) return;
      const left = (this.#ofKey.get(sender) ?? 1) - 1;
      if (left === 0) this.#ofKey.delete(sender);
      else this.#ofKey.set(sender, left);
    };
  }
}

function overloaded(what: string): Problem {
  return new Problem(
    429,
    'overloaded',
    `${what} are under way; nothing of this one was taken in, send it again later`,
  );
}
