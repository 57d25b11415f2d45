import type { Item } from './forms.ts';

/** A figure as items with their signs: what `Oracle.legsBehind` takes. */
export type SignedSum = Readonly<Partial<Record<Item, number>>>;

const CARRIED_OVER = { openingOpen: 1, transferredIn: 1, transferredOut: -1 };
const DIRECT_OR_POSTAL = { receivedDirect: 1, receivedPostal: 1 };
const RECEIVED = { receivedOnline: 1, ...CARRIED_OVER, ...DIRECT_OR_POSTAL, receivedForwarded: 1 };
const RESOLVED = { resolvedEarly: 1, resolvedOnTime: 1, resolvedLate: 1 };
const NOT_DUE = { closingOpen: 1, closingOverdue: -1 };

/** The columns of each form by their dotted paths. Written apart from the forms, so that the two can disagree. */
export const CELLS = {
  appendix: {
    'received.total': RECEIVED,
    'received.online': { receivedOnline: 1 },
    'received.carriedOver': CARRIED_OVER,
    'received.directOrPostal': DIRECT_OR_POSTAL,
    'received.forwarded': { receivedForwarded: 1 },
    'resolved.total': RESOLVED,
    'resolved.early': { resolvedEarly: 1 },
    'resolved.onTime': { resolvedEarly: 1, resolvedOnTime: 1 },
    'resolved.late': { resolvedLate: 1 },
    'pending.total': { closingOpen: 1 },
    'pending.notDue': NOT_DUE,
    'pending.overdue': { closingOverdue: 1 },
    'pending.suspended': { closingSuspended: 1 },
  },
  'ii-06a': {
    'received.total': RECEIVED,
    'received.online': { receivedOnline: 1 },
    'received.directOrPostal': { ...DIRECT_OR_POSTAL, receivedForwarded: 1 },
    'received.carriedOver': CARRIED_OVER,
    'resolved.total': RESOLVED,
    'resolved.early': { resolvedEarly: 1 },
    'resolved.onTime': { resolvedOnTime: 1 },
    'resolved.late': { resolvedLate: 1 },
    'pending.total': { closingOpen: 1 },
    'pending.inTime': NOT_DUE,
    'pending.overdue': { closingOverdue: 1 },
  },
  extended: {
    early: { resolvedEarly: 1 },
    withdrawn: { withdrawn: 1 },
    refused: { refused: 1 },
    suspended: { closingSuspended: 1 },
    transferredIn: { transferredIn: 1 },
    transferredOut: { transferredOut: 1 },
    returnedByPost: { returnedByPost: 1 },
    released: { released: 1 },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, SignedSum>>>>;

/** The figures of a form by their dotted paths: `received.carriedOver`, or the bare name where nothing is nested. */
export function figuresOf(form: object, path = ''): Record<string, number> {
  const figures: Record<string, number> = {};
  for (const [name, value] of Object.entries(form) as [string, unknown][]) {
    if (typeof value === 'number') figures[path + name] = value;
    else Object.assign(figures, figuresOf(value as object, `${path}${name}.`));
  }
  return figures;
}
