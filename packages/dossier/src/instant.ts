import { dayFromCivil } from './day.ts';

/**
 * Instants as whole microseconds since 1970-01-01T00:00:00Z. Microseconds are the finest unit in which every
 * instant up to the year 2255 is an exact JavaScript number; finer digits of a time are cut off.
 */
export type Instant = number & { readonly __brand: 'Instant' };

const RFC_3339 =
  /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;

const MICROS_PER_MS = 1_000;
const MICROS_PER_MINUTE = 60_000_000;
const MICROS_PER_DAY = 86_400_000_000;

/** The text that was parsed last, and what it gave: the schema checks each time of an event, and then it is taken. */
let lastText = '';
let lastInstant: Instant | null = null;

/** Parses an RFC 3339 moment with its offset; null where the text is none, or names an impossible date or hour. */
export function parseInstant(text: string): Instant | null {
  if (text !== lastText) {
    lastInstant = readInstant(text);
    lastText = text;
  }
  return lastInstant;
}

function readInstant(text: string): Instant | null {
  const m = RFC_3339.exec(text);
  if (m === null) return null;
  const day = dayFromCivil(Number(m[1]), Number(m[2]), Number(m[3]));
  const [hour, minute, second] = [Number(m[4]), Number(m[5]), Number(m[6])];
  const [offsetHour, offsetMinute] = [Number(m[9] ?? 0), Number(m[10] ?? 0)];
  if (day === null || hour > 23 || minute > 59 || second > 59 || offsetHour > 23 || offsetMinute > 59)
    return null;
  const fraction = m[7] === undefined ? 0 : Number(m[7].slice(0, 6).padEnd(6, '0'));
  const offset = (offsetHour * 60 + offsetMinute) * (m[8] === '-' ? -1 : 1);
  const minutes = hour * 60 + minute - offset;
  return (day * MICROS_PER_DAY + minutes * MICROS_PER_MINUTE + second * 1_000_000 + fraction) as Instant;
}

/** The instant of a number of milliseconds since 1970, as clocks and logs give them. */
export function instantFromMs(ms: number): Instant {
  return (ms * MICROS_PER_MS) as Instant;
}

/** The instant as `2020-04-03T01:15:00.000000Z`, always with six digits so that texts sort like instants. */
export function formatInstant(at: Instant): string {
  const ms = Math.floor(at / MICROS_PER_MS);
  const micros = at - ms * MICROS_PER_MS;
  return `${new Date(ms).toISOString().slice(0, 23)}${String(micros).padStart(3, '0')}Z`;
}
