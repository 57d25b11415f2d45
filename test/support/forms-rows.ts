import type { Unit } from '@sohoso/registry';
import { dayText } from '../oracle/clock.ts';

/** What the rows of a table are expected to be, said apart from the program: domain rules, units over time. */

/** A row of units: itself first, then what it takes in. */
export interface UnitRow {
  readonly code: string;
  readonly units: readonly string[];
}

interface Rows {
  readonly scope: string;
  /** The day whose structure is followed. */
  readonly on: string;
  readonly rollUp: boolean;
}

const LEVELS = ['province', 'department', 'district', 'commune'];

export function isThere({ validFrom, validTo }: Unit, from: string, to = from): boolean {
  return (validFrom === null || dayText(validFrom) <= to) && (validTo === null || dayText(validTo) >= from);
}

/** The unit and all above it, the nearest first. */
function lineOf(units: readonly Unit[], code: string): string[] {
  const parent = units.find((unit) => unit.code === code)?.parent ?? null;
  return parent === null ? [code] : [code, ...lineOf(units, parent)];
}

/**
 * The rows of a scope in registry order, then units that the registry does not know, by code. A unit has a row where it is there on the day, or is
 * named, or has moved; the province among others only where it has moved itself.
 */
export function rowsOfScope(
  units: readonly Unit[],
  { scope, on, rollUp }: Rows,
  moved: ReadonlySet<string>,
): readonly UnitRow[] {
  const named = scope.split(',');
  const takesIn = ({ code }: Unit) =>
    units.filter((unit) => (rollUp ? lineOf(units, unit.code) : [unit.code]).includes(code));
  const hasRow = (unit: Unit): boolean => {
    if (scope !== 'all' && !LEVELS.includes(scope)) return named.includes(unit.code);
    if (scope === 'all' && unit.level === 'province') return moved.has(unit.code);
    if (scope !== 'all' && unit.level !== scope) return false;
    return isThere(unit, on) || takesIn(unit).some(({ code }) => moved.has(code));
  };
  const registered = units.filter(hasRow);
  const strangers = [...moved]
    .filter((code) => units.every((unit) => unit.code !== code))
    .filter((code) => scope === 'all' || named.includes(code))
    .toSorted();
  const codes = [...registered.map(({ code }) => code), ...strangers];
  return rollUp ? rolledUp(units, registered, codes) : codes.map((code) => ({ code, units: [code] }));
}

/** What lies below another row is in that one; the province takes in nothing unless it is alone. */
function rolledUp(
  units: readonly Unit[],
  registered: readonly Unit[],
  codes: readonly string[],
): readonly UnitRow[] {
  const local = registered.filter(({ level }) => level !== 'province');
  const tops = (local.length > 0 ? local : registered).map(({ code }) => code);
  const topOf = (code: string) => lineOf(units, code).findLast((above) => tops.includes(above)) ?? code;
  return codes
    .filter((code) => topOf(code) === code)
    .map((code) => {
      const below = units.filter((unit) => unit.code !== code && topOf(unit.code) === code);
      return { code, units: [code, ...below.map((unit) => unit.code)] };
    });
}

/** The end of a period: its last day, and what moved in it. */
export interface PeriodEnd {
  readonly day: string;
  readonly moved: ReadonlySet<string>;
}

/** Of rows, which can be compared over two periods, and whether their totals can. */
export function comparable(
  units: readonly Unit[],
  scope: string,
  rows: readonly UnitRow[],
  ends: readonly [PeriodEnd, PeriodEnd],
): { readonly isComparable: (row: UnitRow) => boolean; readonly areTotals: boolean } {
  const known = new Set(units.map(({ code }) => code));
  const there = ends.map(
    ({ day, moved }) =>
      new Set([
        ...units.filter((unit) => isThere(unit, day)).map(({ code }) => code),
        ...[...moved].filter((code) => !known.has(code)),
      ]),
  );
  const isComparable = (row: UnitRow) => there.every((codes) => row.units.some((code) => codes.has(code)));
  const shown = rows.flatMap((row) => row.units);
  const ofScope = ends.map(({ day, moved }, end) =>
    rowsOfScope(units, { scope, on: day, rollUp: false }, moved)
      .map(({ code }) => code)
      .filter((code) => there[end]?.has(code)),
  );
  const atOneEnd = ofScope.flat().filter((code) => !ofScope.every((codes) => codes.includes(code)));
  const areTotals = rows.every(isComparable) && atOneEnd.every((code) => shown.includes(code));
  return { isComparable, areTotals };
}
