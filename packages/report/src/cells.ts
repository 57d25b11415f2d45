import { type Day, type DossierEvent, type DossierState, formatDay, historyOf } from '@sohoso/dossier';
import { csvField } from './appendix-csv.ts';

type Leg = DossierState['legs'][number];

/** A leg behind a cell: how much of the cell it is. 1, or −1 where a transfer took it out of what was carried over. */
export interface CellLeg {
  readonly dossier: string;
  /** Which leg of the dossier, counted from 0 in the order of opening. */
  readonly leg: number;
  readonly quantity: number;
}

/**
 * A leg behind a cell as it stood at the end of the period. Days are `YYYY-MM-DD`. All but the leg itself is null where an
 * event that came between the two questions to the store took the leg away.
 */
export interface CellDossier extends CellLeg {
  /** Who had it at the end of the period, or closed it. */
  readonly unit: string | null;
  readonly channel: string | null;
  readonly procedure: string | null;
  readonly received: string | null;
  /** The due in force; null where it has none. */
  readonly due: string | null;
  readonly status: 'open' | 'overdue' | 'suspended' | 'closed' | null;
  readonly closed: string | null;
  /** Days from the due to the close, or to the end of the period where it is overdue; 0 where it is neither. */
  readonly daysLate: number | null;
}

/** The legs of a cell with what their dossiers' events say of them up to a day. A void counts whatever its time is. */
export function cellDossiers(
  legs: readonly CellLeg[],
  events: ReadonlyMap<string, readonly DossierEvent[]>,
  to: Day,
): readonly CellDossier[] {
  return legs.map((leg) => {
    const known = (events.get(leg.dossier) ?? []).filter(
      (event) => event.day <= to || event.type === 'voided',
    );
    return cellDossier(leg, historyOf(known).state.legs[leg.leg], to);
  });
}

function cellDossier({ dossier, leg, quantity }: CellLeg, found: Leg | undefined, to: Day): CellDossier {
  const opened = found?.ledger[0]?.day;
  if (found === undefined || opened === undefined) return { dossier, leg, quantity, ...nothing };
  const { unit, channel, procedure, due } = found;
  const closedOn = found.status === 'closed' ? found.closedOn : null;
  const status = statusOf(found, to);
  const lateUntil = status === 'overdue' ? to : closedOn;
  return {
    dossier,
    leg,
    quantity,
    unit,
    channel,
    procedure,
    received: formatDay(opened),
    due: due === null ? null : formatDay(due),
    status,
    closed: closedOn === null ? null : formatDay(closedOn),
    daysLate: due === null || lateUntil === null ? 0 : Math.max(0, lateUntil - due),
  };
}

const nothing = {
  unit: null,
  channel: null,
  procedure: null,
  received: null,
  due: null,
  status: null,
  closed: null,
  daysLate: null,
} as const;

function statusOf(leg: Leg, to: Day): 'open' | 'overdue' | 'suspended' | 'closed' {
  if (leg.status === 'closed') return 'closed';
  if (leg.suspended) return 'suspended';
  return leg.overdueFrom !== null && leg.overdueFrom <= to ? 'overdue' : 'open';
}

const csvColumns = [
  'dossier',
  'leg',
  'quantity',
  'unit',
  'channel',
  'procedure',
  'received',
  'due',
  'status',
  'closed',
  'daysLate',
] as const satisfies readonly (keyof CellDossier)[];

/** The legs behind a cell as CSV (UTF-8, comma, RFC 4180), one a line under a header. */
export function cellDossiersCsv(dossiers: readonly CellDossier[]): string {
  const rows = dossiers.map((dossier) => csvColumns.map((column) => dossier[column] ?? ''));
  return [csvColumns, ...rows].map((line) => `${line.map(csvField).join(',')}\r\n`).join('');
}
