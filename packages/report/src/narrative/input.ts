import { type BusinessZone, type Day, parseInstant } from '@sohoso/dossier';
import { emptyBalance, sumBalances, type UnitBalance } from '../balance.ts';
import type { WorkingDays } from '../per-day.ts';
import { lastDay } from '../period.ts';
import type { RatioUnit } from '../ratio-coverage.ts';
import type { RatioInput } from '../ratio-report.ts';
import { Draft, type PublishedFigure } from './draft.ts';
import { type PostCoverage, postCoverage } from './post-coverage.ts';

/** What the narrative of a period is made from: all rows of the province's table, with the balances of the period. */
export interface NarrativeInput extends RatioInput {
  /** The period that the share of online dossiers is compared with; null for none. */
  readonly baseline: RatioInput | null;
  readonly calendar: WorkingDays;
  /** Whose calendar day the moment `asKnownAt` falls on, which decides whether the period is over. */
  readonly zone: BusinessZone;
  /** An RFC 3339 moment. */
  readonly asKnownAt: string;
  /** How many districts and communes stand behind the figures of the local level; without it, those of the structure are counted. */
  readonly counts?: { readonly districts: number; readonly communes: number };
  /** How the tables of departments and of the local level are called in the report, for references such as `(Xem Phụ lục 2)`. */
  readonly appendices?: { readonly departments?: string; readonly local?: string };
  /** The figures of a report that was published of the period, by id of ours; each that differs gets a footnote. */
  readonly published?: Readonly<Record<string, PublishedFigure>>;
}

/** The input sorted out for the paragraphs, and the draft that they write into. */
export interface Material {
  readonly input: NarrativeInput;
  readonly draft: Draft;
  readonly province: UnitBalance;
  readonly departments: readonly UnitWithBalance[];
  /** Districts and communes. */
  readonly local: readonly UnitWithBalance[];
  readonly intakeByPost: PostCoverage;
  readonly returnsByPost: PostCoverage;
  /** The last day of the period of which something is known; before the first where it has not begun. */
  readonly lastKnownDay: Day;
  /** Working days of the period up to there. */
  readonly workingDays: number;
}

interface UnitWithBalance {
  readonly unit: RatioUnit;
  readonly balance: UnitBalance;
}

/** Throws a RangeError where `asKnownAt` is no moment. */
export function materialOf(input: NarrativeInput): Material {
  const { units, period, calendar } = input;
  const draft = new Draft();
  const byCode = new Map(input.balances.map((balance) => [balance.unit, balance]));
  const balanceOf = (code: string) => byCode.get(code) ?? emptyBalance(code);
  const rows = units.map((unit) => ({
    unit: { ...unit, name: unit.name.trim().replace(/\s+/g, ' ') || unit.code },
    balance: balanceOf(unit.code),
  }));
  const lastKnownDay = Math.min(lastDay(period), knownDayOf(input)) as Day;
  return {
    input,
    draft,
    province: sumBalances(rows.map(({ balance }) => balance)),
    departments: rows.filter(({ unit }) => unit.level === 'department'),
    local: rows.filter(({ unit }) => unit.level === 'district' || unit.level === 'commune'),
    intakeByPost: postCoverage(draft, 'postal-intake', units, balanceOf),
    returnsByPost: postCoverage(draft, 'postal-returns', units, balanceOf),
    lastKnownDay,
    workingDays: lastKnownDay < period.from ? 0 : calendar.workingDaysBetween(period.from, lastKnownDay),
  };
}

/** The day of the moment as of which everything is known. */
export function knownDayOf({ asKnownAt, zone }: NarrativeInput): Day {
  const moment = parseInstant(asKnownAt);
  if (moment === null)
    throw new RangeError(`asKnownAt "${asKnownAt}" is no moment such as 2020-04-16T08:00:00Z`);
  return zone.dayOf(moment);
}
