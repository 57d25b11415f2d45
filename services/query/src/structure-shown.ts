import { type Unit, type UnitRegistry, unitLevels } from '@sohoso/registry';
import {
  firstDay,
  lastDay,
  type NameOf,
  outOfTimeNotes,
  type RowHead,
  type StructureChange,
  structureNotes,
  type Text,
  type UnitBalance,
  unitChanges,
  unregisteredNotes,
  vietnameseDay,
} from '@sohoso/report';
import { transfers } from '@sohoso/store';
import type { TableAsked } from './ask-table.ts';
import type { QueryOptions } from './query-plugin.ts';

/** The most pairs of units whose transfers an answer lists. */
const MAX_TRANSFERS = 500;

/** What a table says of its units: how they changed within the period, and notes for those that a reader would wonder about. */
export interface StructureShown {
  readonly structure?: StructureChange;
  readonly notes: readonly Text[];
}

/** The structure of a table by unit. The store is asked only where units of the table have transferred anything. */
export async function structureShown(
  options: QueryOptions,
  asked: Pick<TableAsked, 'period' | 'scope' | 'known'> & { readonly structureOn: string },
  heads: readonly RowHead[],
  balances: readonly UnitBalance[],
): Promise<StructureShown> {
  const { registry } = options;
  const { period, scope, structureOn } = asked;
  const codes = new Set(heads.flatMap(({ code, of = [code] }) => of));
  const isShown = (unit: Unit) => codes.has(unit.code) || unit.level === scope || isOfAll(unit, scope);
  const changes = unitChanges(registry.units.filter(isShown), period);
  const told = new Set(changes.map(({ unit }) => unit));
  const nameOf = namesOf(registry);
  const withFigures = balances.flatMap(({ unit }) => (codes.has(unit) ? (registry.find(unit) ?? []) : []));
  const gone = balances.map(({ unit }) => unit).filter((unit) => !registry.has(unit));
  const moved = await transfersOf(options, asked, codes, balances);
  const change = { on: structureOn, changes, ...moved };
  const notes = [
    ...structureNotes(change, nameOf),
    ...outOfTimeNotes(
      // What ended with the day before the period is told of as a change within it.
      withFigures.filter(({ code }) => !told.has(code)),
      period,
      nameOf,
    ),
    ...unregisteredNotes(
      gone.filter((code) => codes.has(code)),
      isLevel(scope) ? gone.filter((code) => !codes.has(code)) : [],
    ),
  ];
  return changes.length + moved.transfers.length === 0 ? { notes } : { structure: change, notes };
}

const isLevel = (scope: string) => unitLevels.some((level) => level === scope);
const isOfAll = (unit: Unit, scope: string) => scope === 'all' && unit.level !== 'province';

async function transfersOf(
  { clickhouse }: QueryOptions,
  { period, known }: Pick<TableAsked, 'period' | 'known'>,
  codes: ReadonlySet<string>,
  balances: readonly UnitBalance[],
): Promise<Pick<StructureChange, 'transfers' | 'legs' | 'unlisted'>> {
  const units = balances
    .filter(({ transferredIn, transferredOut }) => transferredIn !== 0 || transferredOut !== 0)
    .map(({ unit }) => unit);
  const scope = units.filter((unit) => codes.has(unit));
  if (scope.length === 0) return { transfers: [], legs: 0, unlisted: 0 };
  const [from, to] = [firstDay(period), lastDay(period)];
  const asked = { units, scope, from, to, known: known.at, limit: MAX_TRANSFERS };
  const found = await transfers(clickhouse, asked);
  return { transfers: found.listed, legs: found.legs, unlisted: found.pairs - found.listed.length };
}

/** Names of units by code; those that another unit has as well, with the code. Looked up once a name is asked for. */
export function namesOf({ units }: UnitRegistry): NameOf {
  let names: ReadonlyMap<string, string> | null = null;
  return (code) => {
    names ??= uniqueNames(units);
    return names.get(code) ?? code;
  };
}

/**
 * Rows of one name (codes are never used again, names are) are told apart by the days of their units, or by their codes where these have
 * none; where the days are the same ones, by both.
 */
export function toldApart(registry: UnitRegistry, heads: readonly RowHead[]): readonly RowHead[] {
  const twice = sharedNames(heads);
  if (twice.size === 0) return heads;
  const withDays = ({ code, name }: RowHead, more = '') =>
    twice.has(name) ? `${name} (${daysOrCode(registry, code)}${more})` : name;
  const still = sharedNames(heads.map((head) => ({ name: withDays(head) })));
  return heads.map((head) => {
    const name = withDays(head);
    return { ...head, name: still.has(name) ? withDays(head, `, ${head.code}`) : name };
  });
}

function daysOrCode(registry: UnitRegistry, code: string): string {
  const { validFrom = null, validTo = null } = registry.find(code) ?? {};
  if (validTo !== null) return `đến ${vietnameseDay(validTo)}`;
  return validFrom === null ? code : `từ ${vietnameseDay(validFrom)}`;
}

function sharedNames(named: readonly { readonly name: string }[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const { name } of named) (seen.has(name) ? twice : seen).add(name);
  return twice;
}

function uniqueNames(units: readonly Unit[]): ReadonlyMap<string, string> {
  const twice = sharedNames(units);
  return new Map(units.map(({ code, name }) => [code, twice.has(name) ? `${name} (${code})` : name]));
}
