import type { Random } from './random.ts';

/** Days since 1970-01-01. The sample is made in local days, so no time zone enters here. */
export type Day = number;

const MS_PER_DAY = 86_400_000;

export function dayOf(text: string): Day {
  return Date.parse(`${text}T00:00:00Z`) / MS_PER_DAY;
}

export function dayText(day: Day): string {
  return texts[day - FIRST] ?? new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
}

/** The days the published report speaks of, both included. */
export const PERIOD = { first: dayOf('2020-04-01'), last: dayOf('2020-04-15') } as const;

const FIRST = dayOf('2019-06-01');
const LAST = dayOf('2020-12-31');
const HOLIDAYS = new Set(
  [
    ['2019-09-02', '2020-01-01'],
    ['2020-01-23', '2020-01-24', '2020-01-25', '2020-01-26', '2020-01-27', '2020-01-28', '2020-01-29'],
    ['2020-04-02', '2020-04-30', '2020-05-01', '2020-09-02'],
  ]
    .flat()
    .map(dayOf),
);

export type DayKind = 'working' | 'saturday' | 'sunday' | 'holiday';

export function dayKind(day: Day): DayKind {
  if (HOLIDAYS.has(day)) return 'holiday';
  const weekday = (day + 4) % 7; // 1970-01-01 was a Thursday, and 0 is to be Sunday.
  if (weekday === 0) return 'sunday';
  return weekday === 6 ? 'saturday' : 'working';
}

/** Every day is written thousands of times. */
const texts: string[] = [];
const workdays: Day[] = [];
/** How many working days there are up to and including a day, counted from FIRST. */
const workdaysUpTo: number[] = [];
for (let day = FIRST; day <= LAST; day += 1) {
  if (dayKind(day) === 'working') workdays.push(day);
  workdaysUpTo.push(workdays.length);
  texts.push(new Date(day * MS_PER_DAY).toISOString().slice(0, 10));
}

function countUpTo(day: Day): number {
  const count = workdaysUpTo[day - FIRST];
  if (count === undefined) throw new RangeError(`the sample calendar does not reach day ${day}`);
  return count;
}

/** The `count`-th working day after `day`, which is how an appointment date is set. */
export function addWorkdays(day: Day, count: number): Day {
  const result = workdays[countUpTo(day) + count - 1];
  if (result === undefined) throw new RangeError(`the sample calendar ends before day ${day} + ${count}`);
  return result;
}

/** Working days after `from`, up to and including `to`. */
export function workdaysBetween(from: Day, to: Day): number {
  return countUpTo(to) - countUpTo(from);
}

/** Any working day from `from` to `to`, both included; undefined where there is none. */
export function drawWorkday(random: Random, from: Day, to: Day): Day | undefined {
  if (from > to) return undefined;
  const before = countUpTo(from - 1);
  const upTo = countUpTo(to);
  return before === upTo ? undefined : workdays[random.whole(before, upTo - 1)];
}
