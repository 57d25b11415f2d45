import { dayNumber, dayText } from '../oracle/clock.ts';
import type { Dice } from '../oracle/dice.ts';
import type { RecordedEvent } from '../oracle/oracle.ts';
import { dayOf, startOf } from '../oracle/random-moments.ts';
import type { Moment } from './forms-asked.ts';
import { drained, entriesOf } from './pipeline.ts';
import type { ToldStore } from './told-store.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** When on a day of recording, and on the morning after, the log records: ms after local midnight. */
const TIMES = [9 * HOUR_MS, 9 * HOUR_MS + 1, 16 * HOUR_MS, DAY_MS - 1, DAY_MS, DAY_MS + 10 * HOUR_MS];

/**
 * The same events, recorded at a few moments only: some of each of these days and the mornings after them. None earlier than before, and
 * out of order within a day. A store makes batches by days of recording, so that many days would take it long.
 */
export function recordedOn(
  dice: Dice,
  events: readonly RecordedEvent[],
  days: readonly string[],
): RecordedEvent[] {
  const latest = Math.max(...events.map(({ recordedAt }) => recordedAt));
  const starts = [...days.map(dayNumber), dayOf(latest * 1_000) + 1]
    .toSorted((a, b) => a - b)
    .map((day) => startOf(day) / 1_000);
  return events
    .map(({ event, recordedAt }) => {
      const start = starts.find((one) => one + DAY_MS > recordedAt) ?? 0;
      const later = TIMES.map((time) => start + time).filter((moment) => moment >= recordedAt);
      return { event, recordedAt: dice.pick(later) };
    })
    .toSorted((a, b) => a.recordedAt - b.recordedAt);
}

/** Tells a store events, each at its moment; afterwards its clock stands a day later, and all of them count. */
export async function tellRecorded(store: ToldStore, events: readonly RecordedEvent[]): Promise<void> {
  for (const { event, recordedAt } of events) {
    store.clock = recordedAt;
    await store.log.append(entriesOf([event]));
  }
  store.clock += DAY_MS;
  await drained(store.log);
}

export const momentKinds = [
  'none',
  'at',
  'just before',
  'between',
  'day',
  'before all',
  'after all',
] as const;

/** A moment to ask at, by its kind: at a moment of recording, a millisecond before one, at the end of a day of recording, anywhere. */
export function momentOf(
  dice: Dice,
  kind: (typeof momentKinds)[number],
  events: readonly RecordedEvent[],
  now: number,
): Moment {
  const recorded = [...new Set(events.map(({ recordedAt }) => recordedAt))];
  const [first, some] = [recorded[0] ?? 0, dice.pick(recorded)];
  switch (kind) {
    case 'none':
      return { ms: now };
    case 'at':
      return written(dice, some);
    case 'just before':
      return written(dice, some - 1);
    case 'between':
      return written(dice, dice.whole(first, now));
    case 'day': {
      const day = dayOf(some * 1_000);
      return { text: dayText(day), ms: Math.min(startOf(day + 1) / 1_000 - 1, now) };
    }
    case 'before all':
      return written(dice, first - dice.pick([1, DAY_MS, 5_000 * DAY_MS]));
    case 'after all':
      return written(dice, dice.whole((recorded.at(-1) ?? 0) + 1, now));
    default:
      throw new Error(`there is no such kind of moment: ${kind satisfies never}`);
  }
}

/** In UTC or in local time; what is beyond the millisecond must not matter. */
function written(dice: Dice, ms: number): Moment {
  const utc = new Date(ms).toISOString();
  const local = new Date(ms + 7 * HOUR_MS).toISOString().replace('Z', '+07:00');
  return { text: dice.pick([utc, local, utc.replace('Z', '999Z')]), ms };
}
