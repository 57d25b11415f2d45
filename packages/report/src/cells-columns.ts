import type { Measure } from '@sohoso/dossier';
import type { UnitBalance } from './balance.ts';

/** What of a unit's balance a column can be made of. */
export type BalanceItem = Exclude<keyof UnitBalance, 'unit'>;

type Signs<Key extends string> = Readonly<Partial<Record<Key, 1 | -1>>>;

/** The measures of one item of a balance, and over which days they are summed: before the period, within it, or both. */
interface Item {
  readonly over: 'before' | 'within' | 'until';
  readonly measures: Signs<Measure>;
}

const OPEN: Signs<Measure> = {
  received_online: 1,
  received_direct: 1,
  received_postal: 1,
  received_forwarded: 1,
  transferred_in: 1,
  transferred_out: -1,
  resolved_early: -1,
  resolved_on_time: -1,
  resolved_late: -1,
};

/** Stocks at the edges of a period are sums of all days up to there; flows are sums of its own days. */
const items: Readonly<Record<BalanceItem, Item>> = {
  openingOpen: { over: 'before', measures: OPEN },
  closingOpen: { over: 'until', measures: OPEN },
  closingSuspended: { over: 'until', measures: { suspended: 1 } },
  closingOverdue: { over: 'until', measures: { overdue: 1 } },
  receivedOnline: { over: 'within', measures: { received_online: 1 } },
  receivedDirect: { over: 'within', measures: { received_direct: 1 } },
  receivedPostal: { over: 'within', measures: { received_postal: 1 } },
  receivedForwarded: { over: 'within', measures: { received_forwarded: 1 } },
  transferredIn: { over: 'within', measures: { transferred_in: 1 } },
  transferredOut: { over: 'within', measures: { transferred_out: 1 } },
  resolvedEarly: { over: 'within', measures: { resolved_early: 1 } },
  resolvedOnTime: { over: 'within', measures: { resolved_on_time: 1 } },
  resolvedLate: { over: 'within', measures: { resolved_late: 1 } },
  withdrawn: { over: 'within', measures: { withdrawn: 1 } },
  released: { over: 'within', measures: { released: 1 } },
  refused: { over: 'within', measures: { refused: 1 } },
  returnedByPost: { over: 'within', measures: { returned_by_post: 1 } },
};

/** A column as a signed sum of items of a balance. */
export type Sum = Signs<BalanceItem>;

/** The figure of a sum for one balance. */
export function figureOf(sum: Sum, balance: UnitBalance): number {
  let figure = 0;
  for (const [item, sign] of Object.entries(sum) as [BalanceItem, 1 | -1][]) figure += sign * balance[item];
  return figure;
}

/** How often a movement of a measure counts in a column, by whether its day lies before the period or within it. */
export interface Weight {
  readonly measure: Measure;
  readonly before: number;
  readonly within: number;
}

/** The column as weights of movements; a leg is behind a cell when its weighted movements do not add up to 0. */
export function weightsOf(sum: Sum): readonly Weight[] {
  const weights = new Map<Measure, { before: number; within: number }>();
  for (const [name, itemSign] of Object.entries(sum) as [BalanceItem, 1 | -1][]) {
    const { over, measures } = items[name];
    for (const [measure, sign] of Object.entries(measures) as [Measure, 1 | -1][]) {
      const weight = weights.get(measure) ?? { before: 0, within: 0 };
      if (over !== 'within') weight.before += itemSign * sign;
      if (over !== 'before') weight.within += itemSign * sign;
      weights.set(measure, weight);
    }
  }
  return Array.from(weights, ([measure, { before, within }]) => ({ measure, before, within }));
}
