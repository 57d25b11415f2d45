/**
 * A second opinion on the numbers: a slow, literal simulation of the domain rules, written without a look at the
 * program it judges. It shares no code with the program on purpose; a mistake would otherwise be shared as well.
 */
import { dayNumber } from './clock.ts';
import { Fold, isOverdue, type Leg, type Movements, noMovements } from './fold.ts';
import { compareText, type Happening, historyOf, type OracleAnomaly, type OracleEvent } from './history.ts';

export type { OracleAnomaly, OracleEvent } from './history.ts';

export interface OracleOptions {
  /** Minutes the business time zone is ahead of UTC; 420 unless told. */
  readonly utcOffsetMinutes?: number | undefined;
}

interface Stock {
  openAtEnd: number;
  overdueAtEnd: number;
  suspendedAtEnd: number;
}

export type UnitDay = Movements & Stock;

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

export interface AppendixRow extends AppendixColumns {
  readonly unit: string;
}

/** The open legs of one dossier from the end of `day` until its next event. */
interface DayEnd {
  readonly day: number;
  readonly open: ReadonlyMap<string, Leg>;
}

const NOTHING_OPEN: Readonly<Stock> = { openAtEnd: 0, overdueAtEnd: 0, suspendedAtEnd: 0 };

export class Oracle {
  /** Per dossier, the ends of those days on which something happened to it, oldest first. */
  private readonly dossiers: DayEnd[][] = [];
  private readonly movements = new Map<string, Map<number, Movements>>();
  private readonly stocks = new Map<number, Map<string, Stock>>();
  private readonly found: OracleAnomaly[] = [];

  constructor(events: readonly OracleEvent[], options: OracleOptions = {}) {
    for (const dossier of byDossier(events)) {
      const history = historyOf(dossier, options.utcOffsetMinutes ?? 420);
      this.found.push(...history.voidOfVoid);
      this.take(history.happenings);
    }
    this.found.sort(compareAnomalies);
  }

  unitDay(unit: string, day: string): UnitDay {
    return this.unitDayOf(unit, dayNumber(day));
  }

  /** The 13-column form for the days `from` to `to`, both included; one row per unit, in the order given. */
  appendix(units: readonly string[], from: string, to: string): AppendixRow[] {
    return units.map((unit) => this.row(unit, dayNumber(from), dayNumber(to)));
  }

  total(rows: readonly AppendixRow[]): AppendixColumns {
    const sum = (cell: (row: AppendixRow) => number) => rows.reduce((so, row) => so + cell(row), 0);
    return {
      received: {
        total: sum((row) => row.received.total),
        online: sum((row) => row.received.online),
        carriedOver: sum((row) => row.received.carriedOver),
        directOrPostal: sum((row) => row.received.directOrPostal),
        forwarded: sum((row) => row.received.forwarded),
      },
      resolved: {
        total: sum((row) => row.resolved.total),
        early: sum((row) => row.resolved.early),
        onTime: sum((row) => row.resolved.onTime),
        late: sum((row) => row.resolved.late),
      },
      pending: {
        total: sum((row) => row.pending.total),
        notDue: sum((row) => row.pending.notDue),
        overdue: sum((row) => row.pending.overdue),
        suspended: sum((row) => row.pending.suspended),
      },
    };
  }

  /** Sorted by dossier, source, id, anomaly, unit. */
  anomalies(): OracleAnomaly[] {
    return this.found.map((anomaly) => ({ ...anomaly }));
  }

  private take(happenings: readonly Happening[]): void {
    const days = [...new Set(happenings.map((happening) => happening.day))];
    // Each day end is a fold from the very beginning: nothing can leak from a later day into an earlier one.
    this.dossiers.push(
      days.map((day) => ({ day, open: new Fold(happenings.filter((one) => one.day <= day)).open })),
    );
    const whole = new Fold(happenings);
    this.found.push(...whole.anomalies);
    for (const { unit, day, column } of whole.movements) {
      const ofUnit = entry(this.movements, unit, () => new Map<number, Movements>());
      entry(ofUnit, day, noMovements)[column] += 1;
    }
  }

  private unitDayOf(unit: string, day: number): UnitDay {
    return { ...(this.movements.get(unit)?.get(day) ?? noMovements()), ...this.stock(unit, day) };
  }

  private stock(unit: string, day: number): Readonly<Stock> {
    return entry(this.stocks, day, () => this.countOpenLegs(day)).get(unit) ?? NOTHING_OPEN;
  }

  private countOpenLegs(day: number): Map<string, Stock> {
    const stocks = new Map<string, Stock>();
    for (const dayEnds of this.dossiers) {
      const last = dayEnds.findLast((dayEnd) => dayEnd.day <= day);
      for (const [unit, leg] of last?.open ?? []) {
        const stock = entry(stocks, unit, () => ({ ...NOTHING_OPEN }));
        stock.openAtEnd += 1;
        if (leg.suspended) stock.suspendedAtEnd += 1;
        // A leg goes overdue on a day without any event, so this is asked anew for every day.
        if (isOverdue(leg, day)) stock.overdueAtEnd += 1;
      }
    }
    return stocks;
  }

  private row(unit: string, from: number, to: number): AppendixRow {
    const sum = noMovements();
    for (let day = from; day <= to; day += 1) {
      const ofDay = this.movements.get(unit)?.get(day) ?? noMovements();
      for (const column of Object.keys(sum) as (keyof Movements)[]) sum[column] += ofDay[column];
    }
    const before = this.stock(unit, from - 1);
    const after = this.stock(unit, to);
    const online = sum.receivedOnline;
    const carriedOver = before.openAtEnd + sum.transferredIn - sum.transferredOut;
    const directOrPostal = sum.receivedDirect + sum.receivedPostal;
    const forwarded = sum.receivedForwarded;
    const early = sum.resolvedEarly;
    const onTime = sum.resolvedEarly + sum.resolvedOnTime;
    const late = sum.resolvedLate;
    const total = online + carriedOver + directOrPostal + forwarded;
    return {
      unit,
      received: { total, online, carriedOver, directOrPostal, forwarded },
      resolved: { total: onTime + late, early, onTime, late },
      pending: {
        total: after.openAtEnd,
        notDue: after.openAtEnd - after.overdueAtEnd,
        overdue: after.overdueAtEnd,
        suspended: after.suspendedAtEnd,
      },
    };
  }
}

function byDossier(events: readonly OracleEvent[]): Iterable<OracleEvent[]> {
  const dossiers = new Map<string, OracleEvent[]>();
  for (const event of events) entry(dossiers, event.subject, () => []).push(event);
  return dossiers.values();
}

function compareAnomalies(a: OracleAnomaly, b: OracleAnomaly): number {
  return (
    compareText(a.dossier, b.dossier) ||
    compareText(a.source, b.source) ||
    compareText(a.id, b.id) ||
    compareText(a.anomaly, b.anomaly) ||
    compareText(a.unit, b.unit)
  );
}

function entry<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const fresh = create();
  map.set(key, fresh);
  return fresh;
}
