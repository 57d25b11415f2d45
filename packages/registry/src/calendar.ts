import { addDays, type Day, formatDay } from '@sohoso/dossier';

/** From Thursday, the weekday of day 0 (1970-01-01), so that a day's weekday is its number modulo 7. */
export const weekdays = [
  'thursday',
  'friday',
  'saturday',
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
] as const;
export type Weekday = (typeof weekdays)[number];

/**
 * What a calendar says of a single day. `holiday`: by law; `day-off`: in place of a holiday on a rest day, or swapped
 * with another day; `closure`: an office that stays shut for a reason of its own; `working`: a rest day that is worked to make
 * up for another; `note`: something that a reader of figures must know of the day, which changes nothing.
 */
export const calendarDayKinds = ['holiday', 'day-off', 'closure', 'working', 'note'] as const;
export type CalendarDayKind = (typeof calendarDayKinds)[number];

export interface CalendarDay {
  readonly day: Day;
  readonly kind: CalendarDayKind;
  readonly name: string;
  /** The law or decision that says so. */
  readonly source: string;
}

export interface CalendarOptions {
  readonly name: string;
  readonly version: string;
  /** The days that the calendar knows about, both included. */
  readonly coversFrom: Day;
  readonly coversTo: Day;
  /** The days of rest of every week. */
  readonly weekends: readonly Weekday[];
  readonly days: readonly CalendarDay[];
}

/**
 * Which days are worked on, and which are not. Outside the days that it covers only the days of rest of a week are known: answers
 * are given all the same, and whoever shows them asks `notes` and shows what it says.
 */
export class WorkingCalendar {
  readonly name: string;
  readonly version: string;
  readonly coversFrom: Day;
  readonly coversTo: Day;
  readonly #restOn: ReadonlySet<number>;
  readonly #isWorking: ReadonlyMap<Day, boolean>;
  readonly #notes: readonly CalendarDay[];

  /** Throws a RangeError with one sentence per fault. */
  constructor({ name, version, coversFrom, coversTo, weekends, days }: CalendarOptions) {
    this.name = name;
    this.version = version;
    this.coversFrom = coversFrom;
    this.coversTo = coversTo;
    this.#restOn = new Set(weekends.map((weekday) => weekdays.indexOf(weekday)));
    const ruling = days.filter(({ kind }) => kind !== 'note');
    this.#notes = days.filter(({ kind }) => kind === 'note');
    const faults = this.#faults(days, ruling);
    if (faults.length > 0) throw new RangeError(faults.join('; '));
    this.#isWorking = new Map(ruling.map(({ day, kind }) => [day, kind === 'working']));
  }

  #faults(days: readonly CalendarDay[], ruling: readonly CalendarDay[]): readonly string[] {
    const faults: string[] = [];
    if (this.coversFrom > this.coversTo) faults.push('it ends before it begins');
    if (this.#restOn.size === weekdays.length) faults.push('it leaves no day of the week to work on');
    for (const { day } of days) {
      if (!this.covers(day)) faults.push(`${formatDay(day)} lies outside the days that it covers`);
    }
    const seen = new Set<Day>();
    for (const { day, kind } of ruling) {
      const isRest = this.#isRestDay(day);
      if (seen.has(day)) faults.push(`${formatDay(day)} stands there twice`);
      if (kind === 'working' && !isRest) faults.push(`${formatDay(day)} is worked on anyway`);
      if (kind === 'day-off' && isRest) faults.push(`${formatDay(day)} is a day of rest anyway`);
      seen.add(day);
    }
    return faults;
  }

  #isRestDay(day: Day): boolean {
    return this.#restOn.has(((day % 7) + 7) % 7);
  }

  covers(day: Day): boolean {
    return day >= this.coversFrom && day <= this.coversTo;
  }

  isWorkingDay(day: Day): boolean {
    return this.#isWorking.get(day) ?? !this.#isRestDay(day);
  }

  /** The `count`-th working day after the day; before it, where negative; the day itself, worked or not, for 0. */
  addWorkingDays(day: Day, count: number): Day {
    const step = count < 0 ? -1 : 1;
    let reached = day;
    for (let left = Math.abs(count); left > 0; ) {
      reached = addDays(reached, step);
      if (this.isWorkingDay(reached)) left--;
    }
    return reached;
  }

  /** How many working days there are from … to, both included; none where `to` comes first. */
  workingDaysBetween(from: Day, to: Day): number {
    let count = 0;
    for (let day = from; day <= to; day = addDays(day, 1)) if (this.isWorkingDay(day)) count++;
    return count;
  }

  /** What must be said beside a count of the days from … to, both included: where it is not covered, and notes on its days. */
  notes(from: Day, to: Day): readonly string[] {
    const texts: string[] = [];
    if (!this.covers(from) || !this.covers(to)) {
      texts.push(
        `the calendar "${this.name}" (${this.version}) covers ${formatDay(this.coversFrom)} to ${formatDay(this.coversTo)}; outside of it only the days of rest of a week are left out, no holidays`,
      );
    }
    for (const { day, name } of this.#notes) {
      if (day >= from && day <= to) texts.push(`${formatDay(day)}: ${name}`);
    }
    return texts;
  }
}
