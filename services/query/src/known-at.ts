import { addDays, type BusinessZone, instantFromMs, parseDay, parseInstant } from '@sohoso/dossier';
import { Problem } from '@sohoso/service';
import type { KnownAt } from '@sohoso/store';
import { z } from 'zod';

/** The moment up to which the log must have recorded an event for it to count. */
export const knownAtParameter = z
  .string()
  .optional()
  .describe(
    'As known at: only what the log had recorded by this moment counts. RFC 3339 with offset, or a day, which means its end; now unless given',
  );

/** The moment of an answer, and what the store is to be asked with: null where that is all it has. */
export interface Known {
  /** RFC 3339, to the millisecond, UTC. */
  readonly asKnownAt: string;
  readonly at: KnownAt | null;
}

const MS_PER_MICRO = 1_000;

/** Reads `asKnownAt`. Throws a Problem (400) where it is no moment, or lies ahead: what will be recorded until then is not known yet. */
export function knownAt(text: string | undefined, zone: BusinessZone, nowMs: number): Known {
  if (text === undefined) return { asKnownAt: new Date(nowMs).toISOString(), at: null };
  const day = parseDay(text);
  // In an address a plus that is not escaped arrives as a blank.
  const instant = day === null ? parseInstant(text.replace(' ', '+')) : zone.instantOf(addDays(day, 1), 0);
  if (instant === null)
    throw new Problem(
      400,
      'moment-invalid',
      `asKnownAt: "${text}" is no moment; write 2020-04-16T08:00:00+07:00, or a day for its end`,
    );
  // The last millisecond of the day, not the first of the next one.
  const atMs = Math.floor(instant / MS_PER_MICRO) - (day === null ? 0 : 1);
  if (atMs > nowMs && !(day !== null && zone.dayOf(instantFromMs(nowMs)) === day))
    throw new Problem(
      400,
      'moment-invalid',
      `asKnownAt: ${text} lies ahead; what will have been recorded by then is not known yet`,
    );
  const until = Math.min(atMs, nowMs);
  return {
    asKnownAt: new Date(until).toISOString(),
    at: { atMs: until, day: zone.dayOf(instantFromMs(until)) },
  };
}
