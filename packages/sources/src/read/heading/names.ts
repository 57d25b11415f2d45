/** What stands between the name of a group of columns and the one of a column in it. */
export const groupSeparator = ' / ';

/** Names of columns made comparable: whole, and the part behind the group. */
export interface ComparableNames {
  readonly whole: readonly string[];
  readonly own: readonly string[];
}

export function comparable(names: readonly string[], normalize: (text: string) => string): ComparableNames {
  return {
    whole: names.map(normalize),
    own: names.map((name) => normalize(name.slice(groupEnd(name)))),
  };
}

function groupEnd(name: string): number {
  const at = name.indexOf(groupSeparator);
  return at < 0 ? 0 : at + groupSeparator.length;
}

/**
 * The columns that bear one of the accepted names, from 0. The first accepted name that is there at all decides; one that fits a
 * whole heading goes before one that fits what stands below a group ("Kết quả giải quyết / Ngày trả" by "Ngày trả"). More than
 * one column: the name does not say which is meant.
 */
export function columnsOf(names: ComparableNames, accepted: readonly string[]): readonly number[] {
  for (const name of accepted) {
    const whole = indexesOf(names.whole, name);
    if (whole.length > 0) return whole;
    const own = indexesOf(names.own, name);
    if (own.length > 0) return own;
  }
  return [];
}

/** `columnsOf` for the names of a table's header. */
export function columnsNamed(
  names: readonly string[],
  accepted: readonly string[],
  normalize: (text: string) => string,
): readonly number[] {
  return columnsOf(comparable(names, normalize), accepted);
}

function indexesOf(names: readonly string[], wanted: string): readonly number[] {
  return names.flatMap((name, index) => (name === wanted ? [index] : []));
}
