import { type Day, dayKind, dayOf } from '../calendar.ts';

export type Door = 'counter' | 'online';

/** Monday first: people bring on Monday what lay about over the weekend. */
const WEEKDAYS = [118, 108, 100, 96, 78] as const;

/** Some counters open on Saturday morning. The portal never closes, not even at Tet (23–29 January). */
const DAYS_OFF = {
  saturday: { counter: 3, online: 35 },
  sunday: { counter: 0, online: 25 },
  holiday: { counter: 0, online: 12 },
} as const;

/**
 * From that day on, per hundred of an ordinary day: the lull before Tet and after it; fewer people at the counters when the
 * epidemic began, then again from 6 March on, when more and more of them applied from home.
 */
const SEASONS: readonly (readonly [from: Day, counter: number, online: number])[] = [
  [dayOf('2019-12-15'), 100, 100],
  [dayOf('2020-01-16'), 90, 95],
  [dayOf('2020-01-20'), 50, 70],
  [dayOf('2020-01-30'), 45, 60],
  [dayOf('2020-02-03'), 85, 80],
  [dayOf('2020-02-17'), 100, 100],
  [dayOf('2020-03-06'), 92, 118],
  [dayOf('2020-03-16'), 85, 130],
  [dayOf('2020-03-26'), 70, 140],
];

/** How busy a door is on a day, as a whole-number weight. */
export function weightOf(day: Day, door: Door): number {
  const kind = dayKind(day);
  const ofDay = kind === 'working' ? (WEEKDAYS[(day + 3) % 7] ?? 0) : DAYS_OFF[kind][door];
  const season = SEASONS.findLast(([from]) => from <= day);
  if (season === undefined) throw new RangeError(`the baseline has no season of day ${day}`);
  return ofDay * (door === 'counter' ? season[1] : season[2]);
}
