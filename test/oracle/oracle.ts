/**
 * A second opinion on the numbers: a slow, literal simulation of the domain rules, written without a look at the
 * program it judges. It shares no code with the program on purpose; a mistake would otherwise be shared as well.
 */
import type { SignedSum } from './cells.ts';
import { dayNumber } from './clock.ts';
import { Fold, isOverdue, type Leg, type Movements, noMovements } from './fold.ts';
import { type AppendixColumns, appendixOf, type Balance, nothing } from './forms.ts';
import { compareText, type Happening, historyOf, type OracleAnomaly, type OracleEvent } from './history.ts';
import { countsOf, type Key, type LegShare, sharesOf } from './legs.ts';

export type { AppendixColumns } from './forms.ts';
export type { OracleAnomaly, OracleEvent } from './history.ts';

/** An event with the moment at which the log recorded it, in milliseconds since 1970. */
export interface RecordedEvent {
  readonly event: OracleEvent;
  readonly recordedAt: number;
}

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

export interface AppendixRow extends AppendixColumns {
  readonly unit: string;
}

export interface UnitBalance extends Balance {
  readonly unit: string;
}

export interface KeyedBalance extends Balance {
  /** A procedure or a field; '' where it is not known. */
  readonly key: string;
}

/** The open legs of one dossier from the end of `day` until its next event. */
interface DayEnd {
  readonly day: number;
  readonly open: ReadonlyMap<string, Leg>;
}

const NOTHING_OPEN: Readonly<Stock> = { openAtEnd: 0, overdueAtEnd: 0, suspendedAtEnd: 0 };

export class Oracle {
  private readonly told: readonly (OracleEvent | RecordedEvent)[];
  private readonly options: OracleOptions;
  /** Per dossier what happened to it, oldest first. */
  private readonly happenings = new Map<string, readonly Happening[]>();
  /** Per dossier, the ends of those days on which something happened to it, oldest first. */
  private readonly dossiers: DayEnd[][] = [];
  private readonly movements = new Map<string, Map<number, Movements>>();
  private readonly stocks = new Map<number, Map<string, Stock>>();
  private readonly found: OracleAnomaly[] = [];

  constructor(events: readonly (OracleEvent | RecordedEvent)[], options: OracleOptions = {}) {
    this.told = events;
    this.options = options;
    for (const [dossier, its] of byDossier(events.map((one) => ('event' in one ? one.event : one)))) {
      const history = historyOf(its, options.utcOffsetMinutes ?? 420);
      this.found.push(...history.voidOfVoid);
      this.happenings.set(dossier, history.happenings);
      this.take(history.happenings);
    }
    this.found.sort(compareAnomalies);
  }

  /** What the oracle would have said at a moment: only what was recorded at or before it counts, voids included. */
  asKnownAt(ms: number): Oracle {
    const known = this.told.filter((one) => {
      if (!('event' in one)) throw new Error(`the oracle was not told when event ${one.id} was recorded`);
      return one.recordedAt <= ms;
    });
    return new Oracle(known, this.options);
  }

  unitDay(unit: string, day: string): UnitDay {
    return this.unitDayOf(unit, dayNumber(day));
  }

  /** The 13-column form for the days `from` to `to`, both included; one row per unit, in the order given. */
  appendix(units: readonly string[], from: string, to: string): AppendixRow[] {
    return this.balances(units, from, to).map((balance) => ({ unit: balance.unit, ...appendixOf(balance) }));
  }

  /** All that is counted of each unit for the days `from` to `to`, both included, in the order of the units given. */
  balances(units: readonly string[], from: string, to: string): UnitBalance[] {
    return units.map((unit) => ({ unit, ...this.balance(unit, dayNumber(from), dayNumber(to)) }));
  }

  /**
   * The same by procedure or by field, over the legs at the units given. Keys of which nothing is counted are left
   * out; the rest is sorted by code unit, so '' comes first. Counted leg by leg, not from the sums of the units.
   */
  keyedBalances(by: Key, units: readonly string[], from: string, to: string): KeyedBalance[] {
    const balances = new Map<string, Balance>();
    for (const happenings of this.happenings.values()) {
      for (const { item, unit, leg } of countsOf(happenings, dayNumber(from), dayNumber(to))) {
        if (units.includes(unit)) entry(balances, leg[by], nothing)[item] += 1;
      }
    }
    return [...balances]
      .map(([key, balance]) => ({ key, ...balance }))
      .sort((a, b) => compareText(a.key, b.key));
  }

  /**
   * The legs that make up a figure of a unit, or of several units together, sorted by dossier and leg. Their
   * quantities add up to the figure. With `only`, the legs of one procedure or field.
   */
  legsBehind(
    sum: SignedSum,
    unit: string | readonly string[],
    from: string,
    to: string,
    only?: { readonly by: Key; readonly key: string },
  ): LegShare[] {
    const units = typeof unit === 'string' ? [unit] : unit;
    const shares: LegShare[] = [];
    for (const [dossier, happenings] of this.happenings) {
      const counts = countsOf(happenings, dayNumber(from), dayNumber(to)).filter(
        (count) => units.includes(count.unit) && (only === undefined || count.leg[only.by] === only.key),
      );
      shares.push(...sharesOf(dossier, counts, sum));
    }
    return shares.sort((a, b) => compareText(a.dossier, b.dossier) || a.leg - b.leg);
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

  private balance(unit: string, from: number, to: number): Balance {
    const sum = nothing();
    for (let day = from; day <= to; day += 1) {
      const ofDay = this.movements.get(unit)?.get(day) ?? noMovements();
      for (const column of Object.keys(ofDay) as (keyof Movements)[]) sum[column] += ofDay[column];
    }
    const after = this.stock(unit, to);
    sum.openingOpen = this.stock(unit, from - 1).openAtEnd;
    sum.closingOpen = after.openAtEnd;
    sum.closingSuspended = after.suspendedAtEnd;
    sum.closingOverdue = after.overdueAtEnd;
    return sum;
  }
}

function byDossier(events: readonly OracleEvent[]): ReadonlyMap<string, OracleEvent[]> {
  const dossiers = new Map<string, OracleEvent[]>();
  for (const event of events) entry(dossiers, event.subject, () => []).push(event);
  return dossiers;
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
