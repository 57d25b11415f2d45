import type { DossierEvent } from '@sohoso/dossier';
import type { EventLog, LogBatch } from '@sohoso/log';
import type { Facts, FoldState } from '@sohoso/store';

/** Where the consumer stands in a partition that it holds. */
export interface PartitionStand {
  readonly generation: number;
  /** Under which it inserts; see `Facts.settle`. */
  claim: string;
  /** The next position to fold; everything before it is in the facts and in the state. */
  position: number;
  /** Whether reading was seen to be at `position`, or sent there; a gap that shows from then on is one of the log. */
  isPlaced: boolean;
}

/** The fold state knows of positions that the facts do not have; facts are the truth, so something has lost them. */
export class StateAheadOfFacts extends Error {
  override readonly name = 'StateAheadOfFacts';

  constructor(partition: number, known: number, next: number) {
    super(
      `the fold state holds partition ${partition} up to position ${known}, the facts in ClickHouse only up to ${next}: ClickHouse was restored from a back-up or has lost data, or it is another database. See that CLICKHOUSE_URL and CLICKHOUSE_DATABASE are right; if they are, run: sohoso repair (what the facts lack is folded from the log again)`,
    );
  }
}

/**
 * The partitions that this consumer holds. A partition that may have been elsewhere in between (a new generation) is
 * taken over: claimed and settled in the store, so that nobody else adds to it; and where the facts know more than the state,
 * the state is brought up **from the facts**, not by folding the log again. A fact is what was decided then; folded today, under
 * another registry of units, it could come out otherwise.
 */
export class Partitions {
  readonly #log: EventLog;
  readonly #facts: Facts;
  readonly #state: FoldState;
  readonly #owner: string;
  readonly #held = new Map<number, PartitionStand>();
  #hasGrown: Promise<boolean> | null = null;

  constructor(log: EventLog, facts: Facts, state: FoldState, owner: string) {
    this.#log = log;
    this.#facts = facts;
    this.#state = state;
    this.#owner = owner;
  }

  /** Where the batch's partition stands; taken over first where that is needed. Throws StateAheadOfFacts, RollUpsBroken. */
  async take({ partition, generation }: LogBatch): Promise<PartitionStand> {
    const held = this.#held.get(partition);
    if (held?.generation === generation) return held;
    const { claim, next } = await this.#facts.settle(partition, this.#owner);
    const known = this.#state.position(partition);
    if (known !== null && known > next) throw new StateAheadOfFacts(partition, known, next);
    if (known === null || known < next) {
      await this.#state.catchUp(partition, next, this.#pages(partition, known, next));
    }
    const stand = { generation, claim, position: next, isPlaced: false };
    this.#held.set(partition, stand);
    return stand;
  }

  /**
   * Finds out what became of an insert whose outcome is not known: claims and settles the partition anew. Gives the position
   * after its last fact.
   */
  async settle(stand: PartitionStand, partition: number): Promise<number> {
    const { claim, next } = await this.#facts.settle(partition, this.#owner);
    stand.claim = claim;
    return next;
  }

  /** Forgets where it stands, so that the next batch looks it up again. */
  drop(partition: number): void {
    this.#held.delete(partition);
  }

  /** Makes the state of a partition anew from the facts. Nothing may be folded in it meanwhile. */
  async rebuild(partition: number, next: number, onEvents: (count: number) => void): Promise<void> {
    await this.#state.forget(partition);
    const pages = this.#pages(partition, null, next);
    await this.#state.catchUp(partition, next, counted(pages, onEvents));
    this.drop(partition);
  }

  /** The events that the state of a partition lacks. */
  async *#pages(partition: number, known: number | null, next: number): AsyncGenerator<DossierEvent[]> {
    const facts = this.#facts;
    if (known !== null || !(await this.#grown())) {
      if (next > 0) yield* facts.events(partition, { start: known ?? 0, before: next });
      return;
    }
    // Its dossiers may have been in any partition while there were fewer.
    const home = { partition, partitionCount: this.#log.partitionCount };
    for (const [one, end] of await facts.nextOffsets()) {
      yield* facts.events(one, { start: 0, before: one === partition ? next : end }, home);
    }
  }

  #grown(): Promise<boolean> {
    this.#hasGrown ??= this.#facts.hasGrown();
    return this.#hasGrown;
  }
}

async function* counted(
  pages: AsyncGenerator<DossierEvent[]>,
  onEvents: (count: number) => void,
): AsyncGenerator<DossierEvent[]> {
  for await (const page of pages) {
    yield page;
    onEvents(page.length);
  }
}
