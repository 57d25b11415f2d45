import { assertBalanced, emptyBalance, type UnitBalance } from './balance.ts';
import { keyedPeriod } from './forms/table.ts';
import type { Period } from './period.ts';
import { type PointDifference, pointsBetween, type RatioDefinition, type Share, shareOf } from './ratio.ts';
import { type Coverage, coverageOf, type RatioUnit, type Side, sideOf, sumOf } from './ratio-coverage.ts';
import type { ReportUnit } from './structure.ts';

/** What a ratio of one period is made from. */
export interface RatioInput {
  readonly period: Period;
  /** The units of the scope in report order, those with figures included that ended before the period did. */
  readonly units: readonly RatioUnit[];
  /** All units that there were on the last day of the period, whatever the scope. */
  readonly structure: readonly ReportUnit[];
  readonly balances: readonly UnitBalance[];
}

interface KeyedPeriod {
  readonly from: string;
  readonly to: string;
  readonly key: string;
}

/** A ratio over some units in one period. */
interface RatioFigures extends Share {
  readonly period: KeyedPeriod;
  /** Whether both sides cover the same units. Where they do not, the value is given and is not to be printed without saying so. */
  readonly comparable: boolean;
  readonly coverage: { readonly numerator: Coverage; readonly denominator: Coverage };
  /** The ratio of the units that both sides cover, where that is another one. */
  readonly likeForLike: (Share & { readonly units: number }) | null;
}

interface RatioRow extends Share {
  readonly unit: ReportUnit;
  readonly comparable: boolean;
}

/** The ratio of another period, and how far this one lies above it. */
interface RatioBaseline extends RatioFigures {
  /** Null where the two cannot be compared; `reason` says why. */
  readonly difference: PointDifference | null;
  /** Whether the two periods can be compared. */
  readonly comparableWithPeriod: boolean;
  readonly reason: string | null;
  /** Units of one period, there at its end or with figures in it, that were not there at the end of the other. */
  readonly onlyInPeriod: readonly string[];
  readonly onlyInBaseline: readonly string[];
}

export interface RatioReport extends RatioFigures {
  readonly definition: RatioDefinition;
  readonly scope: string;
  readonly asKnownAt: string;
  /** The ratio unit by unit; empty unless it was asked for. */
  readonly rows: readonly RatioRow[];
  readonly baselines: readonly RatioBaseline[];
  readonly notes: readonly string[];
}

interface Asked {
  readonly definition: RatioDefinition;
  readonly scope: string;
  readonly asKnownAt: string;
  readonly byUnit: boolean;
}

/** The ratio of a period with its baselines. Throws BalanceBroken when figures do not balance. */
export function ratioReport(
  { definition, scope, asKnownAt, byUnit }: Asked,
  input: RatioInput,
  baselines: readonly RatioInput[],
): RatioReport {
  const sides = sidesOf(definition, input);
  const figures = figuresOf(input.period, sides);
  const compared = baselines.map((baseline) => compare(definition, figures, input, baseline));
  return {
    definition,
    scope,
    asKnownAt,
    ...figures,
    rows: byUnit ? rowsOf(input.units, sides) : [],
    baselines: compared,
    notes: [...coverageNotes(figures), ...compared.flatMap(roundingNotes)],
  };
}

interface Sides {
  readonly numerator: Side;
  readonly denominator: Side;
}

function sidesOf({ numerator, denominator }: RatioDefinition, { units, balances }: RatioInput): Sides {
  const inScope = new Set(units.map(({ code }) => code));
  for (const balance of balances) if (inScope.has(balance.unit)) assertBalanced(balance);
  const byUnit = new Map(balances.map((balance) => [balance.unit, balance]));
  const balanceOf = (code: string) => byUnit.get(code) ?? emptyBalance(code);
  return {
    numerator: sideOf(numerator, units, balanceOf),
    denominator: sideOf(denominator, units, balanceOf),
  };
}

function figuresOf(period: Period, { numerator, denominator }: Sides): RatioFigures {
  const coverage = { numerator: coverageOf(numerator), denominator: coverageOf(denominator) };
  const comparable = coverage.numerator.missing.join('\n') === coverage.denominator.missing.join('\n');
  const missing = new Set([...coverage.numerator.missing, ...coverage.denominator.missing]);
  const likeAbove = numerator.filter(({ code }) => !missing.has(code));
  const likeBelow = denominator.filter(({ code }) => !missing.has(code));
  return {
    period: keyedPeriod(period),
    ...reportedShare(sumOf(numerator), sumOf(denominator), coverage),
    comparable,
    coverage,
    likeForLike:
      comparable || likeAbove.length === 0
        ? null
        : { ...shareOf(sumOf(likeAbove), sumOf(likeBelow)), units: likeAbove.length },
  };
}

