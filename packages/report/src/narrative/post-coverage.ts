import type { UnitBalance } from '../balance.ts';
import type { RatioUnit } from '../ratio-coverage.ts';
import type { Draft } from './draft.ts';
import { countFigure } from './figure.ts';
import type { Runs } from './runs.ts';
import { counted, texts, unitsOfLevel } from './texts.ts';

type Reported = 'postal-intake' | 'postal-returns';
type CountedLevel = keyof typeof unitsOfLevel;

/** At how many units a figure of the post is known. */
export interface PostCoverage {
  readonly known: 'all' | 'some' | 'none';
  /** Codes of the units where it is known. */
  readonly units: readonly string[];
  /** `20 cơ quan cấp tỉnh`, those where it is known. */
  readonly reporting: Runs;
  /** What is said in brackets beside the figure; nothing where all units report it. */
  readonly words: Runs;
}

/** A unit that has a figure reports it, whatever the registry says; that is so in ratios as well. */
export function reportsPost(unit: RatioUnit, what: Reported, balance: UnitBalance): boolean {
  const figure = what === 'postal-intake' ? balance.receivedPostal : balance.returnedByPost;
  return figure !== 0 || unit.unreported?.includes(what) !== true;
}

export function postCoverage(
  draft: Draft,
  what: Reported,
  units: readonly RatioUnit[],
  balanceOf: (code: string) => UnitBalance,
): PostCoverage {
  const reporters = new Set(
    units.filter((unit) => reportsPost(unit, what, balanceOf(unit.code))).map(({ code }) => code),
  );
  const levels = { reporting: new Map<CountedLevel, number>(), silent: new Map<CountedLevel, number>() };
  for (const unit of units) {
    const side = reporters.has(unit.code) ? 'reporting' : 'silent';
    const level = levelOf(unit.level);
    levels[side].set(level, (levels[side].get(level) ?? 0) + 1);
  }
  if (levels.reporting.size === 0)
    return { known: 'none', units: [], reporting: [], words: texts.covered.none };
  const words = (side: keyof typeof levels) =>
    counted(
      Array.from(levels[side], ([level, count]) => ({
        count: draft.figure(countFigure(`${what}.${side}.${level}`, count, howOf(what, side, level))),
        words: unitsOfLevel[level],
      })),
    );
  const codes = [...reporters];
  const reporting = words('reporting');
  if (levels.silent.size === 0) return { known: 'all', units: codes, reporting, words: [] };
  return { known: 'some', units: codes, reporting, words: texts.covered.some(reporting, words('silent')) };
}

function howOf(what: Reported, side: 'reporting' | 'silent', level: CountedLevel): string {
  return `units of level ${level} that ${side === 'reporting' ? 'report' : 'do not report'} ${what}`;
}

function levelOf(level: string): CountedLevel {
  return level === 'department' || level === 'district' || level === 'commune' ? level : 'other';
}
