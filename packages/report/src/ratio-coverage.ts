import { appendixCells } from './appendix-figures.ts';
import type { UnitBalance } from './balance.ts';
import { figureOf } from './cells-columns.ts';
import type { RatioColumn } from './ratio.ts';
import type { ReportUnit } from './structure.ts';

/** A unit with what it does not report at all, as the registry says. */
export interface RatioUnit extends ReportUnit {
  readonly unreported?: readonly ('postal-intake' | 'postal-returns')[];
}

/** Which units stand behind one side of a ratio; codes, in registry order. */
export interface Coverage {
  /** How many units there are, and how many of them report the side at all. */
  readonly units: number;
  readonly covered: number;
  /** Those that do not report it: a 0 of theirs says nothing. */
  readonly missing: readonly string[];
  /** Those that report it without what came by post. */
  readonly partly: readonly string[];
}

/** One side of a ratio at one unit. */
interface SideOfUnit {
  readonly code: string;
  readonly figure: number;
  readonly coverage: 'whole' | 'part' | 'none';
}
export type Side = readonly SideOfUnit[];

/** What of a column depends on a unit's reporting of post: all of it, or a part. */
const dependence: Partial<
  Record<RatioColumn, { readonly on: 'postal-intake' | 'postal-returns'; readonly whole: boolean }>
> = {
  'received.total': { on: 'postal-intake', whole: false },
  'received.directOrPostal': { on: 'postal-intake', whole: false },
  'resolved.returnedByPost': { on: 'postal-returns', whole: true },
};

/** One side of a ratio, unit by unit. A unit that has a figure reports it, whatever the registry says. */
export function sideOf(
  columns: readonly RatioColumn[],
  units: readonly RatioUnit[],
  balanceOf: (code: string) => UnitBalance,
): Side {
  return units.map((unit) => {
    const balance = balanceOf(unit.code);
    const figure = columns.reduce((sum, column) => sum + columnFigure(column, balance), 0);
    const lacking = columns.filter((column) => {
      const on = dependence[column]?.on;
      return on !== undefined && unit.unreported?.includes(on) === true;
    });
    const isNone =
      figure === 0 &&
      lacking.length === columns.length &&
      lacking.every((column) => dependence[column]?.whole);
    return { code: unit.code, figure, coverage: isNone ? 'none' : lacking.length > 0 ? 'part' : 'whole' };
  });
}

function columnFigure(column: RatioColumn, balance: UnitBalance): number {
  return column === 'resolved.returnedByPost'
    ? balance.returnedByPost
    : figureOf(appendixCells[column], balance);
}

export function coverageOf(side: Side): Coverage {
  const codes = (coverage: SideOfUnit['coverage']) =>
    side.filter((unit) => unit.coverage === coverage).map((unit) => unit.code);
  const missing = codes('none');
  return { units: side.length, covered: side.length - missing.length, missing, partly: codes('part') };
}

export function sumOf(side: Side): number {
  return side.reduce((sum, unit) => sum + unit.figure, 0);
}
