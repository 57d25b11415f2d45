import type { ClickHouseClient } from '@clickhouse/client';
import { addDays, type Day, formatDay, parseDay } from '@sohoso/dossier';
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

type Params = Record<'from' | 'to' | 'beforeMonth' | 'afterBeforeMonth' | 'toMonth', string>;
const query = defineQuery<Params, UnitBalanceRow>('unit-balances', row);

/** The balances of all units over the days `from` … `to`, both included, as of one moment; units that never moved have none. */
export function unitBalances(
  client: ClickHouseClient,
  from: Day,
  to: Day,
): Promise<readonly UnitBalanceRow[]> {
  const before = addDays(from, -1);
  return query.run(client, {
    from: formatDay(from),
    to: formatDay(to),
    beforeMonth: monthOf(before),
    // From the first of any month, 31 days lead into the next one.
    afterBeforeMonth: monthOf(addDays(dayOf(monthOf(before)), 31)),
    toMonth: monthOf(to),
  });
}

/** The first day of the day's month, as text. */
const monthOf = (day: Day) => `${formatDay(day).slice(0, 8)}01`;

function dayOf(text: string): Day {
  const day = parseDay(text);
  if (day === null) throw new TypeError(`${text} is not a day`);
  return day;
}
