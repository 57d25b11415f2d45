import type { UnitRegistry } from '@sohoso/registry';
import { type Balance, nothing, sumOf } from '../oracle/forms.ts';
import { compareText } from '../oracle/history.ts';
import type { LegShare } from '../oracle/legs.ts';
import type { KeyedBalance, Oracle } from '../oracle/oracle.ts';
import { periodOf } from '../oracle/periods.ts';
import { countedColumns, type Figures, type FormId, figuresOfRow, summed } from './forms.ts';
import { countsOfLegs } from './forms-legs.ts';
import { comparable, rowsOfScope } from './forms-rows.ts';

/** Which table is asked for; periods by their keys. */
export interface Question {
  readonly form: FormId;
  readonly period: string;
  /** For the form that compares. */
  readonly baseline?: string;
  readonly by: 'unit' | 'field' | 'procedure';
  readonly scope: string;
  readonly rollUp: boolean;
  readonly on?: string;
}

/** What there is to ask about: the registry, and all codes of units that anything was told of. */
export interface World {
  readonly registry: UnitRegistry;
  readonly codes: readonly string[];
}

export interface ExpectedRow {
  readonly code: string;
  /** The units whose legs are in the row; with `key`, those of them that are of this field or procedure. */
  readonly units: readonly string[];
  readonly key?: string;
  readonly isComparable: boolean;
  readonly figures: Figures;
}

export interface ExpectedTable {
  readonly rows: readonly ExpectedRow[];
  readonly total: ExpectedRow;
}

/** Codes of the units of which anything is counted in a period. */
export function movedIn({ codes }: World, oracle: Oracle, period: string): ReadonlySet<string> {
  const { from, to } = periodOf(period);
  const moved = oracle
    .balances(codes, from, to)
    .filter(({ unit: _, ...items }) => Object.values(items).some((n) => n !== 0));
  return new Set(moved.map(({ unit }) => unit));
}

/** The table that the oracle expects. */
export function expectedTable(world: World, oracle: Oracle, question: Question): ExpectedTable {
  const { period, baseline, scope, rollUp } = question;
  const { units } = world.registry;
  const now = { day: periodOf(period).to, moved: movedIn(world, oracle, period) };
  const then =
    baseline === undefined
      ? undefined
      : { day: periodOf(baseline).to, moved: movedIn(world, oracle, baseline) };
  const moved = new Set([...now.moved, ...(then?.moved ?? [])]);
  const rows = rowsOfScope(units, { scope, on: question.on ?? now.day, rollUp }, moved);
  const compared = then === undefined ? undefined : comparable(units, scope, rows, [now, then]);
  const areTotals = compared?.areTotals ?? true;
  if (question.by !== 'unit') {
    const all = scope === 'all' ? world.codes : rows.flatMap((row) => row.units);
    return keyedTable(oracle, question, all, areTotals);
  }
  return tableOf(
    question,
    rows.map((row) => {
      const balance = (of: string) => sumOf(oracle.balances(row.units, ...daysOf(of)));
      return {
        ...row,
        isComparable: compared?.isComparable(row) ?? true,
        now: balance(period),
        before: baseline === undefined ? nothing() : balance(baseline),
      };
    }),
    areTotals,
  );
}

type Balanced = Omit<ExpectedRow, 'figures'> & { readonly now: Balance; readonly before: Balance };

function keyedTable(
  oracle: Oracle,
  question: Question,
  units: readonly string[],
  isComparable: boolean,
): ExpectedTable {
  const by = question.by === 'field' ? 'field' : 'procedure';
  const of = (period: string) => oracle.keyedBalances(by, units, ...daysOf(period));
  const now = of(question.period);
  const then = question.baseline === undefined || !isComparable ? [] : of(question.baseline);
  const named = (balances: readonly KeyedBalance[], key: string): Balance => {
    const { key: _, ...items } = balances.find((balance) => balance.key === key) ?? { key, ...nothing() };
    return items;
  };
  const keys = [...new Set([...now, ...then].map(({ key }) => key))].toSorted(
    (a, b) => Number(a === '') - Number(b === '') || compareText(a, b),
  );
  const rows = keys.map((key) => ({
    code: key,
    key,
    units,
    isComparable,
    now: named(now, key),
    before: named(then, key),
  }));
  return tableOf(question, rows, isComparable, units);
}

function tableOf(
  { form }: Question,
  rows: readonly Balanced[],
  areTotals: boolean,
  units: readonly string[] = rows.flatMap((row) => row.units),
): ExpectedTable {
  const filled = ({ now, before, ...row }: Balanced): ExpectedRow => ({
    ...row,
    figures: figuresOfRow(form, now, row.isComparable ? before : null),
  });
  const total = {
    code: 'total',
    units,
    isComparable: areTotals,
    now: sumOf(rows.map(({ now }) => now)),
    before: sumOf(rows.map((row) => row.before)),
  };
  return { rows: rows.map(filled), total: filled(total) };
}

/** The legs behind a cell: those of the period, those of the baseline taken off, or what is left of both. */
export function expectedLegs(
  oracle: Oracle,
  question: Question,
  { units, key }: ExpectedRow,
  path: string,
): readonly LegShare[] {
  const column = countedColumns(question.form)[path];
  if (column === undefined) throw new Error(`${question.form} has no column ${path} that counts legs`);
  const only = key === undefined || question.by === 'unit' ? undefined : { by: question.by, key };
  const quantities = new Map<string, LegShare>();
  const add = (period: string | undefined, sign: number) => {
    for (const { dossier, leg, counts } of countsOfLegs(oracle, units, period ?? '', only)) {
      const name = `${dossier} ${leg}`;
      const quantity = sign * summed(column.sum, counts) + (quantities.get(name)?.quantity ?? 0);
      quantities.set(name, { dossier, leg, quantity });
    }
  };
  if (column.of !== 'baseline') add(question.period, 1);
  if (column.of !== 'period') add(question.baseline, column.of === 'difference' ? -1 : 1);
  return [...quantities.values()]
    .filter(({ quantity }) => quantity !== 0)
    .toSorted((a, b) => compareText(a.dossier, b.dossier) || a.leg - b.leg);
}

function daysOf(period: string): [from: string, to: string] {
  const { from, to } = periodOf(period);
  return [from, to];
}
