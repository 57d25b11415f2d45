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
    notes: rows.filter((row) => row.received.carriedOver < 0).map(negativeNote),
  };
}

function negativeNote({ unit, received }: AppendixRow): string {
  return `${unit.name}: carried over is ${received.carriedOver}, because it passed on by transfer what it had received within the period.`;
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

/**
 * The units of a scope. `all` is every unit but the province, which is the reporting body and gets a row only if
 * dossiers were booked on it all the same: no figure may go missing from the total.
 */
export function unitsOfScope<U extends ReportUnit>(
  units: readonly U[],
  scope: string,
  balances: readonly UnitBalance[],
): readonly U[] {
  if (scope === 'all') {
    const moved = new Set(balances.filter(hasMoved).map((balance) => balance.unit));
    return units.filter((unit) => unit.level !== 'province' || moved.has(unit.code));
  }
  if (units.some((unit) => unit.level === scope) || levels.has(scope))
    return units.filter((unit) => unit.level === scope);
  const codes = scope.split(',').map((code) => code.trim());
  const unknown = codes.find((code) => !units.some((unit) => unit.code === code));
  if (unknown !== undefined) {
    throw new ScopeUnknown(
      `"${unknown}" is neither a unit of the registry nor one of all, department, district, commune`,
    );
  }
  return units.filter((unit) => codes.includes(unit.code));
}

const levels = new Set(['department', 'district', 'commune', 'province']);

/** A scope that names no unit; the message is a sentence for whoever asked. */
export class ScopeUnknown extends RangeError {
  override readonly name = 'ScopeUnknown';
}
