import { CELLS, figuresOf, type SignedSum } from '../oracle/cells.ts';
import { appendixOf, type Balance, extendedOf, type Item, ii06aOf } from '../oracle/forms.ts';
import { changeOf, pointsBetween, type RatioId, ratioOf } from '../oracle/shares.ts';

/**
 * The columns of the forms as the oracle and the domain rules have them, under the paths by which the program answers. Nothing here is
 * read from the program's descriptions of its forms.
 */
export const formIds = ['appendix', 'ii-06a', 'extended', 'comparison'] as const;
export type FormId = (typeof formIds)[number];

/** Figures by dotted paths; null is "no value", or "not comparable". */
export type Figures = Readonly<Record<string, number | null>>;

/** All figures of a row of a form. `then` is the balance of the baseline, for the form that compares; null where it cannot be compared. */
export function figuresOfRow(form: FormId, now: Balance, then: Balance | null): Figures {
  switch (form) {
    case 'appendix':
      return figuresOf(appendixOf(now));
    case 'ii-06a':
      return {
        ...renamed(figuresOf(ii06aOf(now)), (path) => path.replace('inTime', 'notDue')),
        'received.forwarded': now.receivedForwarded,
        'pending.suspended': now.closingSuspended,
      };
    case 'extended':
      return extended(now);
    case 'comparison':
      return compared(now, then);
    default:
      throw new Error(`the oracle does not know the form ${form satisfies never}`);
  }
}

/** Where the extended form has the figures of the oracle's. */
const EXTENDED: Readonly<Record<string, string>> = {
  early: 'resolved.early',
  withdrawn: 'resolved.withdrawn',
  refused: 'resolved.refused',
  suspended: 'pending.suspended',
  transferredIn: 'received.transferredIn',
  transferredOut: 'received.transferredOut',
  returnedByPost: 'resolved.returnedByPost',
  released: 'resolved.released',
};
const extendedPath = (name: string): string => EXTENDED[name] ?? name;

function extended(now: Balance): Figures {
  const { received, resolved, pending } = appendixOf(now);
  return {
    ...renamed(figuresOf(extendedOf(now)), extendedPath),
    'received.total': received.total,
    'received.online': received.online,
    'received.direct': now.receivedDirect,
    'received.postal': now.receivedPostal,
    'received.forwarded': received.forwarded,
    'received.opening': now.openingOpen,
    'resolved.total': resolved.total,
    'resolved.onTime': resolved.onTime - resolved.early,
    'resolved.late': resolved.late,
    'pending.total': pending.total,
    'pending.running': pending.notDue - pending.suspended,
    'pending.overdue': pending.overdue,
    'shares.online': ratioOf('online/new', now).percent,
    'shares.onTime': ratioOf('on-time/resolved', now).percent,
  };
}

const COMPARED_COUNTS: Readonly<Record<string, SignedSum>> = {
  'received.intake': { receivedOnline: 1, receivedDirect: 1, receivedPostal: 1, receivedForwarded: 1 },
  'resolved.total': CELLS.appendix['resolved.total'],
  'pending.overdue': CELLS.appendix['pending.overdue'],
};
const COMPARED_SHARES: Readonly<Record<string, RatioId>> = {
  'shares.online': 'online/new',
  'shares.onTime': 'on-time/resolved',
};

function compared(now: Balance, then: Balance | null): Figures {
  const figures: Record<string, number | null> = {};
  for (const [path, sum] of Object.entries(COMPARED_COUNTS)) {
    const change = then === null ? null : changeOf(summed(sum, now), summed(sum, then));
    figures[`${path}.period`] = summed(sum, now);
    figures[`${path}.baseline`] = change?.baseline ?? null;
    figures[`${path}.difference`] = change?.absolute ?? null;
    figures[`${path}.relative`] = change?.relative ?? null;
  }
  for (const [path, id] of Object.entries(COMPARED_SHARES)) {
    const [share, before] = [ratioOf(id, now), then === null ? null : ratioOf(id, then)];
    figures[`${path}.period`] = share.percent;
    figures[`${path}.baseline`] = before?.percent ?? null;
    figures[`${path}.points`] = before === null ? null : pointsBetween(share, before);
  }
  return figures;
}

/** A column that legs add up to, and of which days. */
interface CountedColumn {
  readonly sum: SignedSum;
  readonly of: 'period' | 'baseline' | 'difference';
}

/** Every column of a form that counts legs, by its path. */
export function countedColumns(form: FormId): Readonly<Record<string, CountedColumn>> {
  if (form !== 'comparison')
    return Object.fromEntries(Object.entries(SUMS[form]).map(([path, sum]) => [path, { sum, of: 'period' }]));
  const columns: Record<string, CountedColumn> = {};
  for (const [path, sum] of Object.entries(COMPARED_COUNTS))
    for (const of of ['period', 'baseline', 'difference'] as const) columns[`${path}.${of}`] = { sum, of };
  return columns;
}

const { appendix, 'ii-06a': ii06a, extended: withMore } = CELLS;
const SUMS: Readonly<Record<Exclude<FormId, 'comparison'>, Readonly<Record<string, SignedSum>>>> = {
  appendix,
  'ii-06a': {
    ...renamed<SignedSum>(ii06a, (path) => path.replace('inTime', 'notDue')),
    'received.forwarded': { receivedForwarded: 1 },
    'pending.suspended': { closingSuspended: 1 },
  },
  extended: {
    ...renamed<SignedSum>(withMore, extendedPath),
    'received.total': appendix['received.total'],
    'received.online': appendix['received.online'],
    'received.direct': { receivedDirect: 1 },
    'received.postal': { receivedPostal: 1 },
    'received.forwarded': appendix['received.forwarded'],
    'received.opening': { openingOpen: 1 },
    'resolved.total': appendix['resolved.total'],
    'resolved.onTime': ii06a['resolved.onTime'],
    'resolved.late': appendix['resolved.late'],
    'pending.total': appendix['pending.total'],
    'pending.running': { closingOpen: 1, closingOverdue: -1, closingSuspended: -1 },
    'pending.overdue': appendix['pending.overdue'],
  },
};

/** The figure of a signed sum. */
export function summed(sum: SignedSum, balance: Balance): number {
  return (Object.entries(sum) as [Item, number][]).reduce((so, [item, sign]) => so + sign * balance[item], 0);
}

function renamed<T>(figures: Readonly<Record<string, T>>, name: (path: string) => string): Record<string, T> {
  return Object.fromEntries(Object.entries(figures).map(([path, figure]) => [name(path), figure]));
}
