import type { SignedSum } from './cells.ts';
import { Fold, isOverdue, type LegIdentity } from './fold.ts';
import type { Item } from './forms.ts';
import type { Happening } from './history.ts';

/** What a leg takes its name in a table from, besides its unit. */
export type Key = 'procedure' | 'field';

/** What one leg adds to a figure: mostly 1, and -1 where it was passed on. */
export interface LegShare {
  readonly dossier: string;
  readonly leg: number;
  readonly quantity: number;
}

/** One leg counts once in one item of one unit. */
interface Count {
  readonly item: Item;
  readonly unit: string;
  readonly leg: LegIdentity;
}

/** All that one dossier adds to the figures of a period: folded anew for each stock and for the flows. */
export function countsOf(happenings: readonly Happening[], from: number, to: number): Count[] {
  const until = (day: number) => new Fold(happenings.filter((one) => one.day <= day));
  const counts: Count[] = [];
  for (const [unit, leg] of until(from - 1).open) counts.push({ item: 'openingOpen', unit, leg });
  const end = until(to);
  for (const { unit, day, column, leg } of end.movements) {
    if (day >= from) counts.push({ item: column, unit, leg });
  }
  for (const [unit, leg] of end.open) {
    counts.push({ item: 'closingOpen', unit, leg });
    if (leg.suspended) counts.push({ item: 'closingSuspended', unit, leg });
    if (isOverdue(leg, to)) counts.push({ item: 'closingOverdue', unit, leg });
  }
  return counts;
}

/** The legs of a dossier whose counts do not cancel out, in the order of their opening. */
export function sharesOf(dossier: string, counts: readonly Count[], sum: SignedSum): LegShare[] {
  const numbers = [...new Set(counts.map(({ leg }) => leg.number))].sort((a, b) => a - b);
  return numbers
    .map((number) => {
      const its = counts.filter(({ leg }) => leg.number === number);
      return { dossier, leg: number, quantity: its.reduce((so, { item }) => so + (sum[item] ?? 0), 0) };
    })
    .filter(({ quantity }) => quantity !== 0);
}
