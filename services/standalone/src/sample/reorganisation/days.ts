import { addDays, type Day, parseDay } from '@sohoso/dossier';
import type { WorkingCalendar } from '@sohoso/registry';
import type { Random } from '../random.ts';

const day = (text: string): Day => {
  const parsed = parseDay(text);
  if (parsed === null) throw new TypeError(`${text} is not a day`);
  return parsed;
};

/** The example tells of these days, both included. */
export const FIRST_DAY = day('2025-05-05');
export const LAST_DAY = day('2025-08-29');
/** The first day without districts (Law on the Organisation of Local Government, 72/2025/QH15). */
export const FIRST_DAY_AFTER = day('2025-07-01');

/** A moment of the example: a local day and a second of it. */
export interface Moment {
  readonly day: Day;
  readonly second: number;
}

/** Below 0 where the first one is earlier. */
export function compareMoments(a: Moment, b: Moment): number {
  return a.day - b.day || a.second - b.second;
}

/** The days on which offices work, as the example needs them. */
export class Workdays {
  readonly #calendar: WorkingCalendar;

  constructor(calendar: WorkingCalendar) {
    this.#calendar = calendar;
  }

  has(at: Day): boolean {
    return this.#calendar.isWorkingDay(at);
  }

  /** So many working days after a day; with 0 the day itself, or the next one that is worked on. */
  after(from: Day, count: number): Day {
    return this.#calendar.addWorkingDays(count === 0 ? addDays(from, -1) : from, Math.max(count, 1));
  }

  /** One of the working days after a day, at most `most` of them later. */
  draw(random: Random, from: Day, most: number): Day {
    return this.after(from, random.whole(1, most));
  }
}
