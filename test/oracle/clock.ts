/**
 * Moments and days of the oracle. Seconds and microseconds are kept apart, so that no value ever leaves the
 * range in which a JavaScript number is exact, whatever the year.
 */
export interface Instant {
  readonly seconds: number;
  readonly micros: number;
}

const SECONDS_PER_DAY = 86_400;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const MOMENT = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;

/** Days since 1970-01-01. Numbers, because "the day after" is then plain addition. */
export function dayNumber(date: string): number {
  const milliseconds = DATE.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(milliseconds)) throw new Error(`the oracle cannot read the day ${date}`);
  return milliseconds / 1000 / SECONDS_PER_DAY;
}

export function dayText(day: number): string {
  return new Date(day * SECONDS_PER_DAY * 1000).toISOString().slice(0, 10);
}

export function instantOf(time: string): Instant {
  const parts = MOMENT.exec(time);
  if (parts === null) throw new Error(`the oracle cannot read the moment ${time}`);
  const [, date = '', hours, minutes, seconds, fraction = '', sign, offsetHours, offsetMinutes] = parts;
  const clock = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  const ahead = sign === undefined ? 0 : Number(offsetHours) * 3600 + Number(offsetMinutes) * 60;
  return {
    // A clock that is ahead of UTC shows the same moment with a larger number, hence the subtraction.
    seconds: dayNumber(date) * SECONDS_PER_DAY + clock - (sign === '-' ? -ahead : ahead),
    // Digits beyond the microsecond are cut off, never rounded: rounding could reach the next day.
    micros: Number(fraction.padEnd(6, '0').slice(0, 6)),
  };
}

export function localDay(instant: Instant, utcOffsetMinutes: number): number {
  return Math.floor((instant.seconds + utcOffsetMinutes * 60) / SECONDS_PER_DAY);
}

/** A due is a day already, or a moment of which only the local day counts. */
export function dueDay(due: string, utcOffsetMinutes: number): number {
  return DATE.test(due) ? dayNumber(due) : localDay(instantOf(due), utcOffsetMinutes);
}
