import { type Day, formatDay } from '@sohoso/dossier';
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

/** One unit's stocks around a period and its flows within it; units that never moved have no row. */
export type UnitBalanceRow = z.infer<typeof row>;

type Params = Record<'before' | 'beforeMonth' | 'from' | 'to' | 'toMonth', string>;

export const unitBalances = defineQuery<Params, UnitBalanceRow>('unit-balances', row);

const firstOfMonth = (day: Day) => `${formatDay(day).slice(0, 8)}01`;

/** The parameters for a period whose first day is `from`, the day before it `before`, and whose last day is `to`. */
export function balanceParams(before: Day, from: Day, to: Day): Params {
  return {
    before: formatDay(before),
    beforeMonth: firstOfMonth(before),
    from: formatDay(from),
    to: formatDay(to),
    toMonth: firstOfMonth(to),
  };
}
