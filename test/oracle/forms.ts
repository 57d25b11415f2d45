import type { Movements } from './fold.ts';

/** What is counted of a unit, or of any other heap of legs, for the days of a period. Stocks are those of day ends. */
export interface Balance extends Movements {
  /** At the end of the day before the first day. */
  openingOpen: number;
  /** At the end of the last day. */
  closingOpen: number;
  closingSuspended: number;
  closingOverdue: number;
}

export type Item = keyof Balance;

export interface AppendixColumns {
  readonly received: {
    readonly total: number;
    readonly online: number;
    readonly carriedOver: number;
    readonly directOrPostal: number;
    readonly forwarded: number;
  };
  readonly resolved: {
    readonly total: number;
    readonly early: number;
    /** Early ones included. */
    readonly onTime: number;
    readonly late: number;
  };
  readonly pending: {
    readonly total: number;
    readonly notDue: number;
    readonly overdue: number;
    readonly suspended: number;
  };
}

export interface Ii06aColumns {
  readonly received: {
    readonly total: number;
    readonly online: number;
    /** The form has no column for forwarded; it is here. */
    readonly directOrPostal: number;
    readonly carriedOver: number;
  };
  readonly resolved: {
    readonly total: number;
    readonly early: number;
    /** Without the early ones. */
    readonly onTime: number;
    readonly late: number;
  };
  readonly pending: { readonly total: number; readonly inTime: number; readonly overdue: number };
}

export interface ExtendedColumns {
  readonly early: number;
  readonly withdrawn: number;
  readonly refused: number;
  readonly suspended: number;
  readonly transferredIn: number;
  readonly transferredOut: number;
  readonly returnedByPost: number;
  readonly released: number;
}

/** The 13-column form. Totals of received and pending are counted apart, so that (3) = (8) + (11) is a check. */
export function appendixOf(balance: Balance): AppendixColumns {
  const online = balance.receivedOnline;
  const carriedOver = balance.openingOpen + balance.transferredIn - balance.transferredOut;
  const directOrPostal = balance.receivedDirect + balance.receivedPostal;
  const forwarded = balance.receivedForwarded;
  const early = balance.resolvedEarly;
  const onTime = balance.resolvedEarly + balance.resolvedOnTime;
  const late = balance.resolvedLate;
  const total = online + carriedOver + directOrPostal + forwarded;
  return {
    received: { total, online, carriedOver, directOrPostal, forwarded },
    resolved: { total: onTime + late, early, onTime, late },
    pending: {
      total: balance.closingOpen,
      notDue: balance.closingOpen - balance.closingOverdue,
      overdue: balance.closingOverdue,
      suspended: balance.closingSuspended,
    },
  };
}

/** Form II.06a of Circular 01/2020. */
export function ii06aOf(balance: Balance): Ii06aColumns {
  const { receivedOnline: online, openingOpen, transferredIn, transferredOut } = balance;
  const { receivedDirect, receivedPostal, receivedForwarded } = balance;
  const { resolvedEarly: early, resolvedOnTime: onTime, resolvedLate: late } = balance;
  const { closingOpen, closingOverdue: overdue } = balance;
  const directOrPostal = receivedDirect + receivedPostal + receivedForwarded;
  const carriedOver = openingOpen + transferredIn - transferredOut;
  return {
    received: { total: online + directOrPostal + carriedOver, online, directOrPostal, carriedOver },
    resolved: { total: early + onTime + late, early, onTime, late },
    pending: { total: closingOpen, inTime: closingOpen - overdue, overdue },
  };
}

export function extendedOf(balance: Balance): ExtendedColumns {
  return {
    early: balance.resolvedEarly,
    withdrawn: balance.withdrawn,
    refused: balance.refused,
    suspended: balance.closingSuspended,
    transferredIn: balance.transferredIn,
    transferredOut: balance.transferredOut,
    returnedByPost: balance.returnedByPost,
    released: balance.released,
  };
}

/** The total row of any form is the form of the sum, because every column is a sum of items. */
export function sumOf(balances: readonly Balance[]): Balance {
  const sum = nothing();
  for (const balance of balances) {
    for (const item of Object.keys(sum) as Item[]) sum[item] += balance[item];
  }
  return sum;
}

export function nothing(): Balance {
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
