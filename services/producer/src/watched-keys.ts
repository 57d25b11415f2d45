import { stat } from 'node:fs/promises';
import type { Logger } from '@sohoso/log';
import { type KeptKey, readKeys } from './keys-file.ts';

/** How long what was seen of the file counts. */
const LOOK_EVERY_MS = 1_000;

/**
 * The keys of a file, as they are now: the file is looked at when somebody asks, once a second at most, and read where it has
 * changed. One that cannot be read any more leaves the last good keys in force, and the log says so; none at all means no keys.
 */
export class WatchedKeys {
  readonly #file: string;
  readonly #logger: Logger;
  readonly #now: () => number;
  readonly #read: typeof readKeys;
  #keys: readonly KeptKey[] = [];
  /** What the file looked like when it was last read in full; null before. */
  #seen: string | null = null;
  /** The last fault that was told, so that one that stays is told once. */
  #fault: string | null = null;
  #lookedAtMs = Number.NEGATIVE_INFINITY;
  #looking: Promise<void> | null = null;

  /** `now` is in ms and must not go back. `read` reads the file. */
  constructor(
    file: string,
    logger: Logger,
    now: () => number = () => performance.now(),
    read: typeof readKeys = readKeys,
  ) {
    this.#read = read;
    this.#file = file;
    this.#logger = logger;
    this.#now = now;
  }

  /** Reads the file; throws Usage where it cannot be used. */
  async load(): Promise<void> {
    const seen = await lookOf(this.#file);
    this.#keys = await this.#read(this.#file);
    this.#seen = seen;
    this.#lookedAtMs = this.#now();
    if (seen === MISSING) this.#logger.warn({}, `there is no keys file ${this.#file} yet; ${HOW_TO_ADD}`);
  }

  /** The keys in force. The same list as before where nothing has changed. */
  async current(): Promise<readonly KeptKey[]> {
    if (this.#now() - this.#lookedAtMs >= LOOK_EVERY_MS) {
      this.#looking ??= this.#look().finally(() => {
        this.#looking = null;
      });
      await this.#looking;
    }
    return this.#keys;
  }

  async #look(): Promise<void> {
    const seen = await lookOf(this.#file);
    this.#lookedAtMs = this.#now();
    if (seen === this.#seen) return;
    try {
      this.#keys = await this.#read(this.#file);
      // Only now: a fault that passes, such as too many open files, must not leave a revoked key in force.
      this.#seen = seen;
      this.#fault = null;
      if (seen === MISSING) this.#logger.warn({}, `the keys file ${this.#file} is gone; ${HOW_TO_ADD}`);
    } catch (error) {
      const fault = `${(error as Error).message}; the keys from before stay in force`;
      if (fault !== this.#fault) this.#logger.error({}, fault);
      this.#fault = fault;
    }
  }
}

const MISSING = 'ENOENT';
const HOW_TO_ADD = 'nobody may send until there is a key: sohoso keys add';

/** What changes when a file does: also its mode (ctime), for a file that may be read again must be read. */
async function lookOf(file: string): Promise<string> {
  try {
    const { ino, size, mtimeMs, ctimeMs } = await stat(file);
    return `${ino} ${size} ${mtimeMs} ${ctimeMs}`;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unknown';
  }
}
