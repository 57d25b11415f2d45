import type { LogBatch } from '@sohoso/log';
import type { Facts, FoldState } from '@sohoso/store';

/** Where the consumer stands in a partition that it holds. */
export interface PartitionStand {
  readonly generation: number;
  /** The next position to fold. */
  position: number;
  /** Positions before this one may be in the facts already, though the state has not seen them: ask before inserting. */
  readonly inDoubtBefore: number;
  /** The position that reading was last sent back to; a gap that shows there again is a gap of the log. */
  soughtAt: number | null;
}

/**
 * The partitions that this consumer holds. A partition that may have been elsewhere in between (a new generation)
 * is looked up anew: the state's position is where folding begins; where there is no state, it is rebuilt from the
 * facts; and whatever the facts hold from there on is not inserted again.
 */
export class Partitions {
  readonly #facts: Facts;
  readonly #state: FoldState;
  readonly #held = new Map<number, PartitionStand>();

  constructor(facts: Facts, state: FoldState) {
    this.#facts = facts;
    this.#state = state;
  }

  async take(batch: LogBatch): Promise<PartitionStand> {
    const held = this.#held.get(batch.partition);
    if (held?.generation === batch.generation) return held;
    const factsNext = (await this.#facts.nextOffsets()).get(batch.partition) ?? 0;
    const position =
      this.#state.position(batch.partition) ?? (await this.#rebuild(batch.partition, factsNext));
    const stand = { generation: batch.generation, position, inDoubtBefore: factsNext, soughtAt: null };
    this.#held.set(batch.partition, stand);
    return stand;
  }

  async #rebuild(partition: number, factsNext: number): Promise<number> {
    await this.#state.restore(partition, factsNext, this.#facts.events(partition));
    return factsNext;
  }

  /** Forgets where it stands, so that the next batch looks it up again. */
  drop(partition: number): void {
    this.#held.delete(partition);
  }
}
