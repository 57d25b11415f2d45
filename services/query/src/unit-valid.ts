import { formatDay } from '@sohoso/dossier';
import type { Unit, UnitRegistry } from '@sohoso/registry';
import { existedIn, firstDay, type Period, type RowHead, type UnitBalance } from '@sohoso/report';
import { Problem } from '@sohoso/service';
import type { TableAsked } from './ask-table.ts';

/** Throws a Problem (400) where a unit that was asked for by its code was not there in the period, and has no figures in it either. */
export function requireValid(
  registry: UnitRegistry,
  named: readonly RowHead[],
  period: Period,
  balances: readonly UnitBalance[],
): void {
  const found = new Set(balances.map(({ unit }) => unit));
  for (const { code, of = [code] } of named) {
    const unit = registry.find(code);
    if (unit === undefined || existedIn(unit, period) || of.some((one) => found.has(one))) continue;
    throw new Problem(400, 'unit-not-valid', sentence(unit, period));
  }
}

/** The same for the units that a scope names by their codes; `heads` are the rows of the scope. */
export function requireNamed(
  registry: UnitRegistry,
  { scope, period }: Pick<TableAsked, 'scope' | 'period'>,
  heads: readonly RowHead[],
  balances: readonly UnitBalance[],
): void {
  const named = new Set(scope.split(',').map((code) => code.trim()));
  const rows = heads.filter(({ code }) => named.has(code));
  requireValid(registry, rows, period, balances);
}

function sentence({ code, name, validFrom, validTo }: Unit, period: Period): string {
  const unit = `the unit "${code}" (${name})`;
  const without = 'and has no figures in it; leave it out, or take a period';
  if (validTo !== null && validTo < firstDay(period))
    return `${unit} ended on ${formatDay(validTo)}, before the period ${period.key}, ${without} that begins by that day`;
  const first = validFrom === null ? '' : formatDay(validFrom);
  return `${unit} begins on ${first}, after the period ${period.key}, ${without} that reaches that day`;
}
