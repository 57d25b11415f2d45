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

/**
 * Asserts what must hold of every unit, period and moment (domain rules, report columns): what was there and what came is
 * what went and what is there; and no stock is negative, or larger than the stock that it is part of.
 */
export function assertBalanced(balance: UnitBalance): void {
  const came =
    balance.receivedOnline + balance.receivedDirect + balance.receivedPostal + balance.receivedForwarded;
  const went = balance.resolvedEarly + balance.resolvedOnTime + balance.resolvedLate;
  const there = balance.openingOpen + came + balance.transferredIn - balance.transferredOut - went;
  if (there !== balance.closingOpen) {
    throw new BalanceBroken(
      `the figures of ${balance.unit} do not balance: received − resolved = ${there}, pending = ${balance.closingOpen}; run: sohoso audit`,
    );
  }
  const { closingOpen, closingOverdue, closingSuspended, openingOpen } = balance;
  if (
    Math.min(openingOpen, closingOverdue, closingSuspended, closingOpen - closingOverdue - closingSuspended) <
    0
  ) {
    throw new BalanceBroken(
      `the stocks of ${balance.unit} are impossible: pending ${closingOpen}, overdue ${closingOverdue}, suspended ${closingSuspended}; run: sohoso audit`,
    );
  }
}
