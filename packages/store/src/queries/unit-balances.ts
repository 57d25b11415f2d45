import { type ClickHouseClient, TupleParam } from '@clickhouse/client';
import { type Day, formatDay } from '@sohoso/dossier';
import { type Piece, piecesOf, placeOf } from '../day-pieces.ts';
import type { KnownAt } from '../known-at.ts';
import { defineColumns } from '../query.ts';
import { requireRollUps } from '../roll-ups-hold.ts';
import { balanceColumns, hasItems } from './balance-items.ts';
import { type Keyed, withRecorded } from './recorded-movements.ts';

/** One unit's stocks around a period and its flows within it; counts of legs. */
export type UnitBalanceRow = Keyed<'unit'>;

const columns = { unit: 'text', ...balanceColumns } as const;
type Params = {
  readonly pieces: readonly TupleParam[];
  readonly places: readonly number[];
  readonly before: readonly number[];
  readonly upTo: readonly number[];
};
const ofAll = defineColumns<Params, UnitBalanceRow>('unit-balances', columns);
type KnownParams = Params & { readonly beforeEnds: readonly number[]; readonly upToEnds: readonly number[] };
const ofKnown = defineColumns<KnownParams, UnitBalanceRow>('unit-balances-known', columns);

/**
 * The balances of all units over the days `from` … `to`, both included, as of one moment: of all that the store has, or of
 * what the log had recorded up to `known`. Units of which there is nothing to tell have none.
 *
 * As known at a moment M of day D: what was recorded before D comes from the roll-ups, what was recorded on D up to M from the
 * facts; see withRecorded for what an insert in between can do.
 */
export async function unitBalances(
  client: ClickHouseClient,
  from: Day,
  to: Day,
  known: KnownAt | null = null,
): Promise<readonly UnitBalanceRow[]> {
  await requireRollUps(client);
  if (known === null) return (await ofAll.run(client, paramsOf(piecesOf(from, to)))).filter(hasItems);
  const asked = { by: 'unit', from, to, units: null, known } as const;
  return withRecorded(client, 'unit', asked, async () => {
    const pieces = piecesOf(from, to, known.day);
    const beforeEnds = pieces.map(({ beforeEnd }) => beforeEnd);
    const upToEnds = pieces.map(({ upToEnd }) => upToEnd);
    return ofKnown.run(client, { ...paramsOf(pieces), beforeEnds, upToEnds });
  });
}

function paramsOf(pieces: readonly Piece[]): Params {
  return {
    pieces: pieces.map(({ grain, day }) => new TupleParam([grain, formatDay(day)])),
    places: pieces.map(placeOf),
    before: pieces.map(({ before }) => before),
    upTo: pieces.map(({ upTo }) => upTo),
  };
}
