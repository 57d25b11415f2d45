import type { Day } from '@sohoso/dossier';

/** What of a unit it takes to say whether it should have told something. */
export interface ListeningUnit {
  readonly code: string;
  readonly level: string;
  readonly validFrom: Day | null;
}

/**
 * The units that told nothing from a day on, in the order given. Not the province, which is the reporting body, nor a unit that has not
 * existed for all those days.
 */
export function silentUnits<U extends ListeningUnit>(
  units: readonly U[],
  telling: ReadonlySet<string>,
  from: Day,
): readonly U[] {
  return units.filter(
    ({ code, level, validFrom }) =>
      level !== 'province' && !telling.has(code) && (validFrom === null || validFrom <= from),
  );
}