/** A side that no unit reports has no figure, so that its 0 is not to be divided. */
function reportedShare(numerator: number, denominator: number, coverage: RatioFigures['coverage']): Share {
  const isReported = coverage.numerator.covered > 0 && coverage.denominator.covered > 0;
  return isReported
    ? shareOf(numerator, denominator)
    : { numerator, denominator, value: null, percent: null, text: null };
}

function rowsOf(units: readonly RatioUnit[], { numerator, denominator }: Sides): readonly RatioRow[] {
  return units.map(({ code, name, level }, index) => {
    const [above, below] = [numerator.slice(index, index + 1), denominator.slice(index, index + 1)];
    const coverage = { numerator: coverageOf(above), denominator: coverageOf(below) };
    return {
      unit: { code, name, level },
      ...reportedShare(sumOf(above), sumOf(below), coverage),
      comparable: coverage.numerator.covered === coverage.denominator.covered,
    };
  });
}

function compare(
  definition: RatioDefinition,
  figures: RatioFigures,
  input: RatioInput,
  baseline: RatioInput,
): RatioBaseline {
  const then = figuresOf(baseline.period, sidesOf(definition, baseline));
  const onlyInPeriod = without(input.units, baseline.structure);
  const onlyInBaseline = without(baseline.units, input.structure);
  const corresponds = onlyInPeriod.length + onlyInBaseline.length === 0;
  const difference = corresponds ? pointsBetween(figures, then) : null;
  const reason = corresponds ? noValueReason(figures, then) : differentUnits(onlyInPeriod, onlyInBaseline);
  return {
    ...then,
    difference,
    comparableWithPeriod: difference !== null,
    reason,
    onlyInPeriod,
    onlyInBaseline,
  };
}

function without(units: readonly ReportUnit[], others: readonly ReportUnit[]): readonly string[] {
  const codes = new Set(others.map(({ code }) => code));
  return units.filter(({ code }) => !codes.has(code)).map(({ code }) => code);
}

function noValueReason(figures: RatioFigures, then: RatioFigures): string | null {
  if (figures.value === null) return 'the period has no value';
  return then.value === null ? 'the baseline has no value' : null;
}

function differentUnits(onlyInPeriod: readonly string[], onlyInBaseline: readonly string[]): string {
  const parts = [
    ...(onlyInPeriod.length === 0 ? [] : [`not there at the end of the baseline: ${listed(onlyInPeriod)}`]),
    ...(onlyInBaseline.length === 0 ? [] : [`not there at the end of the period: ${listed(onlyInBaseline)}`]),
  ];
  return `the units do not correspond (${parts.join('; ')})`;
}

const LISTED_UNITS = 5;

function listed(codes: readonly string[]): string {
  const more = codes.length - LISTED_UNITS;
  return `${codes.slice(0, LISTED_UNITS).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function coverageNotes({ comparable, coverage }: RatioFigures): readonly string[] {
  const { numerator, denominator } = coverage;
  const notes: string[] = [];
  if (!comparable) {
    notes.push(
      `the two sides cover different units: the numerator ${numerator.covered} of ${numerator.units}, the denominator ${denominator.covered} of ${denominator.units}`,
    );
  }
  for (const [name, { partly }] of [
    ['numerator', numerator],
    ['denominator', denominator],
  ] as const) {
    if (partly.length > 0) {
      notes.push(
        `${partly.length} units of the ${name} do not report intake by post: it is among their direct intake, or missing`,
      );
    }
  }
  return notes;
}

/** A difference of printed shares can be off by up to 0.1; where one decimal of the true one is another, that is said. */
function roundingNotes({ period, difference }: RatioBaseline): readonly string[] {
  if (difference === null || Math.abs(difference.unrounded - difference.points) <= HALF_A_TENTH) return [];
  const exact = difference.unrounded.toFixed(2).replace('.', ',').replace('-', '−');
  return [
    `against ${period.key}: ${difference.text} between the printed shares, ${exact} before they were rounded`,
  ];
}

const HALF_A_TENTH = 0.05;
