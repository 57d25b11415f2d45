/** What a unit's days add up to around and within a period: stocks at its edges, flows within it. Counts of legs. */
export interface UnitBalance {
  readonly unit: string;
  readonly openingOpen: number;
  readonly closingOpen: number;
  readonly closingSuspended: number;
  readonly closingOverdue: number;
  readonly receivedOnline: number;
  readonly receivedDirect: number;
  readonly receivedPostal: number;
  readonly receivedForwarded: number;
  readonly transferredIn: number;
  readonly transferredOut: number;
  readonly resolvedEarly: number;
  readonly resolvedOnTime: number;
  readonly resolvedLate: number;
  /** Part of the resolved ones. */
  readonly withdrawn: number;
  /** Part of the resolved ones: passed on to another unit, which answers from then on. */
  readonly released: number;
  /** Part of the resolved ones. */
  readonly refused: number;
  /** Part of the resolved ones: the result went out by public post. */
  readonly returnedByPost: number;
}

/** The figures of a unit do not balance: nothing may be printed from them. */
export class BalanceBroken extends Error {
  override readonly name = 'BalanceBroken';
}

/** The balance of a unit that never had a dossier: it is still printed, as zeros. */
export function emptyBalance(unit: string): UnitBalance {
  return {
    unit,
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

/** Whether anything was there or happened in the period: all else of a balance follows from these. */
export function hasMoved(balance: UnitBalance): boolean {
  return (
    balance.openingOpen !== 0 ||
    balance.receivedOnline !== 0 ||
    balance.receivedDirect !== 0 ||
    balance.receivedPostal !== 0 ||
    balance.receivedForwarded !== 0 ||
    balance.transferredIn !== 0 ||
    balance.transferredOut !== 0
  );
}

/** The items of a balance by name; all of them are counts of legs, and add up over units. */
const balanceItems = Object.keys(emptyBalance('')).filter(
  (name): name is Exclude<keyof UnitBalance, 'unit'> => name !== 'unit',
);

/** The balance of several units together. */
export function sumBalances(balances: readonly UnitBalance[]): UnitBalance {
  const [first] = balances;
  if (balances.length === 1 && first !== undefined) return first;
  const sum: { -readonly [Item in keyof UnitBalance]: UnitBalance[Item] } = emptyBalance('');
  for (const balance of balances) for (const item of balanceItems) sum[item] += balance[item];
  return sum;
}

/**
 * What must hold of every unit, period and moment (domain rules, report columns), and does not: what was there and what came is what
 * went and what is there; no stock or flow is negative, or larger than the one that it is part of. One sentence; null where all holds.
 */
export function balanceFault(balance: UnitBalance): string | null {
  const came =
    balance.receivedOnline + balance.receivedDirect + balance.receivedPostal + balance.receivedForwarded;
  const went = balance.resolvedEarly + balance.resolvedOnTime + balance.resolvedLate;
  const there = balance.openingOpen + came + balance.transferredIn - balance.transferredOut - went;
  if (there !== balance.closingOpen) {
    return `the figures of ${balance.unit} do not balance: received − resolved = ${there}, pending = ${balance.closingOpen}; run: sohoso audit`;
  }
  const { closingOpen, closingOverdue, closingSuspended } = balance;
  for (const item of balanceItems)
    if (balance[item] < 0)
      return `the figures of ${balance.unit} are impossible: ${item} is ${balance[item]}; run: sohoso audit`;
  if (closingOverdue + closingSuspended > closingOpen) {
    return `the stocks of ${balance.unit} are impossible: pending ${closingOpen}, overdue ${closingOverdue}, suspended ${closingSuspended}; run: sohoso audit`;
  }
  if (Math.max(balance.withdrawn, balance.released, balance.refused, balance.returnedByPost) > went) {
    return `the figures of ${balance.unit} are impossible: of ${went} resolved, withdrawn ${balance.withdrawn}, released ${balance.released}, refused ${balance.refused}, returned by post ${balance.returnedByPost}; run: sohoso audit`;
  }
  return null;
}

/** Throws BalanceBroken where something does not hold that must. */
export function assertBalanced(balance: UnitBalance): void {
  const fault = balanceFault(balance);
  if (fault !== null) throw new BalanceBroken(fault);
}
