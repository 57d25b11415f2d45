import { addDays, type Day, formatDay } from '@sohoso/dossier';
import { firstDay, lastDay, type Period } from './period.ts';
import type { ReportUnit } from './structure.ts';

/** A unit with the first and last day of its existence; null where it is open on that side. */
export interface DatedUnit extends ReportUnit {
  readonly validFrom: Day | null;
  readonly validTo: Day | null;
}

/** A unit whose first day lies within a period, or that was gone from a day of it on; days as `YYYY-MM-DD`. */
export interface UnitChange {
  readonly unit: string;
  readonly name: string;
  /** Its first day. */
  readonly began?: string;
  /** Its last day. */
  readonly ended?: string;
}

/** How many legs one unit handed over to another by transfer. */
interface UnitTransfer {
  readonly from: string;
  readonly to: string;
  readonly legs: number;
}

/** What became of the units of a table within its period (domain rules, units over time). */
export interface StructureChange {
  /** The day whose structure the rows follow, `YYYY-MM-DD`. */
  readonly on: string;
  readonly changes: readonly UnitChange[];
  /** Most legs first; bounded. */
  readonly transfers: readonly UnitTransfer[];
  /** How many legs were handed over in all, those of pairs that are not listed included. */
  readonly legs: number;
  /** How many pairs of units are not listed. */
  readonly unlisted: number;
}

/** Whether a unit was there on any day of a period. */
export function existedIn({ validFrom, validTo }: DatedUnit, period: Period): boolean {
  return (
    (validFrom === null || validFrom <= lastDay(period)) && (validTo === null || validTo >= firstDay(period))
  );
}

/**
 * The units whose being there changed within a period. A unit that ended with the day before the period did so: what was open
 * there then is carried over by it, and handed over within the period. One that ended with the period's last day was there all along.
 */
export function unitChanges(units: readonly DatedUnit[], period: Period): readonly UnitChange[] {
  const isWithin = (day: Day) => day >= firstDay(period) && day <= lastDay(period);
  return units.flatMap(({ code, name, validFrom, validTo }) => {
    const began = validFrom !== null && isWithin(validFrom) ? { began: formatDay(validFrom) } : {};
    const ended = validTo !== null && isWithin(addDays(validTo, 1)) ? { ended: formatDay(validTo) } : {};
    const change = { unit: code, name, ...began, ...ended };
    return 'began' in change || 'ended' in change ? [change] : [];
  });
}
