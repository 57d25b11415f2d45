import { formatDay } from '@sohoso/dossier';
import type { Unit, UnitRegistry } from '@sohoso/registry';
import { existedIn, firstDay, type Period, type RowHead, type UnitBalance } from '@sohoso/report';
import { Problem } from '@sohoso/service';
import type { AskedBalances, TableAsked } from './ask-table.ts';

/** Throws a Problem (400) where a unit that was asked for by its code was not there in the period, and has no figures in it either. */
export function requireValid(
  registry: UnitRegistry,
  named: readonly RowHead[],
  period: Period,
  balances: readonly UnitBalance[],
): void {
  const missing = missingIn(registry, period, balances);
  for (const head of named) {
    const unit = missing(head);
    if (unit !== null) throw new Problem(400, 'unit-not-valid', sentence(unit, period));
  }
}

/**
 * The rows of a scope, in which what it names by its code must have been there in the period: throws a Problem (400) as above. Asked again,
 * the rows without those that were not, by the registry of now, and have no figures either.
 */
export function namedRows(
  registry: UnitRegistry,
  { scope, period, again }: Pick<TableAsked, 'scope' | 'period' | 'again'>,
  heads: readonly RowHead[],
  found: AskedBalances,
): readonly RowHead[] {
  const codes = new Set(scope.split(',').map((code) => code.trim()));
  const isNamed = ({ code }: RowHead) => codes.has(code);
  if (again === true) {
    // With the baseline: no figure that was issued may go missing because its row did.
    const missing = missingIn(registry, period, [...found.period, ...(found.baseline ?? [])]);
    return heads.filter((head) => !isNamed(head) || missing(head) === null);
  }
  requireValid(registry, heads.filter(isNamed), period, found.period);
  return heads;
}

/** The unit of a row where it was not there in the period and no unit of the row has figures; null for any other row. */
function missingIn(
  registry: UnitRegistry,
  period: Period,
  balances: readonly UnitBalance[],
): (row: RowHead) => Unit | null {
  const found = new Set(balances.map(({ unit }) => unit));
  return ({ code, of = [code] }) => {
    const unit = registry.find(code);
    if (unit === undefined || existedIn(unit, period) || of.some((one) => found.has(one))) return null;
    return unit;
  };
}

function sentence({ code, name, validFrom, validTo }: Unit, period: Period): string {
  const unit = `the unit "${code}" (${name})`;
  const without = 'and has no figures in it; leave it out, or take a period';
  if (validTo !== null && validTo < firstDay(period))
    return `${unit} ended on ${formatDay(validTo)}, before the period ${period.key}, ${without} that begins by that day`;
  const first = validFrom === null ? '' : formatDay(validFrom);
  return `${unit} begins on ${first}, after the period ${period.key}, ${without} that reaches that day`;
}
