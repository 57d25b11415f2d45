import type { DueList } from '@sohoso/query';

/** The pages of a list as one, with the counts of the first page. */
export function wholeList(first: DueList, pages: readonly DueList[]): DueList {
  const legs = new Map<string, DueList['units'][number]['legs']>();
  for (const { units } of pages) {
    for (const { unit, legs: more } of units) legs.set(unit.code, [...(legs.get(unit.code) ?? []), ...more]);
  }
  const units = first.units.map(({ unit, count }) => ({ unit, count, legs: legs.get(unit.code) ?? [] }));
  return { ...first, units, next: null };
}
