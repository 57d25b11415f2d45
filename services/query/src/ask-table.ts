import type { Day } from '@sohoso/dossier';
import { formatDay } from '@sohoso/dossier';
import type { Unit } from '@sohoso/registry';
import {
  balancesOf,
  corresponds,
  type Ends,
  type Form,
  type FormTable,
  firstDay,
  formTable,
  knownOfScope,
  lastDay,
  type Period,
  type ReportUnit,
  type RowHead,
  type RowInput,
  type RowKind,
  ScopeUnknown,
  type Structure,
  type Text,
  type UnitBalance,
  unitRows,
  unitsOfScope,
  unlike,
} from '@sohoso/report';
import { Problem } from '@sohoso/service';
import { type KnownAt, keyedBalances, unitBalances } from '@sohoso/store';
import type { Known } from './known-at.ts';
import type { QueryOptions } from './query-plugin.ts';
import { namesOf, type StructureShown, structureShown, toldApart } from './structure-shown.ts';
import { namedRows } from './unit-valid.ts';

/** Which table is asked for. */
export interface TableAsked {
  readonly form: Form;
  readonly period: Period;
  /** Null unless the form compares. */
  readonly baseline: Period | null;
  /** What the text of the whole report compares with, where the form is one that reports are sent with; its table compares with nothing. */
  readonly textBaseline: Period | null;
  readonly by: RowKind;
  readonly scope: string;
  /** The day whose structure of units is followed; the last of the period unless another is asked for. */
  readonly on: Day | undefined;
  readonly rollUp: boolean;
  readonly known: Known;
  /** Asked once more for what was issued: what the scope names and is not there any more makes no row, where it would be refused otherwise. */
  readonly again?: true;
}

/** The balances of all units, from which tables of any scope can be made that are of one moment. */
export interface AskedBalances {
  readonly period: readonly UnitBalance[];
  /** Null where no baseline is asked for. */
  readonly baseline: readonly UnitBalance[] | null;
}

export async function askBalances(
  options: QueryOptions,
  { period, baseline, known }: Pick<TableAsked, 'period' | 'baseline' | 'known'>,
): Promise<AskedBalances> {
  return {
    period: await balances(options, period, known.at),
    baseline: baseline === null ? null : await balances(options, baseline, known.at),
  };
}

/**
 * The filled form; by unit it can be made of balances asked for before. Throws a Problem (400) where the scope names no unit, or one that
 * was not there in the period and has no figures in it.
 */
export async function askTable(
  options: QueryOptions,
  asked: TableAsked,
  found?: AskedBalances,
): Promise<FormTable> {
  const { form, period, baseline, by, scope, known } = asked;
  const filling =
    by === 'unit'
      ? await byUnit(options, asked, found ?? (await askBalances(options, asked)))
      : await byKey(options, asked);
  const structureOn = formatDay(structureDay(asked));
  return formTable({
    form,
    period,
    baseline,
    asKnownAt: known.asKnownAt,
    by,
    scope,
    structureOn,
    ...filling,
  });
}

interface Filling extends StructureShown {
  readonly rows: readonly RowInput[];
  readonly notComparable: Text | null;
}

const structureDay = ({ on, period }: Pick<TableAsked, 'on' | 'period'>): Day => on ?? lastDay(period);

async function byUnit(options: QueryOptions, asked: TableAsked, found: AskedBalances): Promise<Filling> {
  const { period: now, baseline: then } = found;
  const heads = toldApart(options.registry, rowHeads(options, asked, found));
  const [nowOf, thenOf] = [balancesOf(now), then === null ? null : balancesOf(then)];
  const compared = comparison(options, asked, heads, found);
  const rows = heads.map((head) => {
    const codes = head.of ?? [head.code];
    const comparable = thenOf !== null && compared?.isComparable(head) === true;
    const marked = compared === null || comparable ? head : { ...head, comparable: false as const };
    return { head: marked, period: nowOf(codes), baseline: comparable ? thenOf(codes) : null };
  });
  const structureOn = formatDay(structureDay(asked));
  const shown = await structureShown(options, { ...asked, structureOn }, heads, now);
  return { rows, notComparable: compared?.notComparable ?? null, ...shown };
}

function balances(
  { clickhouse }: QueryOptions,
  period: Period,
  known: KnownAt | null,
): Promise<readonly UnitBalance[]> {
  return unitBalances(clickhouse, firstDay(period), lastDay(period), known);
}

/** The rows of what is asked for. Throws a Problem (400) as `askTable` does. */
function rowHeads(options: QueryOptions, asked: TableAsked, found: AskedBalances): readonly RowHead[] {
  const heads = unitHeads(options, asked, [...found.period, ...(found.baseline ?? [])]);
  return namedRows(options.registry, asked, heads, found);
}

