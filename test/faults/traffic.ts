import type { Dice } from '../oracle/dice.ts';
import type { OracleEvent } from '../oracle/oracle.ts';
import { randomHistory } from '../oracle/random-lifecycles.ts';
import { seedFrom } from './scenario.ts';

/** Units of the sample registry: the services refuse any other. */
export const units = ['so-tu-phap', 'so-y-te', 'so-tnmt', 'dong-ha', 'vinh-linh'];

/** Histories that are being told at the same time, so that the events of a dossier are spread over many slices. */
const TOLD_AT_ONCE = 12;
const DOSSIERS_OF_HISTORY = 15;

/** Events without end, in slices; all that was given out is kept for the comparison with the oracle. */
export class Traffic {
  readonly given: OracleEvent[] = [];
  readonly #dice: Dice;
  readonly #told: OracleEvent[][] = [];

  constructor(dice: Dice) {
    this.#dice = dice;
  }

  slice(count: number): readonly OracleEvent[] {
    const slice: OracleEvent[] = [];
    while (slice.length < count) slice.push(this.#next());
    this.given.push(...slice);
    return slice;
  }

  #next(): OracleEvent {
    while (this.#told.length < TOLD_AT_ONCE)
      this.#told.push(randomHistory(seedFrom(this.#dice), { dossiers: DOSSIERS_OF_HISTORY, units }));
    const at = this.#dice.whole(0, this.#told.length - 1);
    const event = this.#told[at]?.shift();
    if (event !== undefined) return event;
    this.#told.splice(at, 1);
    return this.#next();
  }
}

/** How many events there are, whatever the number of times that each was sent. */
export function distinctCount(events: readonly OracleEvent[]): number {
  return new Set(events.map(({ subject, source, id }) => JSON.stringify([subject, source, id]))).size;
}

/** An event as a record of the log. */
export function recordOf(event: OracleEvent): { key: string; value: Buffer } {
  return { key: event.subject, value: Buffer.from(JSON.stringify(event)) };
}

export function shuffled<T>(items: readonly T[], dice: Dice): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const at = dice.whole(0, last);
    [result[last], result[at]] = [result[at] as T, result[last] as T];
  }
  return result;
}
