import type { DossierEvent } from '@sohoso/dossier';
import { type Database, open, type RootDatabase } from 'lmdb';

/** The counted events of one dossier, in any order. */
export type DossierEvents = readonly DossierEvent[];

/** The fold state cannot be written; the message says why and what to do. */
export class StateUnavailable extends Error {
  override readonly name = 'StateUnavailable';
}

/**
 * What the fold needs of a partition's past: the events of each dossier and the log position up to which they are
 * in. A cache of facts: lost, it is rebuilt from them.
 */
export interface FoldState {
  /** The next position to fold, or null where nothing is known of the partition. */
  position(partition: number): number | null;
  load(partition: number, dossier: string): DossierEvents | undefined;
  /** All dossiers of a partition with their events, as of the moment of the call. */
  entries(partition: number): Iterable<readonly [dossier: string, events: DossierEvents]>;
  /** Stores the dossiers that changed together with the position, in one transaction. Throws StateUnavailable. */
  commit(partition: number, position: number, changed: ReadonlyMap<string, DossierEvents>): Promise<void>;
  /**
   * Brings the partition up to `position` by the events of the pages, in log order: those from its own position on, or
   * all of them where it has none. Cut off in the middle it has no position, and starts from nothing the next time.
   */
  catchUp(partition: number, position: number, pages: AsyncIterable<DossierEvents>): Promise<void>;
  /** Forgets a partition: its position at once, its dossiers before it is brought up again. */
  forget(partition: number): Promise<void>;
  /** Which log this is the state of; null when nobody has said. */
  logIdentity(): string | null;
  setLogIdentity(identity: string): Promise<void>;
  close(): Promise<void>;
}

/** Fold state on LMDB: one database per partition, so that a partition can be forgotten at once. */
export class EmbeddedFoldState implements FoldState {
  readonly #path: string;
  readonly #root: RootDatabase;
  readonly #positions: Database<number, number>;
  readonly #meta: Database<string, string>;
  readonly #partitions = new Map<number, Database<DossierEvents, string>>();

  constructor(path: string, maxPartitions = 1_024) {
    this.#path = path;
    // With batching by event turn a commit that fails rejects one more promise, which nobody can get at, and that would end
    // the process.
    this.#root = open({ path, maxDbs: maxPartitions + 2, eventTurnBatching: false });
    this.#positions = this.#root.openDB({ name: 'positions' });
    this.#meta = this.#root.openDB({ name: 'meta' });
  }

  #dossiers(partition: number): Database<DossierEvents, string> {
    let db = this.#partitions.get(partition);
    if (db === undefined) {
      // Structures shared between values keep the attribute names out of each of them.
      db = this.#root.openDB({
        name: `partition-${partition}`,
        sharedStructuresKey: Symbol.for('structures'),
      });
      this.#partitions.set(partition, db);
    }
    return db;
  }

  position(partition: number): number | null {
    return this.#positions.get(partition) ?? null;
  }

  load(partition: number, dossier: string): DossierEvents | undefined {
    return this.#dossiers(partition).get(dossier);
  }

  *entries(partition: number): Generator<readonly [dossier: string, events: DossierEvents]> {
    for (const { key, value } of this.#dossiers(partition).getRange({})) {
      // The shared structures lie among the dossiers, under a symbol.
      if (typeof key === 'string') yield [key, value];
    }
  }

  async commit(
    partition: number,
    position: number,
    changed: ReadonlyMap<string, DossierEvents>,
  ): Promise<void> {
    const dossiers = this.#dossiers(partition);
    await this.#written(
      this.#root.batch(() => {
        for (const [dossier, events] of changed) dossiers.put(dossier, events);
        this.#positions.put(partition, position);
      }),
    );
  }

  async #written(writing: Promise<unknown>): Promise<void> {
    await writing.catch(async (error: Error & { commitError?: Promise<never> }) => {
      // The reason of a failed commit is a promise beside the error; one that nobody looks at would end the process.
      const reason = await error.commitError?.catch((cause: Error) => cause.message);
      throw new StateUnavailable(
        `the fold state in ${this.#path} cannot be written (${reason ?? error.message}); free space on its disk and start again, nothing is lost`,
        { cause: error },
      );
    });
  }

  async catchUp(partition: number, position: number, pages: AsyncIterable<DossierEvents>): Promise<void> {
    const dossiers = this.#dossiers(partition);
    const startsFromNothing = this.position(partition) === null;
    await this.#positions.remove(partition);
    if (startsFromNothing) await dossiers.clearAsync();
    for await (const page of pages) {
      const byDossier = groupByDossier(page);
      await this.#written(
        this.#root.batch(() => {
          for (const [dossier, events] of byDossier)
            dossiers.put(dossier, [...(dossiers.get(dossier) ?? []), ...events]);
        }),
      );
    }
    await this.commit(partition, position, new Map());
  }

  async forget(partition: number): Promise<void> {
    await this.#written(this.#positions.remove(partition));
  }

  logIdentity(): string | null {
    return this.#meta.get('log') ?? null;
  }

  async setLogIdentity(identity: string): Promise<void> {
    await this.#meta.put('log', identity);
  }

  async close(): Promise<void> {
    await this.#root.close();
  }
}

function groupByDossier(events: DossierEvents): Map<string, DossierEvent[]> {
  const groups = new Map<string, DossierEvent[]>();
  for (const event of events) {
    const group = groups.get(event.dossier);
    if (group === undefined) groups.set(event.dossier, [event]);
    else group.push(event);
  }
  return groups;
}
