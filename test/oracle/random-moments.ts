import { dayNumber, dayText } from './clock.ts';
import type { Dice } from './dice.ts';

/** Moments of the random histories are microseconds since 1970 in UTC; local days are those of UTC+7. */
const SECOND = 1_000_000;
const DAY = 86_400 * SECOND;
const LOCAL_OFFSET = 7 * 3600 * SECOND;

/** Times of day at which programs go wrong, and a few harmless ones that make events of one instant likely. */
const TIMES_OF_DAY = [
  0,
  1,
  SECOND - 1,
  7 * 3600 * SECOND - 1,
  7 * 3600 * SECOND,
  8.25 * 3600 * SECOND,
  8.25 * 3600 * SECOND + 1,
  12 * 3600 * SECOND,
  17 * 3600 * SECOND,
  DAY - SECOND,
  DAY - 1000,
  DAY - 1,
];

const OFFSETS_IN_MINUTES = [420, 420, 420, 0, 0, -300, 330, 840, -720];

export function dayOf(moment: number): number {
  return Math.floor((moment + LOCAL_OFFSET) / DAY);
}

export function startOf(day: number): number {
  return day * DAY - LOCAL_OFFSET;
}

export function momentOn(dice: Dice, day: number): number {
  return startOf(day) + (dice.chance(0.7) ? dice.pick(TIMES_OF_DAY) : dice.whole(0, 86_399) * SECOND);
}

/** Any day of the range, with a liking for its ends, the ends of years and the end of February. */
export function dayBetween(dice: Dice, from: number, to: number): number {
  const any = dice.whole(from, to);
  if (dice.chance(0.7)) return any;
  const year = dayText(any).slice(0, 4);
  const special = ['01-01', '02-28', '03-01', '12-31'].map((day) => dayNumber(`${year}-${day}`));
  const leapDay = dayNumber(`${year}-03-01`) - 1;
  const inRange = [...special, leapDay].filter((day) => day >= from && day <= to);
  return dice.pick([...inRange, from, to]);
}

/**
 * One of the many spellings of a moment. Fewer than six fraction digits may cut a little off, which stays on the
 * same day; digits beyond the sixth are noise that must not matter.
 */
export function writeMoment(dice: Dice, moment: number): string {
  const offset = dice.pick(OFFSETS_IN_MINUTES);
  const seconds = Math.floor(moment / SECOND);
  const clock = new Date((seconds + offset * 60) * 1000).toISOString().slice(0, 19);
  const noise = String(dice.whole(0, 999)).padStart(3, '0');
  const fraction = String(moment - seconds * SECOND).padStart(6, '0') + noise;
  const digits = dice.pick([0, 0, 3, 6, 6, 7, 9, dice.whole(1, 9)]);
  return clock + (digits === 0 ? '' : `.${fraction.slice(0, digits)}`) + writeOffset(dice, offset);
}

function writeOffset(dice: Dice, offset: number): string {
  if (offset === 0 && dice.chance(0.7)) return 'Z';
  const size = Math.abs(offset);
  const two = (part: number) => String(Math.floor(part)).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(size / 60)}:${two(size % 60)}`;
}

/** A due around the given day: mostly a date, now and then a moment at the edge of its local day. */
export function writeDue(dice: Dice, day: number): string {
  const due = day + dice.pick([-2, -1, 0, 0, 1, 1, 2, 3, 5, 10, 15]);
  return dice.chance(0.75) ? dayText(due) : writeMoment(dice, momentOn(dice, due));
}
