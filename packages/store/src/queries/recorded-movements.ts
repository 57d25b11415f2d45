import type { ClickHouseClient } from '@clickhouse/client';
import { type Day, formatDay, type Measure, measures } from '@sohoso/dossier';
import { z } from 'zod';
import { insertsEnded } from '../claims.ts';
import type { KnownAt } from '../known-at.ts';
import { defineQuery } from '../query.ts';
import { type UnitParameters, unitParameters } from '../unit-parameters.ts';
import { addSums, type BalanceItems, hasItems, noItems } from './balance-items.ts';

/** What a balance is asked by, over which days (both included), of which units, as known when. */
export interface BalancesAsked {
  readonly by: 'unit' | 'procedure' | 'field';
  readonly from: Day;
  readonly to: Day;
  /** Codes; null for all units. */
  readonly units: readonly string[] | null;
  readonly known: KnownAt | null;
}

const row = z.object({ key: z.string(), measure: z.enum(measures), before: z.int(), within: z.int() });
type Params = UnitParameters & {
  by: string;
  from: string;
  to: string;
  recordedDay: string;
  recordedAtMs: number;
};
const query = defineQuery<Params, { key: string; measure: Measure; before: number; within: number }>(
  'recorded-movements',
  row,
);

/** A balance with what it is of: the code of a unit, or a procedure or field. */
export type Keyed<Name extends 'unit' | 'key'> = Readonly<Record<Name, string>> & Readonly<BalanceItems>;

/**
 * The balances that roll-ups have of what was recorded before the day of `known`, with what the facts of that day add up to.
 * Balances of nothing are left out.
 *
 * The facts are read first, and the roll-ups when every insert that was under way by then has ended: an insert reaches the facts
 * before the roll-ups, and what it brought of the day before must not be missing where what it brought of the day is there. What
 * comes in between of the days before may be there without what came with it of the day: that is as if less had come so far.
 */
export async function withRecorded<Name extends 'unit' | 'key'>(
  client: ClickHouseClient,
  name: Name,
  asked: BalancesAsked & { readonly known: KnownAt },
  fromRollUps: () => Promise<readonly Keyed<Name>[]>,
): Promise<readonly Keyed<Name>[]> {
  const { by, from, to, units, known } = asked;
  const ofDay = await query.run(client, {
    by,
    ...unitParameters(units),
    from: formatDay(from),
    to: formatDay(to),
    recordedDay: formatDay(known.day),
    recordedAtMs: known.atMs,
  });
  if (ofDay.length > 0) await insertsEnded(client);
  const found = new Map<string, Keyed<Name>>((await fromRollUps()).map((row) => [row[name], row]));
  for (const sums of ofDay) {
    const items = { ...(found.get(sums.key) ?? noItems()), [name]: sums.key } as Keyed<Name>;
    addSums(items, sums);
    found.set(sums.key, items);
  }
  return [...found.values()].filter(hasItems);
}
