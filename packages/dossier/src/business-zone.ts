import type { Day } from './day.ts';
import type { Instant } from './instant.ts';

/** The time zone whose calendar an installation reports by, e.g. `Asia/Ho_Chi_Minh`. */
export interface BusinessZone {
  readonly name: string;
  /** The local calendar day on which the instant falls. */
  dayOf(at: Instant): Day;
  /** The instant at which the local clock shows so many microseconds after midnight of the day. */
  instantOf(day: Day, microsOfDay: number): Instant;
}

const MICROS_PER_QUARTER = 900_000_000;
const MICROS_PER_DAY = 86_400_000_000;
const MAX_REMEMBERED_QUARTERS = 200_000;

/**
 * Makes the business zone of an IANA name. Throws a RangeError with a sentence where the name is unknown.
 *
 * The runtime's own time zone data give the offset; it is looked up once per quarter of an hour, the grain on
 * which every zone in use changes its offset, because formatting a date costs far more than folding an event.
 */
export function businessZone(name: string): BusinessZone {
  const format = offsetFormat(name);
  const offsetByQuarter = new Map<number, number>();

  function offsetMicros(at: Instant): number {
    const quarter = Math.floor(at / MICROS_PER_QUARTER);
    const known = offsetByQuarter.get(quarter);
    if (known !== undefined) return known;
    if (offsetByQuarter.size >= MAX_REMEMBERED_QUARTERS) offsetByQuarter.clear();
    const offset = readOffsetMicros(format, (quarter * MICROS_PER_QUARTER) / 1_000);
    offsetByQuarter.set(quarter, offset);
    return offset;
  }

  return {
    name,
    dayOf: (at) => Math.floor((at + offsetMicros(at)) / MICROS_PER_DAY) as Day,
    instantOf(day, microsOfDay) {
      const local = day * MICROS_PER_DAY + microsOfDay;
      // The offset that holds shortly before decides where clocks are put forward or back at that very hour.
      const guess = (local - offsetMicros(local as Instant)) as Instant;
      return (local - offsetMicros(guess)) as Instant;
    },
  };
}

function offsetFormat(name: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  } catch {
    throw new RangeError(
      `"${name}" is not a time zone this system knows; give an IANA name such as Asia/Ho_Chi_Minh`,
    );
  }
}

function readOffsetMicros(format: Intl.DateTimeFormat, epochMs: number): number {
  const text = format.formatToParts(epochMs).find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const match = /^GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(text);
  if (match === null)
    throw new RangeError(`cannot read the offset "${text}" of zone ${format.resolvedOptions().timeZone}`);
  const seconds = Number(match[2] ?? 0) * 3_600 + Number(match[3] ?? 0) * 60 + Number(match[4] ?? 0);
  return (match[1] === '-' ? -seconds : seconds) * 1_000_000;
}
