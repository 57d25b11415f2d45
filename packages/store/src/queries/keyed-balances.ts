import type { ClickHouseClient } from '@clickhouse/client';
import { formatDay, LAST_DAY } from '@sohoso/dossier';
import { defineColumns } from '../query.ts';
import { requireRollUps } from '../roll-ups-hold.ts';
import { type UnitParameters, unitParameters } from '../unit-parameters.ts';
import { balanceColumns, hasItems } from './balance-items.ts';
import { type BalancesAsked, type Keyed, withRecorded } from './recorded-movements.ts';

/** The stocks and flows of one procedure or field; `key` is its code, '' where it is not known. */
export type KeyedBalanceRow = Keyed<'key'>;

type Params = UnitParameters & {
  readonly by: string;
  readonly from: string;
  readonly to: string;
  readonly recordedBefore: string;
};
const query = defineColumns<Params, KeyedBalanceRow>('keyed-balances', { key: 'text', ...balanceColumns });

/**
 * Balances by field or procedure over the days `from` … `to`, both included, of some units or (null) of all, as known at a moment or
 * (null) of all that the store has. Keys of which there is nothing to tell have none.
 */
export async function keyedBalances(
  client: ClickHouseClient,
  asked: BalancesAsked & { readonly by: 'field' | 'procedure' },
): Promise<readonly KeyedBalanceRow[]> {
  await requireRollUps(client);
  const { by, from, to, units, known } = asked;
  const run = () =>
    query.run(client, {
      by,
      ...unitParameters(units),
      from: formatDay(from),
      to: formatDay(to),
      recordedBefore: formatDay(known === null ? LAST_DAY : known.day),
    });
  if (known === null) return (await run()).filter(hasItems);
  return withRecorded(client, 'key', { ...asked, known }, run);
}
