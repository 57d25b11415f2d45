import type { LogBatch } from '@sohoso/log';
import type { Facts, FoldState } from '@sohoso/store';

/** Where the consumer stands in a partition that it holds. */
export interface PartitionStand {
  readonly generation: number;
  /** The next position to fold. */
  position: number;
  /** The position that reading was last sent back to; a gap that shows there again is a gap of the log. */
  soughtAt: number | null;
}

/**
 * The partitions that this consumer holds. A partition that may have been elsewhere in between (a new generation) is
 * looked up anew: where the facts know more than the state, the state is brought up **from the facts**, not by folding the
 * log again. A fact is what was decided then; folded today, under another registry of units, it could come out otherwise.
 */
export class Partitions {
  readonly #facts: Facts;
  readonly #state: FoldState;
  readonly #held = new Map<number, PartitionStand>();

  constructor(facts: Facts, state: FoldState) {
    this.#facts = facts;
    this.#state = state;
  }

  async take({ partition, generation }: LogBatch): Promise<PartitionStand> {
    const held = this.#held.get(partition);
    if (held?.generation === generation) return held;
    const factsNext = (await this.#facts.nextOffsets()).get(partition) ?? 0;
    const known = this.#state.position(partition);
    if (known === null || known < factsNext) {
      await this.#state.catchUp(partition, factsNext, this.#facts.events(partition, known ?? 0));
    }
    const stand = { generation, position: Math.max(known ?? 0, factsNext), soughtAt: null };
    this.#held.set(partition, stand);
    return stand;
  }

  /** Forgets where it stands, so that the next batch looks it up again. */
  drop(partition: number): void {
    this.#held.delete(partition);
  }
}
