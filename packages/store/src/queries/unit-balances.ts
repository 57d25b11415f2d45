import type { ClickHouseClient } from '@clickhouse/client';
import { addDays, type Day, formatDay } from '@sohoso/dossier';
import { z } from 'zod';
import { defineQuery } from '../query.ts';

const row = z.object({
  unit: z.string(),
  openingOpen: z.int(),
  closingOpen: z.int(),
  closingSuspended: z.int(),
  closingOverdue: z.int(),
  receivedOnline: z.int(),
  receivedDirect: z.int(),
  receivedPostal: z.int(),
  receivedForwarded: z.int(),
  transferredIn: z.int(),
  transferredOut: z.int(),
  resolvedEarly: z.int(),
  resolvedOnTime: z.int(),
  resolvedLate: z.int(),
  withdrawn: z.int(),
  released: z.int(),
  refused: z.int(),
  returnedByPost: z.int(),
});

/** One unit's stocks around a period and its flows within it; counts of legs. */
export type UnitBalanceRow = z.infer<typeof row>;

const query = defineQuery<{ from: string; to: string; fromMonth: string }, UnitBalanceRow>(
  'unit-balances',
  row,
);

/** The balances of all units over the days `from` … `to`, both included, as of one moment; units that never moved have none. */
export function unitBalances(
  client: ClickHouseClient,
  from: Day,
  to: Day,
): Promise<readonly UnitBalanceRow[]> {
  const before = formatDay(addDays(from, -1));
  return query.run(client, {
    from: formatDay(from),
    to: formatDay(to),
    fromMonth: `${before.slice(0, 8)}01`,
  });
}
