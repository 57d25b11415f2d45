import type { Sum } from '../cells-columns.ts';

/** What columns are made of (domain rules, report columns): signed sums of the items of a unit's balance. */

export const CARRIED_OVER = { openingOpen: 1, transferredIn: 1, transferredOut: -1 } as const satisfies Sum;
export const DIRECT_OR_POSTAL = { receivedDirect: 1, receivedPostal: 1 } as const satisfies Sum;
/** What came from applicants: by any channel but from another body. */
export const NEW = { receivedOnline: 1, ...DIRECT_OR_POSTAL } as const satisfies Sum;
export const INTAKE = { ...NEW, receivedForwarded: 1 } as const satisfies Sum;
export const RECEIVED = { ...INTAKE, ...CARRIED_OVER } as const satisfies Sum;
export const ON_TIME = { resolvedEarly: 1, resolvedOnTime: 1 } as const satisfies Sum;
export const RESOLVED = { ...ON_TIME, resolvedLate: 1 } as const satisfies Sum;
export const NOT_DUE = { closingOpen: 1, closingOverdue: -1 } as const satisfies Sum;
