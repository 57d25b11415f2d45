import type { Measure } from '@sohoso/dossier';

/** Stocks around a period and flows within it; counts of legs. */
export interface BalanceItems {
  openingOpen: number;
  closingOpen: number;
  closingSuspended: number;
  closingOverdue: number;
  receivedOnline: number;
  receivedDirect: number;
  receivedPostal: number;
  receivedForwarded: number;
  transferredIn: number;
  transferredOut: number;
  resolvedEarly: number;
  resolvedOnTime: number;
  resolvedLate: number;
  withdrawn: number;
  released: number;
  refused: number;
  returnedByPost: number;
}

/** The columns of a query that answers with them, in its order. */
export const balanceColumns = {
  openingOpen: 'whole',
  closingOpen: 'whole',
  closingSuspended: 'whole',
  closingOverdue: 'whole',
  receivedOnline: 'whole',
  receivedDirect: 'whole',
  receivedPostal: 'whole',
  receivedForwarded: 'whole',
  transferredIn: 'whole',
  transferredOut: 'whole',
  resolvedEarly: 'whole',
  resolvedOnTime: 'whole',
  resolvedLate: 'whole',
  withdrawn: 'whole',
  released: 'whole',
  refused: 'whole',
  returnedByPost: 'whole',
} as const satisfies Record<keyof BalanceItems, 'whole'>;

type Stock = 'closingSuspended' | 'closingOverdue';
type Flow = Exclude<keyof BalanceItems, Stock | 'openingOpen' | 'closingOpen'>;

/** Of each measure: the flow or the stock that it makes up, and whether it opens legs (1) or closes them (−1) at a unit. */
const made: Readonly<Record<Measure, { flow: Flow; opens: -1 | 0 | 1 } | { stock: Stock }>> = {
  received_online: { flow: 'receivedOnline', opens: 1 },
  received_direct: { flow: 'receivedDirect', opens: 1 },
  received_postal: { flow: 'receivedPostal', opens: 1 },
  received_forwarded: { flow: 'receivedForwarded', opens: 1 },
  transferred_in: { flow: 'transferredIn', opens: 1 },
  transferred_out: { flow: 'transferredOut', opens: -1 },
  resolved_early: { flow: 'resolvedEarly', opens: -1 },
  resolved_on_time: { flow: 'resolvedOnTime', opens: -1 },
  resolved_late: { flow: 'resolvedLate', opens: -1 },
  withdrawn: { flow: 'withdrawn', opens: 0 },
  released: { flow: 'released', opens: 0 },
  refused: { flow: 'refused', opens: 0 },
  returned_by_post: { flow: 'returnedByPost', opens: 0 },
  suspended: { stock: 'closingSuspended' },
  overdue: { stock: 'closingOverdue' },
};

/** What movements of one measure sum to, before a period and within it. */
export interface MeasureSums {
  readonly measure: Measure;
  readonly before: number;
  readonly within: number;
}

/** Adds sums of one measure to a balance. */
export function addSums(items: BalanceItems, { measure, before, within }: MeasureSums): void {
  const place = made[measure];
  if ('stock' in place) {
    items[place.stock] += before + within;
    return;
  }
  items[place.flow] += within;
  items.openingOpen += place.opens * before;
  items.closingOpen += place.opens * (before + within);
}

/** A balance of nothing. */
export function noItems(): BalanceItems {
  return {
    openingOpen: 0,
    closingOpen: 0,
    closingSuspended: 0,
    closingOverdue: 0,
    receivedOnline: 0,
    receivedDirect: 0,
    receivedPostal: 0,
    receivedForwarded: 0,
    transferredIn: 0,
    transferredOut: 0,
    resolvedEarly: 0,
    resolvedOnTime: 0,
    resolvedLate: 0,
    withdrawn: 0,
    released: 0,
    refused: 0,
    returnedByPost: 0,
  };
}

const names = Object.keys(balanceColumns) as (keyof BalanceItems)[];

/** Whether there is anything in a balance; one of nothing is as good as none. */
export function hasItems(items: Readonly<BalanceItems>): boolean {
  return names.some((name) => items[name] !== 0);
}
