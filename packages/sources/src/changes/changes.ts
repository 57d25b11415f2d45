import type { DossierEvent } from '@sohoso/dossier';
import type { RefusedRow, SourceRow } from '../leg-row.ts';
import type { ChangeContext } from './context.ts';
import { legChanges } from './leg-changes.ts';
import { returnChanges } from './return-changes.ts';

export { legOf } from './leg-name.ts';

/** What a row adds to what is known. */
export type RowChanges =
  | {
      readonly kind: 'events';
      /** In the order in which they are to be sent, voids first; empty where the row says nothing new. */
      readonly events: readonly DossierEvent[];
      /** One sentence for each thing in the row that is let in, but should be looked at. */
      readonly warnings: readonly string[];
    }
  | { readonly kind: 'refused'; readonly refused: RefusedRow };

/**
 * Compares what a row of an export says with the events that are known of its dossier, and gives the events that are missing:
 * all of them for a leg that is not known; for a known one only what changed. The names of events follow from the row and what is
 * known alone, so that the same row over the same past gives the same events, and sending them twice is harmless.
 *
 * - another due: due-changed, at the moment that the export tells, else at the moment of the export;
 * - a result that was empty: resolved or withdrawn; one that was taken back: the old one is voided;
 * - anything else that differs: the old event is voided and a new one issued.
 *
 * What the list has no column for is left as it is known. Only events of the file's own source are ever changed, but for results: a list of
 * returned ones issues them again (see `returnChanges`), and the office's later correction takes that back (see `Replacements`).
 */
export function rowChanges(
  row: SourceRow,
  known: readonly DossierEvent[],
  context: ChangeContext,
): RowChanges {
  return row.kind === 'leg' ? legChanges(row, known, context) : returnChanges(row, known, context);
}
