import { type Day, type DayKind, dayKind, dayOf, dayText, PERIOD } from './calendar.ts';
import { Weighted } from './random.ts';

/** A group of legs with the same bounds: when they were opened and when those that closed did so. */
export interface Pool {
  readonly name: 'carriedOver' | 'fresh' | 'earlier';
  /** The days on which a counter opened legs, and those on which people applied from home. */
  readonly openDays: { readonly office: Weighted<Day>; readonly online: Weighted<Day> };
  readonly closeFrom: Day;
  readonly closeTo: Day;
  /** The share of draws that are re-appointed or wait for a supplement; old stock has more of them. */
  readonly changesOnTheWay: number;
}

/** Some counters open on Saturday morning; the portal never closes, but people rest too. */
const OFFICE: Readonly<Record<DayKind, number>> = { working: 100, saturday: 3, sunday: 0, holiday: 0 };
const ONLINE: Readonly<Record<DayKind, number>> = { working: 100, saturday: 35, sunday: 25, holiday: 12 };

function openDays(first: Day, last: Day, monthWeight: (month: string) => number): Pool['openDays'] {
  const days = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const weigh = (ofKind: Readonly<Record<DayKind, number>>) =>
    new Weighted(
      days.map((day) => [day, ofKind[dayKind(day)] * monthWeight(dayText(day).slice(0, 7))] as const),
    );
  return { office: weigh(OFFICE), online: weigh(ONLINE) };
}

const EVE = PERIOD.first - 1;

/** Old stock thins out backwards: most of it is of March, little of it of last summer. */
const CARRIED_OVER_MONTHS: Readonly<Record<string, number>> = {
  '2019-07': 1,
  '2019-08': 1,
  '2019-09': 2,
  '2019-10': 3,
  '2019-11': 6,
  '2019-12': 14,
  '2020-01': 40,
  '2020-02': 90,
  '2020-03': 100,
};

const EARLIER_MONTHS: Readonly<Record<string, number>> = {
  '2019-12': 70,
  '2020-01': 75,
  '2020-02': 95,
  '2020-03': 100,
};

/** Open at the end of 31 March. */
export const carriedOver: Pool = {
  name: 'carriedOver',
  openDays: openDays(dayOf('2019-07-01'), EVE, (month) => CARRIED_OVER_MONTHS[month] ?? 0),
  closeFrom: PERIOD.first,
  closeTo: PERIOD.last,
  changesOnTheWay: 0.3,
};

/** Opened in the period. */
export const fresh: Pool = {
  name: 'fresh',
  openDays: openDays(PERIOD.first, PERIOD.last, () => 1),
  closeFrom: PERIOD.first,
  closeTo: PERIOD.last,
  changesOnTheWay: 0.08,
};

/** Opened and closed before the period. */
export const earlier: Pool = {
  name: 'earlier',
  openDays: openDays(dayOf('2019-12-02'), EVE, (month) => EARLIER_MONTHS[month] ?? 0),
  closeFrom: dayOf('2019-12-02'),
  closeTo: EVE,
  changesOnTheWay: 0.08,
};
