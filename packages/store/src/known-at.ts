import type { Day } from '@sohoso/dossier';

/** A moment up to which events count that the log recorded; `day` is its business day. */
export interface KnownAt {
  /** Milliseconds since 1970; what was recorded in this one counts. */
  readonly atMs: number;
  readonly day: Day;
}

/** The last millisecond that the store's type of moments can hold; everything was recorded before. */
const LAST_MS = Date.UTC(2299, 11, 31);

/** The moment as a parameter of a query: all that the store has where none is given. */
export function knownAtMs(known: KnownAt | null): number {
  return known === null ? LAST_MS : known.atMs;
}