/** The rows of a scope: its units on the day of the structure, and those that have figures besides. */
export function unitHeads(
  { registry }: QueryOptions,
  asked: Pick<TableAsked, 'scope' | 'rollUp' | 'on' | 'period' | 'again'>,
  found: readonly UnitBalance[],
): readonly RowHead[] {
  const structure = { onDay: registry.on(structureDay(asked)), all: registry.units };
  return unitRows(unitsAsked(structure, asked, found, asked.rollUp), registry.units, asked.rollUp);
}

/** The units of a scope; asked again, those of its codes that still name one. */
function unitsAsked(
  structure: Structure<Unit>,
  { scope, again }: Pick<TableAsked, 'scope' | 'again'>,
  found: readonly UnitBalance[],
  rollUp = false,
): readonly ReportUnit[] {
  const left = again === true ? knownOfScope(structure, scope, found) : scope;
  return left === '' ? [] : scoped(structure, left, found, rollUp);
}

/** The units of a scope. Throws a Problem (400) where it names none. */
export function scoped(...asked: Parameters<typeof unitsOfScope>) {
  try {
    return unitsOfScope(...asked);
  } catch (error) {
    if (error instanceof ScopeUnknown) throw new Problem(400, 'unit-unknown', error.message);
    throw error;
  }
}

interface Compared {
  readonly isComparable: (head: RowHead) => boolean;
  readonly notComparable: Text | null;
}

/** What of a table can be compared with its baseline; null where it has none. */
function comparison(
  { registry }: QueryOptions,
  asked: TableAsked,
  heads: readonly RowHead[],
  found: AskedBalances,
): Compared | null {
  const { period, baseline, by } = asked;
  if (baseline === null) return null;
  // A unit that the registry does not know was there if it has figures.
  const unregistered = (balances: readonly UnitBalance[]) =>
    balances.map(({ unit }) => unit).filter((unit) => !registry.has(unit));
  const any = [...found.period, ...(found.baseline ?? [])];
  const end = (of: Period, balances: readonly UnitBalance[]) => {
    const onDay = registry.on(lastDay(of));
    const inScope = unitsAsked({ onDay, all: registry.units }, asked, any).map(({ code }) => code);
    const there = new Set([...onDay.map(({ code }) => code), ...unregistered(balances)]);
    return { there, scope: inScope.filter((code) => there.has(code)) };
  };
  const [now, then] = [end(period, found.period), end(baseline, found.baseline ?? [])];
  const ends: Ends = { period: now.there, baseline: then.there };
  const scopes = { period: now.scope, baseline: then.scope };
  return {
    isComparable: (head) => corresponds(head, ends),
    notComparable: unlike(heads, scopes, ends, namesOf(registry), by),
  };
}

/** Rows of fields or procedures: those that have figures, those without a name last. */
async function byKey(options: QueryOptions, asked: TableAsked): Promise<Filling> {
  const { clickhouse, names } = options;
  const { period, baseline, known, scope } = asked;
  const by = asked.by === 'procedure' ? 'procedure' : 'field';
  // All units need not be named; but to compare, it must be known which they are.
  const found = scope === 'all' && baseline === null ? null : await askBalances(options, asked);
  const heads = found === null ? [] : rowHeads(options, asked, found);
  const units = scope === 'all' ? null : heads.flatMap(({ code, of }) => of ?? [code]);
  const notComparable =
    found === null ? null : (comparison(options, asked, heads, found)?.notComparable ?? null);
  const ask = async (of: Period) => {
    const rows = await keyedBalances(clickhouse, {
      by,
      from: firstDay(of),
      to: lastDay(of),
      units,
      known: known.at,
    });
    return rows.map(({ key, ...items }) => ({ unit: key, ...items }));
  };
  const now = await ask(period);
  const then = baseline === null || notComparable !== null ? null : await ask(baseline);
  const keys = [...new Set([...now, ...(then ?? [])].map(({ unit }) => unit))].toSorted(emptyLast);
  const [nowOf, thenOf] = [balancesOf(now), then === null ? null : balancesOf(then)];
  const name = (key: string) => names?.(by, key) ?? (key === '' ? NOT_KNOWN[by] : key);
  return {
    rows: keys.map((key) => ({
      head: { code: key, name: name(key), ...(notComparable === null ? {} : { comparable: false as const }) },
      period: nowOf([key]),
      baseline: thenOf === null ? null : thenOf([key]),
    })),
    notComparable,
    notes: [],
  };
}

const NOT_KNOWN = { field: 'Không ghi lĩnh vực', procedure: 'Không ghi thủ tục' } as const;

function emptyLast(a: string, b: string): number {
  if (a === '' || b === '') return a === b ? 0 : a === '' ? 1 : -1;
  return a < b ? -1 : a > b ? 1 : 0;
}
