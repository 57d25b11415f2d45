import { Problem } from '@sohoso/service';
import type { Lane } from './metrics.ts';

export interface PlaceLimits {
  /** Live requests that may be under way at once; more are told to come back. */
  readonly maxRequests: number;
  /** As many of them may be of one key, so that one that is slowed does not take the places of all. */
  readonly maxRequestsOfKey: number;
  /** Backfills that may be under way at once, beside the live requests. */
  readonly maxBackfills: number;
  /** As many of them may be of one key, so that one that stands still does not keep the others out. */
  readonly maxBackfillsOfKey: number;
}

/** Who is being served. Backfills, which wait, are counted apart: they never take a live request's place. */
export class Places {
  readonly #of: Readonly<Record<Lane, Counted>>;

  constructor({ maxRequests, maxRequestsOfKey, maxBackfills, maxBackfillsOfKey }: PlaceLimits) {
    this.#of = {
      live: new Counted('requests', maxRequests, maxRequestsOfKey),
      backfill: new Counted('backfills', maxBackfills, maxBackfillsOfKey),
    };
  }

  get backfills(): number {
    return this.#of.backfill.count;
  }

  /**
   * Takes a place; gives what leaves it again. Throws a Problem `overloaded` (429) where there is none. Without a key (`sender` is
   * null) only the places of all count.
   */
  enter(lane: Lane, sender: string | null): () => void {
    return this.#of[lane].enter(sender);
  }
}

class Counted {
  readonly #what: string;
  readonly #max: number;
  readonly #maxOfKey: number;
  readonly #ofKey = new Map<string, number>();
  count = 0;

  constructor(what: string, max: number, maxOfKey: number) {
    this.#what = what;
    this.#max = max;
    this.#maxOfKey = maxOfKey;
  }

  enter(sender: string | null): () => void {
    if (this.count >= this.#max) throw overloaded(`${this.#max} ${this.#what}`);
    const ofKey = sender === null ? 0 : (this.#ofKey.get(sender) ?? 0);
    if (ofKey >= this.#maxOfKey) throw overloaded(`${ofKey} ${this.#what} of this key`);
    this.count++;
    if (sender !== null) this.#ofKey.set(sender, ofKey + 1);
    return () => {
      this.count--;
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
