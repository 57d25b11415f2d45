import type { BusinessZone, Instant } from '@sohoso/dossier';

/** What an export may tell of a leg; what it does not tell is left as it is known. */
export type Told =
  | 'custody'
  | 'procedure'
  | 'field'
  | 'due'
  | 'supplementRequestedAt'
  | 'supplementedAt'
  | 'overdueSince'
  | 'closedAt'
  | 'withdrawnAt'
  | 'outcome'
  | 'returnedVia'
  | 'cause';

/** What the changes of a row are worked out with, the same for all rows of a file. */
export interface ChangeContext {
  /** The CloudEvents source under which the file's events are sent. */
  readonly source: string;
  /** Template of event ids, with the places `{dossier}`, `{leg}` and `{step}`. */
  readonly ids: string;
  readonly zone: BusinessZone;
  /** When the export was made: the time of changes for which it tells none. */
  readonly asOf: Instant;
  readonly tells: ReadonlySet<Told>;
  /** Whether another unit with the same moment of receipt is a correction of the unit; else it is another dossier of the same code. */
  readonly unitCorrections: boolean;
}
