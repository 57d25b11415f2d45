import { hasMoved, type UnitBalance } from './balance.ts';
import type { RowHead } from './forms/table.ts';

/** The unit as a report names it. */
export interface ReportUnit {
  readonly code: string;
  readonly name: string;
  readonly level: string;
  /** Code of the unit that it belongs to. */
  readonly parent?: string | null;
}

/** The structure that a report is built on, and all units there ever were. */
export interface Structure<U extends ReportUnit> {
  /** The units of the day, in report order. */
  readonly onDay: readonly U[];
  readonly all: readonly U[];
}

/** A scope that names no unit; the message is a sentence for whoever asked. */
export class ScopeUnknown extends RangeError {
  override readonly name = 'ScopeUnknown';
}

const levels = new Set(['department', 'district', 'commune', 'province']);

/**
 * The units of a scope. `all` is every unit but the province, which is the reporting body. No figure may go missing from the
 * total: a unit that is not among them but has figures (the province, a unit that ended within the period, one that is
 * no longer in the registry) gets a row as well; and where rows take in what is below them, so does one whose figures are all below it.
 */
export function unitsOfScope<U extends ReportUnit>(
  { onDay, all }: Structure<U>,
  scope: string,
  balances: readonly UnitBalance[],
  rollUp = false,
): readonly ReportUnit[] {
  const moved = new Set(balances.filter(hasMoved).map((balance) => balance.unit));
  const known = new Set(all.map((unit) => unit.code));
  const unregistered = [...moved].filter((code) => !known.has(code)).toSorted();
  const isOfScope = (unit: U) => (scope === 'all' ? !isProvince(unit) : unit.level === scope);
  if (scope === 'all' || levels.has(scope)) {
    const [regular, ofScope] = [onDay.filter(isOfScope), all.filter(isOfScope)];
    if (rollUp) for (const code of aboveAny(moved, all, ofScope)) moved.add(code);
    return scope === 'all'
      ? withTheRest(regular, all, moved, unregistered)
      : withTheRest(regular, ofScope, moved, []);
  }
  const codes = codesOf(scope);
  const unknown = [...codes].find((code) => !known.has(code) && !moved.has(code));
  if (unknown !== undefined) {
    throw new ScopeUnknown(
      `"${unknown}" is neither a unit of the registry nor one of all, province, department, district, commune`,
    );
  }
  const named = all.filter((unit) => codes.has(unit.code));
  return withTheRest(
    named,
    named,
    moved,
    unregistered.filter((code) => codes.has(code)),
  );
}

const codesOf = (scope: string): ReadonlySet<string> => new Set(scope.split(',').map((code) => code.trim()));

/** A scope without the codes that name neither a unit nor anything that has figures; empty where it names nothing else. */
export function knownOfScope<U extends ReportUnit>(
  { all }: Structure<U>,
  scope: string,
  balances: readonly UnitBalance[],
): string {
  if (scope === 'all' || levels.has(scope)) return scope;
  const known = new Set([
    ...all.map(({ code }) => code),
    ...balances.filter(hasMoved).map(({ unit }) => unit),
  ]);
  return [...codesOf(scope)].filter((code) => known.has(code)).join(',');
}

/** Those of some units that lie above a unit that moved. */
function aboveAny<U extends ReportUnit>(
  moved: ReadonlySet<string>,
  all: readonly U[],
  of: readonly U[],
): readonly string[] {
  const lineOf = linesAbove(all);
  const above = new Set([...moved].flatMap(lineOf));
  return of.map(({ code }) => code).filter((code) => above.has(code));
}

function withTheRest(
  regular: readonly ReportUnit[],
  all: readonly ReportUnit[],
  moved: ReadonlySet<string>,
  unregistered: readonly string[],
): readonly ReportUnit[] {
  const chosen = new Set(regular.map((unit) => unit.code));
  const rows = all.filter((unit) => chosen.has(unit.code) || moved.has(unit.code));
  return [...rows, ...unregistered.map((code) => ({ code, name: code, level: 'unregistered' }))];
}

const isProvince = ({ level }: ReportUnit) => level === 'province';

/**
 * The units as rows. Rolled up, each has the figures of all units below it as well (by parent, whenever those existed), and a unit that lies
 * below another one of the rows has no row of its own. Of rows of several levels the province takes none in: it is the reporting body.
 */
export function unitRows(
  units: readonly ReportUnit[],
  all: readonly ReportUnit[],
  rollUp: boolean,
): readonly RowHead[] {
  if (!rollUp) return units.map(({ code, name, level }) => ({ code, name, level }));
  const above = linesAbove(all);
  const [province, others] = [units.filter(isProvince), units.filter((unit) => !isProvince(unit))];
  const rows = new Set((others.length > 0 ? others : province).map(({ code }) => code));
  const below = new Map<string, string[]>();
  for (const { code } of all) {
    const top = [code, ...above(code)].findLast((one) => rows.has(one));
    if (top === undefined || top === code) continue;
    const codes = below.get(top);
    if (codes === undefined) below.set(top, [code]);
    else codes.push(code);
  }
  const covered = new Set([...below.values()].flat());
  return units
    .filter(({ code }) => !covered.has(code))
    .map(({ code, name, level }) => {
      const of = below.get(code);
      return of === undefined ? { code, name, level } : { code, name, level, of: [code, ...of] };
    });
}

/** The units above a unit by parent, the nearest first. */
function linesAbove(all: readonly ReportUnit[]): (code: string) => readonly string[] {
  const parentOf = new Map(all.map(({ code, parent }) => [code, parent ?? null]));
  return (code) => {
    const line: string[] = [];
    for (
      let at = parentOf.get(code) ?? null;
      at !== null && !line.includes(at);
      at = parentOf.get(at) ?? null
    )
      line.push(at);
    return line;
  };
}
