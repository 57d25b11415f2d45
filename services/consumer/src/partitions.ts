import type { DossierEvent } from '@sohoso/dossier';
import type { EventLog, LogBatch } from '@sohoso/log';
import { type Facts, Fenced, type FoldState } from '@sohoso/store';
import { requireSameLog } from './same-log.ts';

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
  #hasGrown = false;

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
    // Somebody may have given the log more partitions, and taken note of it in the store, while this consumer ran.
    await requireSameLog(this.#log, this.#facts, this.#state);
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
   * Finds out what became of an insert whose outcome is not known: claims and settles the partition anew. True when the facts up
   * to `last` are in, false when none of them is. Throws StateAheadOfFacts where even facts from before are gone, Fenced where
   * there are others: somebody else has inserted, and the partition must be looked up anew.
   */
  async isIn(stand: PartitionStand, partition: number, last: number): Promise<boolean> {
    const { claim, next } = await this.#facts.settle(partition, this.#owner);
    stand.claim = claim;
    if (next === last + 1) return true;
    // Positions without a record lie before the first fact of the batch; the position stands at the last fact before them.
    if (next === stand.position) return false;
    if (next < stand.position) throw new StateAheadOfFacts(partition, stand.position, next);
    throw new Fenced(
      `the facts of partition ${partition} end at ${next}, which no insert of this consumer explains`,
    );
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
    await facts.drain();
    for (const [one, end] of await facts.nextOffsets()) {
      yield* facts.events(one, { start: 0, before: one === partition ? next : end }, home);
    }
  }

  async #grown(): Promise<boolean> {
    this.#hasGrown ||= await this.#facts.hasGrown();
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
