import { formatDay } from '@sohoso/dossier';
import { assertBalanced, emptyBalance, hasMoved, type UnitBalance } from './balance.ts';
import { firstDay, lastDay, type Period } from './period.ts';

/** The unit as a report names it. */
export interface ReportUnit {
  readonly code: string;
  readonly name: string;
  readonly level: string;
}

/** The figures of one row of the 13-column form; the numbers are the form's own column numbers. */
export interface AppendixFigures {
  readonly received: {
    /** (3) */
    readonly total: number;
    /** (4) */
    readonly online: number;
    /** (5) */
    readonly carriedOver: number;
    /** (6) */
    readonly directOrPostal: number;
    /** (7) */
    readonly forwarded: number;
  };
  readonly resolved: {
    /** (8) */
    readonly total: number;
    /** Shown again; part of `onTime`. */
    readonly early: number;
    /** (9) */
    readonly onTime: number;
    /** (10) */
    readonly late: number;
  };
  readonly pending: {
    /** (11) */
    readonly total: number;
    /** (12) */
    readonly notDue: number;
    /** (13) */
    readonly overdue: number;
    /** Shown again; part of `notDue`. */
    readonly suspended: number;
  };
}

export interface AppendixRow extends AppendixFigures {
  readonly unit: ReportUnit;
}

export interface AppendixReport {
  readonly form: 'appendix';
  readonly period: { readonly from: string; readonly to: string; readonly key: string };
  /** Only what the log had recorded by this moment is counted. */
  readonly asKnownAt: string;
  readonly rows: readonly AppendixRow[];
  readonly total: AppendixFigures;
  /** What a reader must be told beside the figures. */
  readonly notes: readonly string[];
}

/** The columns of the form from the balance of one unit (domain rules, report columns). */
export function appendixFigures(balance: UnitBalance): AppendixFigures {
  assertBalanced(balance);
  const online = balance.receivedOnline;
  const carriedOver = balance.openingOpen + balance.transferredIn - balance.transferredOut;
  const directOrPostal = balance.receivedDirect + balance.receivedPostal;
  const forwarded = balance.receivedForwarded;
  const early = balance.resolvedEarly;
  const onTime = early + balance.resolvedOnTime;
  const late = balance.resolvedLate;
  const overdue = balance.closingOverdue;
  const figures = {
    received: {
      total: online + carriedOver + directOrPostal + forwarded,
      online,
      carriedOver,
      directOrPostal,
      forwarded,
    },
    resolved: { total: onTime + late, early, onTime, late },
    pending: {
      total: balance.closingOpen,
      notDue: balance.closingOpen - overdue,
      overdue,
      suspended: balance.closingSuspended,
    },
  };
  return figures;
}

/** The report of chosen units in their order. A unit without a balance never moved and is printed as zeros. */
export function appendixReport(
  period: Period,
  units: readonly ReportUnit[],
  balances: readonly UnitBalance[],
  asKnownAt: string,
): AppendixReport {
  const byUnit = new Map(balances.map((balance) => [balance.unit, balance]));
  const rows = units.map(({ code, name, level }) => ({
    unit: { code, name, level },
    ...appendixFigures(byUnit.get(code) ?? emptyBalance(code)),
  }));
  const { key } = period;
  return {
    form: 'appendix',
    period: { from: formatDay(firstDay(period)), to: formatDay(lastDay(period)), key },
    asKnownAt,
    rows,
    total: totalOf(rows),
    notes: [
      ...rows.filter((row) => row.received.carriedOver < 0).map(negativeNote),
      ...rows.filter((row) => row.unit.level === 'unregistered').map(unregisteredNote),
    ],
  };
}

function negativeNote({ unit, received }: AppendixRow): string {
  return `${unit.name}: carried over is ${received.carriedOver}, because it passed on by transfer what it had received within the period.`;
}

function unregisteredNote({ unit }: AppendixRow): string {
  return `${unit.code}: this unit is no longer in the registry; its figures are shown so that the total is complete.`;
}

/** The sums of the rows, column by column. */
export function totalOf(rows: readonly AppendixFigures[]): AppendixFigures {
  const sum = (figure: (row: AppendixFigures) => number) =>
    rows.reduce((total, row) => total + figure(row), 0);
  return {
    received: {
      total: sum((r) => r.received.total),
      online: sum((r) => r.received.online),
      carriedOver: sum((r) => r.received.carriedOver),
      directOrPostal: sum((r) => r.received.directOrPostal),
      forwarded: sum((r) => r.received.forwarded),
    },
    resolved: {
      total: sum((r) => r.resolved.total),
      early: sum((r) => r.resolved.early),
      onTime: sum((r) => r.resolved.onTime),
      late: sum((r) => r.resolved.late),
    },
    pending: {
      total: sum((r) => r.pending.total),
      notDue: sum((r) => r.pending.notDue),
      overdue: sum((r) => r.pending.overdue),
      suspended: sum((r) => r.pending.suspended),
    },
  };
}

/** The structure that a report is built on, and all units there ever were. */
export interface Structure<U extends ReportUnit> {
  /** The units of the day, in report order. */
  readonly onDay: readonly U[];
  readonly all: readonly U[];
}

/**
 * The units of a scope. `all` is every unit but the province, which is the reporting body. No figure may go missing from the
 * total: a unit that is not among them but has figures (the province, a unit that ended within the period, one that is
 * no longer in the registry) gets a row as well.
 */
export function unitsOfScope<U extends ReportUnit>(
  { onDay, all }: Structure<U>,
  scope: string,
  balances: readonly UnitBalance[],
): readonly ReportUnit[] {
  const moved = new Set(balances.filter(hasMoved).map((balance) => balance.unit));
  if (scope === 'all') {
    const regular = onDay.filter((unit) => unit.level !== 'province');
    return withTheRest(
      regular,
      all,
      moved,
      [...moved].filter((code) => !all.some((unit) => unit.code === code)),
    );
  }
  if (levels.has(scope)) {
    const ofLevel = (units: readonly U[]) => units.filter((unit) => unit.level === scope);
    return withTheRest(ofLevel(onDay), ofLevel(all), moved, []);
  }
  const codes = scope.split(',').map((code) => code.trim());
  const unknown = codes.find((code) => !all.some((unit) => unit.code === code));
  if (unknown !== undefined) {
    throw new ScopeUnknown(
      `"${unknown}" is neither a unit of the registry nor one of all, department, district, commune`,
    );
  }
  return all.filter((unit) => codes.includes(unit.code));
}

function withTheRest(
  regular: readonly ReportUnit[],
  all: readonly ReportUnit[],
  moved: ReadonlySet<string>,
  unregistered: readonly string[],
): readonly ReportUnit[] {
  const chosen = new Set(regular.map((unit) => unit.code));
  const rows = all.filter((unit) => chosen.has(unit.code) || moved.has(unit.code));
  return [...rows, ...unregistered.map((code) => ({ code, name: code, level: 'unregistered' }))];
}

const levels = new Set(['department', 'district', 'commune', 'province']);

/** A scope that names no unit; the message is a sentence for whoever asked. */
export class ScopeUnknown extends RangeError {
  override readonly name = 'ScopeUnknown';
}
