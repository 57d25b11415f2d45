import type { Day } from '@sohoso/dossier';

export const unitLevels = ['province', 'department', 'district', 'commune'] as const;
export type UnitLevel = (typeof unitLevels)[number];

/** What some units do not report at all, so that a 0 of theirs says nothing. */
export type Reported = 'postal-intake' | 'postal-returns';

/** A body that handles dossiers. Names are reused over time, codes never. */
export interface Unit {
  readonly code: string;
  readonly name: string;
  readonly level: UnitLevel;
  /** Code of the unit that this one belongs to; null at the top. */
  readonly parent: string | null;
  /** Where it stands in a report. */
  readonly order: number;
  /** First and last day of its existence; null where it is open on that side. */
  readonly validFrom: Day | null;
  readonly validTo: Day | null;
  /** What it does not report; absent where it reports everything, or nothing is said of it. */
  readonly unreported?: readonly Reported[];
}
