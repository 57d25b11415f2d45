import type { DossierEvent } from '@sohoso/dossier';
import type { ReturnRow } from '../leg-row.ts';
import type { RowChanges } from './changes.ts';
import { type ChangeContext, Statement } from './context.ts';

type Resolved = DossierEvent & { readonly type: 'resolved' };

/**
 * A list of returned results (of the public post, say) adds to a result how it reached the applicant. Who resolved the dossier
 * is another source, whose event cannot be changed; so it is voided, and issued again under this source with the same time
 * and outcome and the way of return. A dossier without a result yet is refused: the list can be loaded again later.
 */
export function returnChanges(
  row: ReturnRow,
  known: readonly DossierEvent[],
  context: ChangeContext,
): RowChanges {
  if (known.length === 0) return refuse(row, 'dossier-unknown', `the dossier ${row.dossier} is not known`);
  const result = resultAt(row.unit, known);
  if (result === undefined) {
    const detail = `the dossier ${row.dossier} has no result at ${row.unit} yet; load the list again once it has`;
    return refuse(row, 'result-unknown', detail);
  }
  if (result.returnedVia === row.returnedVia) return { kind: 'events', events: [], warnings: [] };
  const statement = new Statement(row.dossier, known, context);
  statement.void(result);
  const { at, unit, outcome, cause } = result;
  statement.add(unit, { type: 'resolved', at, unit, outcome, cause, returnedVia: row.returnedVia });
  return { kind: 'events', events: statement.made, warnings: [] };
}

/** The result that stands at a unit: the last one that nobody has voided. */
function resultAt(unit: string, known: readonly DossierEvent[]): Resolved | undefined {
  const voided = new Set(
    known.flatMap((event) => (event.type === 'voided' ? [`${event.voids.source} ${event.voids.id}`] : [])),
  );
  return known
    .filter((event): event is Resolved => event.type === 'resolved' && event.unit === unit)
    .filter(({ source, id }) => !voided.has(`${source} ${id}`))
    .toSorted((a, b) => a.at - b.at)
    .at(-1);
}

function refuse({ row }: ReturnRow, reason: string, detail: string): RowChanges {
  return { kind: 'refused', refused: { row, column: null, reason, detail } };
}
