import {
  type Day,
  type DossierEvent,
  type DossierState,
  eventsOfLegs,
  formatDay,
  historyOf,
  type LegEvent,
} from '@sohoso/dossier';
import { csvFile } from './csv.ts';

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
  /** What happened to the leg up to the end of the period, first things first. */
  readonly history: readonly LegStep[];
}

/** Something that happened to a leg. */
interface LegStep {
  /** `YYYY-MM-DD` */
  readonly day: string;
  /** The event's type, without what all types share: `received`, `due-changed` … */
  readonly what: LegEvent['type'];
  /** Where it happened; for what goes from one unit to another, both. */
  readonly unit: string;
  readonly to?: string;
  /** The due that it set. */
  readonly due?: string;
  /** How it ended: `granted`, `refused`. */
  readonly outcome?: string;
}

/** The legs of a cell with what their dossiers' events say of them up to a day. A void counts whatever its time is. */
export function cellDossiers(
  legs: readonly CellLeg[],
  events: ReadonlyMap<string, readonly DossierEvent[]>,
  to: Day,
): readonly CellDossier[] {
  const known = new Map<string, Known>();
  return legs.map((leg) => {
    const { state, steps } = known.get(leg.dossier) ?? knownUpTo(events.get(leg.dossier) ?? [], to);
    known.set(leg.dossier, { state, steps });
    return cellDossier(leg, state.legs[leg.leg], steps[leg.leg] ?? [], to);
  });
}

interface Known {
  readonly state: DossierState;
  readonly steps: ReturnType<typeof eventsOfLegs>;
}

function knownUpTo(events: readonly DossierEvent[], to: Day): Known {
  const history = historyOf(events.filter((event) => event.day <= to || event.type === 'voided'));
  return { state: history.state, steps: eventsOfLegs(history) };
}

function cellDossier(
  { dossier, leg, quantity }: CellLeg,
  found: Leg | undefined,
  steps: readonly LegEvent[],
  to: Day,
): CellDossier {
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
    history: steps.map(stepOf),
  };
}

function stepOf(event: LegEvent): LegStep {
  const step = { day: formatDay(event.day), what: event.type };
  const due = 'due' in event && event.due !== null ? { due: formatDay(event.due) } : {};
  if ('from' in event) return { ...step, unit: event.from, to: event.to, ...due };
  const outcome = event.type === 'resolved' ? { outcome: event.outcome } : {};
  return { ...step, unit: event.unit, ...due, ...outcome };
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
  history: [],
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
] as const satisfies readonly Exclude<keyof CellDossier, 'history'>[];

/**
 * The legs behind a cell as CSV (UTF-8 with a byte order mark, comma, RFC 4180), one a line under a header; its history in the last column, step by
 * step: `2020-04-03 received so-tu-phap due 2020-04-10; …`.
 */
export function cellDossiersCsv(dossiers: readonly CellDossier[]): string {
  const rows = dossiers.map((dossier) => [
    ...csvColumns.map((column) => dossier[column] ?? ''),
    dossier.history.map(stepText).join('; '),
  ]);
  return csvFile([[...csvColumns, 'history'], ...rows]);
}

function stepText({ day, what, unit, to, due, outcome }: LegStep): string {
  const words = [day, what, to === undefined ? unit : `${unit} → ${to}`, outcome];
  return [...words, due === undefined ? undefined : `due ${due}`]
    .filter((word) => word !== undefined)
    .join(' ');
}
