import { Dice } from './dice.ts';
import type { OracleEvent } from './history.ts';
import type { RecordedEvent } from './oracle.ts';
import { startOf } from './random-moments.ts';

/** An event of a story: when it happened and when it was told at the earliest, in microseconds since 1970. */
export interface Told {
  readonly moment: number;
  readonly arrival: number;
  readonly event: OracleEvent;
}

export interface Arrival {
  readonly moment: number;
  readonly event: OracleEvent;
}

/** Mostly at once, some up to a month late, some a second time. */
export function inOrderOfArrival(dice: Dice, told: readonly Told[]): Arrival[] {
  const day = startOf(1) - startOf(0);
  const arrivals: Arrival[] = [];
  for (const { arrival, event } of told) {
    const delay = dice.chance(0.12) ? dice.whole(1, 30 * 24) * (day / 24) : 0;
    arrivals.push({ moment: arrival + delay, event });
    if (dice.chance(0.07)) {
      arrivals.push({ moment: arrival + delay + dice.whole(0, 5) * day, event: structuredClone(event) });
    }
  }
  return arrivals.sort((a, b) => a.moment - b.moment);
}

const MINUTE_MS = 60_000;

/**
 * The moments at which a log would record what arrives, never before it happened and never going back. Some wait for
 * the next full ten minutes, as when a system uploads in batches: then many events share one millisecond.
 */
export function recorded(seed: number, arrivals: readonly Arrival[]): RecordedEvent[] {
  const dice = new Dice(seed ^ 0x10c);
  return arrivals
    .map(({ moment, event }) => {
      const soon = Math.ceil(moment / 1000) + dice.whole(0, 3 * MINUTE_MS);
      const batch = Math.ceil(soon / (10 * MINUTE_MS)) * 10 * MINUTE_MS;
      return { event, recordedAt: dice.chance(0.3) ? batch : soon };
    })
    .sort((a, b) => a.recordedAt - b.recordedAt);
}
