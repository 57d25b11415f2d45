import { readdir, rm } from 'node:fs/promises';
import { type DataFolder, takeDataFolder, Usage } from '@sohoso/service';
import { open, type RootDatabase } from 'lmdb';

/** How far a backfill has come. Counts of rows, but for `events`. */
export interface Progress {
  /** Rows of the file that are done with, from its beginning. */
  readonly read: number;
  readonly added: number;
  readonly changed: number;
  readonly repeated: number;
  readonly skipped: number;
  readonly refused: number;
  readonly warned: number;
  /** Events that the log has taken in. */
  readonly events: number;
  /** Length of the list of refused rows, bytes. */
  readonly listBytes: number;
}

export const nothingDone: Progress = {
  read: 0,
  added: 0,
  changed: 0,
  repeated: 0,
  skipped: 0,
  refused: 0,
  warned: 0,
  events: 0,
  listBytes: 0,
};

/** Where a leg was met first in the file, and with what content. */
export interface Seen {
  readonly row: number;
  readonly unit: string;
  readonly content: string;
}

const STATE = 'state:';
const LEG = 'leg:';
const EVENTS = 'events:';

/**
 * What a backfill remembers while it runs, in a folder beside the file: how far it has come, so that it goes on there after it was
 * killed, and which legs the file has told of, which would not fit into memory. It is removed at the end.
 */
export class Journal {
  readonly #folder: DataFolder;
  readonly #db: RootDatabase<unknown, string>;
  /** Legs of batches that are under way. */
  readonly #underWay = new Map<string, Seen>();

  private constructor(folder: DataFolder, db: RootDatabase<unknown, string>) {
    this.#folder = folder;
    this.#db = db;
  }

  /**
   * Opens the journal of a file; one of another state of the file, of another mapping or another store, begins anew. Throws Usage
   * where the folder cannot be written, is none of ours, or another backfill is at work on it.
   */
  static async open(path: string, fingerprint: string): Promise<Journal> {
    await requireOurs(path);
    const folder = await takeDataFolder(path).catch(() => {
      throw new Usage(
        `the journal ${path} cannot be had: another backfill of the file is under way, or the folder cannot be written to`,
      );
    });
    const journal = new Journal(folder, openAt(folder.path));
    if (journal.#db.get(`${STATE}fingerprint`) !== fingerprint) await journal.beginAnew(fingerprint);
    return journal;
  }

  /** Forgets all; the file is then read from its beginning, and what is known of it adds nothing. */
  async beginAnew(fingerprint = this.#db.get(`${STATE}fingerprint`)): Promise<void> {
    await this.#db.clearAsync();
    await this.#db.put(`${STATE}fingerprint`, fingerprint);
  }

  get progress(): Progress {
    return (this.#db.get(`${STATE}progress`) as Progress | undefined) ?? nothingDone;
  }

  /** Where the file told of a leg before, if it did; else remembers that it does here. */
  meet(leg: string, seen: Seen): Seen | undefined {
    const before = this.#underWay.get(leg) ?? (this.#db.get(`${LEG}${leg}`) as Seen | undefined);
    if (before === undefined) this.#underWay.set(leg, seen);
    return before;
  }

  /** The events that earlier rows of the file add to a dossier; kept for a dry run only. */
  added(dossier: string): readonly unknown[] {
    return (this.#db.get(`${EVENTS}${dossier}`) as readonly unknown[] | undefined) ?? [];
  }

  /** Remembers a batch as done: all of it or, after a crash, nothing. */
  async commit(
    progress: Progress,
    legs: readonly string[],
    added: ReadonlyMap<string, readonly unknown[]> = new Map(),
  ): Promise<void> {
    await this.#db.transaction(() => {
      for (const leg of legs) this.#db.put(`${LEG}${leg}`, this.#underWay.get(leg));
      for (const [dossier, events] of added) this.#db.put(`${EVENTS}${dossier}`, events);
      this.#db.put(`${STATE}progress`, progress);
    });
    for (const leg of legs) this.#underWay.delete(leg);
  }

  async close(): Promise<void> {
    await this.#db.close();
    await this.#folder.release();
  }

  async remove(): Promise<void> {
    await this.#db.close();
    await rm(this.#folder.path, { recursive: true, force: true });
  }
}

/** The database, and the mark of the process that is at work on it. */
const OURS = /^(data|lock)\.mdb$|^in-use-by/;

/** Whoever has a folder of that name for something else is not to lose it. */
async function requireOurs(path: string): Promise<void> {
  const found = await readdir(path).catch((): string[] => []);
  if (!found.every((name) => OURS.test(name)))
    throw new Usage(
      `${path} is not the journal of a backfill; move it away, or load the file from another folder`,
    );
}

function openAt(path: string): RootDatabase<unknown, string> {
  return open<unknown, string>({ path, eventTurnBatching: false, noSubdir: false });
}
