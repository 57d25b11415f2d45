import {
  firstDay,
  hasMoved,
  lastDay,
  type Narrative,
  type NarrativeInput,
  narrativeOf,
  type Period,
  type RatioInput,
  type RatioUnit,
  type UnitBalance,
} from '@sohoso/report';
import { unitBalances } from '@sohoso/store';
import { type AskedBalances, scoped, type TableAsked } from './ask-table.ts';
import type { Known } from './known-at.ts';
import type { QueryOptions } from './query-plugin.ts';

/** What a ratio, or a text about a period, is made from; with the balances of all units in the period. */
function periodInput(
  { registry }: QueryOptions,
  period: Period,
  scope: string,
  balances: readonly UnitBalance[],
): RatioInput {
  const onDay = registry.on(lastDay(period));
  const units: readonly RatioUnit[] = scoped({ onDay, all: registry.units }, scope, balances);
  // A unit that the registry does not know was there if it has figures.
  const unregistered = units.filter(({ code }) => !registry.has(code));
  return { period, units, structure: [...onDay, ...unregistered], balances };
}

/**
 * The same of several periods, with the balances asked for. A unit that the registry does not know is in the scope of all of them if it has
 * figures in one.
 */
export async function askPeriods(
  options: QueryOptions,
  periods: readonly Period[],
  scope: string,
  known: Known,
): Promise<readonly RatioInput[]> {
  const found = await Promise.all(
    periods.map((one) => unitBalances(options.clickhouse, firstDay(one), lastDay(one), known.at)),
  );
  const strangersOf = (balances: readonly UnitBalance[]) =>
    balances.filter((one) => hasMoved(one) && !options.registry.has(one.unit)).map(({ unit }) => unit);
  const anywhere = new Set(found.flatMap(strangersOf));
  return periods.map((period, index) => {
    const balances = found[index] ?? [];
    const here = new Set(strangersOf(balances));
    const codes = scope.split(',').map((code) => code.trim());
    const kept = codes.filter((code) => !anywhere.has(code) || here.has(code));
    return kept.length === 0
      ? { period, units: [], structure: options.registry.on(lastDay(period)), balances }
      : periodInput(options, period, kept.join(','), balances);
  });
}

/** Levels that have an appendix of their own, in the order of the appendices; the first is of all units. */
export const APPENDIX_SCOPES = ['all', 'department', 'district', 'commune'] as const;

/** In which appendices the text's readers find departments, and districts and communes. */
function appendicesOf(units: readonly RatioUnit[]): NarrativeInput['appendices'] {
  const shown = APPENDIX_SCOPES.filter(
    (scope) => scope === 'all' || units.some(({ level }) => level === scope),
  );
  const named = (...levels: readonly string[]) => {
    const numbers = shown.flatMap((scope, index) => (levels.includes(scope) ? [`Phụ lục ${index + 1}`] : []));
    return numbers.length === 0 ? undefined : numbers.join(', ');
  };
  const [departments, local] = [named('department'), named('district', 'commune')];
  return { ...(departments && { departments }), ...(local && { local }) };
}

/** The text of a period about all units, of their balances in it, beside a baseline where one is given. */
export async function askNarrative(
  options: QueryOptions,
  { period, known }: Pick<TableAsked, 'period' | 'known'>,
  baseline: Period | null,
  found: AskedBalances,
  published?: NarrativeInput['published'],
): Promise<Narrative> {
  const now = periodInput(options, period, 'all', found.period);
  const [then = null] = await askPeriods(options, baseline === null ? [] : [baseline], 'all', known);
  return narrativeOf({
    ...now,
    baseline: then,
    calendar: options.calendar,
    zone: options.zone,
    asKnownAt: known.asKnownAt,
    appendices: appendicesOf(now.units) ?? {},
    ...(published === undefined ? {} : { published }),
  });
}
