import type { Told } from '../changes/context.ts';
import { boundColumns } from './columns.ts';
import type { Mapping } from './mapping.ts';
import type { Field } from './vocabulary.ts';

/** The fields of which one at least must be there for a part of a leg to be told. */
const TOLD_BY: Readonly<Record<Told, readonly Field[]>> = {
  custody: ['custody'],
  procedure: ['procedure'],
  field: ['field'],
  due: ['due', 'firstDue'],
  supplementRequestedAt: ['supplementRequestedAt'],
  supplementedAt: ['supplementedAt'],
  overdueSince: ['overdueSince'],
  closedAt: ['closedAt'],
  withdrawnAt: ['withdrawnAt'],
  outcome: ['outcome', 'status'],
  returnedVia: ['returnedVia'],
  cause: ['cause'],
};

/** What a file with this header tells of a leg by this mapping; what it has no column for is left as it is known. */
export function toldBy(mapping: Mapping, header: readonly string[]): ReadonlySet<Told> {
  const { found } = boundColumns(mapping, header);
  const has = (field: Field) => found.has(field) || mapping.columns.get(field)?.from === 'constant';
  const all = Object.entries(TOLD_BY) as [Told, readonly Field[]][];
  return new Set(all.flatMap(([told, fields]) => (fields.some(has) ? [told] : [])));
}
