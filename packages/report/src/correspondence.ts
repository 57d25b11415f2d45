import type { RowKind, Text } from './forms/form.ts';
import type { RowHead } from './forms/table.ts';
import { listed, type NameOf, OTHER_UNITS } from './structure-notes.ts';

/** The codes of all units that there were at the end of a period and of its baseline. */
export interface Ends {
  readonly period: ReadonlySet<string>;
  readonly baseline: ReadonlySet<string>;
}

/**
 * Whether a row can be compared over two periods: what it is of was there at the end of both. A row that takes in the units below it
 * is of all of them, whenever those existed, so one at each end is enough.
 */
export function corresponds({ code, of = [code] }: RowHead, { period, baseline }: Ends): boolean {
  return of.some((one) => period.has(one)) && of.some((one) => baseline.has(one));
}

/**
 * Why the totals of two periods cannot be compared; null where they can (domain rules, units over time). They can where every row can, and
 * the units of the scope at both ends are the same, but for those that a row takes in. `rows` are the units, also of a table by field or procedure.
 */
export function unlike(
  rows: readonly RowHead[],
  scope: { readonly period: readonly string[]; readonly baseline: readonly string[] },
  ends: Ends,
  nameOf: NameOf,
  by: RowKind = 'unit',
): Text | null {
  const shown = new Set(rows.flatMap(({ code, of = [code] }) => of));
  const apart = [
    ...rows.filter((row) => !corresponds(row, ends)).map(({ code }) => code),
    ...scope.period.filter((code) => !shown.has(code) && !ends.baseline.has(code)),
    ...scope.baseline.filter((code) => !shown.has(code) && !ends.period.has(code)),
  ];
  if (apart.length === 0) return null;
  const names = [...new Set(apart)].map(nameOf);
  const not = by === 'unit' ? NOT_COMPARED.units : NOT_COMPARED.keys;
  return {
    vi: `${not.vi}, vì đơn vị của hai kỳ không tương ứng: ${listed(names, OTHER_UNITS.vi)}.`,
    en: `${not.en}, because the units of the two periods do not correspond: ${listed(names, OTHER_UNITS.en)}.`,
  };
}

const NOT_COMPARED = {
  units: {
    vi: 'Không so sánh được số liệu của các đơn vị này và số tổng',
    en: 'The rows of these units and the totals are not comparable and not compared',
  },
  keys: {
    vi: 'Không so sánh được số liệu với kỳ gốc',
    en: 'The figures are not comparable with the baseline and not compared',
  },
} as const;
