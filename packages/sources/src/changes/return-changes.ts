import { compareEvents, type DossierEvent } from '@sohoso/dossier';
import type { ReturnRow } from '../leg-row.ts';
import type { RowChanges } from './changes.ts';
import type { ChangeContext } from './context.ts';
import { dayOf } from './moments.ts';
import { isVoided, type Of, Statement } from './statement.ts';

type Resolved = Of<'resolved'>;

/**
 * A list of returned results (of the public post, say) adds to a result how it reached the applicant. Who resolved the dossier
 * is another source, whose event cannot be changed; so it is voided, and issued again under this source with the same time
 * and outcome and the way of return. What was issued so before is voided where the other source does not say it any more.
 * A dossier without a result by the day of the return is refused: the list can be loaded again later.
 */
export function returnChanges(
  row: ReturnRow,
  known: readonly DossierEvent[],
  context: ChangeContext,
): RowChanges {
  if (known.length === 0) return refuse(row, 'dossier-unknown', `the dossier ${row.dossier} is not known`);
  const statement = new Statement(row.dossier, known, context);
  const said = resultsAt(row.unit, known, context.source);
  const reissued = statement.standing.filter(
    (event): event is Resolved =>
      event.type === 'resolved' && event.unit === row.unit && !isVoided(event, known),
  );
  for (const own of reissued) if (!said.some((result) => isSame(own, result))) statement.void(own);
  const result = said.findLast(({ day }) => day <= dayOf(row.at.day));
  if (result === undefined) {
    const detail = `the dossier ${row.dossier} has no result at ${row.unit} by ${row.at.day} yet; load the list again once it has`;
    if (statement.made.length === 0) return refuse(row, 'result-unknown', detail);
    return { kind: 'events', events: statement.made, warnings: [detail] };
  }
  const own = reissued.find((event) => isSame(event, result));
  const isReplaced = isVoided(result, known);
  // Ours stands beside theirs where the void of theirs was refused.
  if (own !== undefined && !isReplaced) statement.void(result);
  const standing = own ?? (isReplaced ? undefined : result);
  if (standing?.returnedVia !== row.returnedVia) {
    if (standing !== undefined) statement.void(standing);
    const { at, unit, outcome, cause } = result;
    statement.add(unit, { type: 'resolved', at, unit, outcome, cause, returnedVia: row.returnedVia });
  }
  return { kind: 'events', events: statement.made, warnings: [] };
}

/** The results that others say stand at a unit, in the order of time: whatever this source has put in their place. */
function resultsAt(unit: string, known: readonly DossierEvent[], source: string): readonly Resolved[] {
  const byOthers = known.filter((event) => event.source !== source);
  return byOthers
    .filter((event): event is Resolved => event.type === 'resolved' && event.unit === unit)
    .filter((event) => !isVoided(event, byOthers))
    .toSorted(compareEvents);
}

function isSame(own: Resolved, result: Resolved): boolean {
  return own.at === result.at && own.outcome === result.outcome && own.cause === result.cause;
}

function refuse({ row }: ReturnRow, reason: string, detail: string): RowChanges {
  return { kind: 'refused', refused: { row, column: null, reason, detail } };
}
