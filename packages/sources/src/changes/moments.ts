import { type BusinessZone, type Day, type Instant, parseDay } from '@sohoso/dossier';
import type { LocalMoment } from '../leg-row.ts';

const MICROS_PER_SECOND = 1_000_000;

/** The day of a checked text. */
export function dayOf(text: string): Day {
  const day = parseDay(text);
  if (day === null) throw new TypeError(`"${text}" is not a day`);
  return day;
}

/**
 * The instant of a local moment. Where only its day is known: the beginning of the day, or the latest of `notBefore` that lies on
 * the same day, so that what happens on one day keeps its order.
 */
export function instantOf(
  moment: LocalMoment,
  zone: BusinessZone,
  notBefore: readonly Instant[] = [],
): Instant {
  const day = dayOf(moment.day);
  if (moment.time !== null) return zone.instantOf(day, microsOfDay(moment.time));
  let at = zone.instantOf(day, 0);
  for (const other of notBefore) if (other > at && zone.dayOf(other) === day) at = other;
  return at;
}

/** As `instantOf`; but where only the day is told, a known event of that day keeps its time, unless that breaks the order. */
export function keptInstantOf(
  moment: LocalMoment,
  zone: BusinessZone,
  known: { readonly at: Instant } | undefined,
  notBefore: readonly Instant[] = [],
): Instant {
  const at = instantOf(moment, zone, notBefore);
  return known !== undefined && known.at > at && isAt(known.at, moment, zone) ? known.at : at;
}

/** Whether an instant is what the moment tells: the same second, or where only a day is told, on that day. */
export function isAt(at: Instant, moment: LocalMoment, zone: BusinessZone): boolean {
  const day = dayOf(moment.day);
  return moment.time === null ? zone.dayOf(at) === day : at === zone.instantOf(day, microsOfDay(moment.time));
}

function microsOfDay(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return ((hours * 60 + minutes) * 60 + seconds) * MICROS_PER_SECOND;
}
