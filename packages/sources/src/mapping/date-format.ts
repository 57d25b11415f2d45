import { parseDay } from '@sohoso/dossier';
import type { LocalMoment } from '../leg-row.ts';

/** What a text is by one format; `no-such-day` where it has the shape, but names a day or an hour that there is not. */
export type Reading = LocalMoment | 'no-such-day' | null;

/** A way of writing a day, with the time of day or without. */
export interface DateFormat {
  readonly text: string;
  /** Year, month and day in the order in which they are written: two formats of one order never read two days out of a text. */
  readonly order: string;
  read(text: string): Reading;
}

const TOKEN = /\[([^\]]*)\]|YYYY|MM?|DD?|HH?|hh?|mm|ss|A|T|[^A-Za-z0-9[\]]/gy;

const DIGITS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  YYYY: [4, 4],
  M: [1, 2],
  MM: [2, 2],
  D: [1, 2],
  DD: [2, 2],
  H: [1, 2],
  HH: [2, 2],
  h: [1, 2],
  hh: [2, 2],
  mm: [2, 2],
  ss: [2, 2],
};
/** Where a token's number goes. */
const PLACE: Readonly<Record<string, number>> = {
  YYYY: 0,
  M: 1,
  MM: 1,
  D: 2,
  DD: 2,
  H: 3,
  HH: 3,
  h: 3,
  hh: 3,
  mm: 4,
  ss: 5,
  A: 6,
};

/** One step along a text: digits that go to a place, half of the day (place 6), or a character that must stand there. */
interface Step {
  readonly place: number;
  readonly least: number;
  readonly most: number;
  readonly literal: string;
}

/** What the formats are made of, for those who write one. */
export const FORMAT_HELP =
  'a format has YYYY, MM or M, DD or D, and for the time HH or H (hh or h with A for SA/CH), mm, ss, e.g. "DD/MM/YYYY HH:mm"';

/** Compiles a format such as `DD/MM/YYYY HH:mm`; null where the text is none. */
export function dateFormat(text: string): DateFormat | null {
  const tokens = tokensOf(text);
  if (tokens === null || !isWhole(tokens)) return null;
  const steps = tokens.map(stepOf);
  const least = steps.reduce((sum, step) => sum + step.least, 0);
  const most = steps.reduce((sum, step) => sum + step.most, 0);
  const isHalved = tokens.includes('A');
  const hasTime = tokens.includes('mm');
  const found = new Int32Array(7);
  return {
    text,
    order: tokens.flatMap((token) => (/^[YMD]/.test(token) ? [token.charAt(0)] : [])).join(''),
    read(value) {
      if (value.length < least || value.length > most) return null;
      found.fill(0);
      return walk(steps, value, found) ? momentOf(found, isHalved, hasTime) : null;
    },
  };
}

function tokensOf(text: string): readonly string[] | null {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let at = 0; at < text.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) return null;
    tokens.push(...(match[1] === undefined ? [match[0]] : [...match[1]].map((letter) => `'${letter}`)));
  }
  return tokens;
}

/** Each part once, none that hangs in the air, and no number of open length right before another number. */
function isWhole(tokens: readonly string[]): boolean {
  const count = (...names: readonly string[]) => tokens.filter((token) => names.includes(token)).length;
  const hours = count('H', 'HH');
  const halved = count('h', 'hh');
  if (count('YYYY') !== 1 || count('M', 'MM') !== 1 || count('D', 'DD') !== 1) return false;
  if (hours + halved > 1 || count('mm') !== hours + halved || count('A') !== halved) return false;
  if (count('ss') > count('mm')) return false;
  return tokens.every((token, at) => !isOpen(token) || !isDigits(tokens[at + 1]));
}

const isDigits = (token: string | undefined): boolean => token !== undefined && token in DIGITS;
const isOpen = (token: string): boolean => isDigits(token) && DIGITS[token]?.[0] !== DIGITS[token]?.[1];

function stepOf(token: string): Step {
  const place = PLACE[token] ?? -1;
  if (token === 'A') return { place, least: 2, most: 2, literal: '' };
  const [least, most] = DIGITS[token] ?? [1, 1];
  return { place, least, most, literal: token.startsWith("'") ? token.slice(1) : token };
}

const ZERO = 48;

function walk(steps: readonly Step[], text: string, found: Int32Array): boolean {
  let at = 0;
  for (const { place, least, most, literal } of steps) {
    if (place === -1) {
      if (text[at] !== literal) return false;
      at++;
    } else if (place === 6) {
      const half = halfOfDay(text.charAt(at), text.charAt(at + 1));
      if (half === 0) return false;
      found[6] = half;
      at += 2;
    } else {
      const end = at + most;
      const start = at;
      let number = 0;
      for (; at < end; at++) {
        const digit = text.charCodeAt(at) - ZERO;
        if (!(digit >= 0 && digit <= 9)) break;
        number = number * 10 + digit;
      }
      if (at - start < least) return false;
      found[place] = number;
    }
  }
  return at === text.length;
}

/** 1 in the morning (SA, AM), 2 in the afternoon (CH, PM), 0 where it is neither. */
function halfOfDay(first: string, second: string): 0 | 1 | 2 {
  const half = (first + second).toUpperCase();
  return half === 'SA' || half === 'AM' ? 1 : half === 'CH' || half === 'PM' ? 2 : 0;
}

function momentOf(found: Int32Array, isHalved: boolean, hasTime: boolean): Reading {
  const [year = 0, month = 0, dayOfMonth = 0, written = 0, minute = 0, second = 0, half = 0] = found;
  const day = dayText(year, month, dayOfMonth);
  if (day === null) return 'no-such-day';
  if (!hasTime) return { day, time: null };
  if (isHalved && (written < 1 || written > 12)) return 'no-such-day';
  const hour = isHalved ? (written % 12) + (half === 2 ? 12 : 0) : written;
  return momentAt(day, hour, minute, second);
}

/**
 * A moment of a day. Midnight is how software writes a day of which it knows no time, so it is taken as such; 24:00 is the
 * end of the day that it is written with, and stays on it.
 */
export function momentAt(day: string, hour: number, minute: number, second: number): Reading {
  if (hour === 24 && minute === 0 && second === 0) return { day, time: '23:59:59' };
  if (hour > 23 || minute > 59 || second > 59) return 'no-such-day';
  if (hour === 0 && minute === 0 && second === 0) return { day, time: null };
  return { day, time: `${two(hour)}:${two(minute)}:${two(second)}` };
}

const TWO: readonly string[] = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'));
const two = (number: number): string => TWO[number] ?? '';

const FIRST_YEAR = 1900;
const LAST_YEAR = 2299;

/** Days by year, month and day of month; an export uses a few thousand. */
const known = new Map<number, string | null>();
const MOST_KNOWN = 200_000;

function dayText(year: number, month: number, dayOfMonth: number): string | null {
  const key = (year * 100 + month) * 100 + dayOfMonth;
  const found = known.get(key);
  if (found !== undefined) return found;
  const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`;
  const isDay = year >= FIRST_YEAR && year <= LAST_YEAR && parseDay(text) !== null;
  const day = isDay ? text : null;
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, day);
  return day;
}
