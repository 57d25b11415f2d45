import { addDays, type Day, formatDay, parseDay } from '@sohoso/dossier';

/** The grains of unit_day and their codes in the table; see migration 010. Marks of batches are another one. */
const grains = { day: 1, month: 2, year: 4, recorded_month: 5, recorded_day: 6 } as const;
type Grain = keyof typeof grains;

/** What is to be read of unit_day: all rows of a grain and a day, with the weights that they count with. */
export interface Piece {
  readonly grain: Grain;
  readonly day: Day;
  /** How often its movements count in what was before the period, and in what was up to its end: 1, 0 or −1. */
  readonly before: number;
  readonly upTo: number;
  /** The same only for rows whose recorded_day lies before these. */
  readonly beforeEnd: Day;
  readonly upToEnd: Day;
}

/** The moment up to which events count that the log recorded, as far as roll-ups know it: days before this one. */
export type RecordedBefore = Day | null;

/** Where years, months and days meet when all before a day is read: the boundary of a month near it, that of a year near that. */
interface Cuts {
  readonly day: Day;
  readonly month: Day;
  readonly year: Day;
}

const NEVER = 120_000 as Day;
/** No event is from before the year 2000; roll-ups go back as far as their calendar's zero. */
const FIRST_YEAR = 1970;

function dayOf(text: string): Day {
  const day = parseDay(text);
  if (day === null) throw new TypeError(`${text} is not a day`);
  return day;
}

const monthOf = (day: Day): Day => dayOf(`${formatDay(day).slice(0, 8)}01`);
const yearOf = (day: Day): Day => dayOf(`${formatDay(day).slice(0, 5)}01-01`);
// From the first of any month 31 days lead into the next one, from that of any year 366.
const nextMonth = (first: Day): Day => monthOf(addDays(first, 31));
const nextYear = (first: Day): Day => yearOf(addDays(first, 366));

const nearer = (day: Day, low: Day, high: Day): Day => (day - low <= high - day ? low : high);

/** Boundaries for everything before `day`. */
function cutsOf(day: Day): Cuts {
  const month = nearer(day, monthOf(day), nextMonth(monthOf(day)));
  return { day, month, year: nearer(month, yearOf(month), nextYear(yearOf(month))) };
}

/**
 * The rows of unit_day that sum to what was before the days `from` … `to` and up to their end: with `recordedBefore` only of
 * what was recorded before a day. The days are read by whole years, months and days as migration 010 says.
 */
export function piecesOf(from: Day, to: Day, recordedBefore: RecordedBefore = null): readonly Piece[] {
  const [before, upTo] = [cutsOf(from), cutsOf(addDays(to, 1))];
  const pieces = new Pieces();
  const recorded = recordedBefore === null ? null : cutsOf(recordedBefore);
  const [coarseEnd, fineEnd] = [recorded?.year ?? NEVER, recorded?.day ?? NEVER];
  for (const [side, cuts] of [
    ['before', before],
    ['upTo', upTo],
  ] as const) {
    pieces.add(side, 'year', span(dayOf(`${FIRST_YEAR}-01-01`), cuts.year, nextYear), 1, coarseEnd);
    pieces.addBetween(side, 'month', [cuts.year, cuts.month], nextMonth, coarseEnd);
    pieces.addBetween(side, 'day', [cuts.month, cuts.day], nextDay, fineEnd);
    if (recorded === null) continue;
    pieces.addBetween(side, 'recorded_month', [recorded.year, recorded.month], nextMonth, cuts.month);
    pieces.addBetween(side, 'recorded_day', [recorded.month, recorded.day], nextDay, cuts.month);
  }
  return pieces.all();
}

const nextDay = (day: Day): Day => addDays(day, 1);

function* span(start: Day, end: Day, next: (day: Day) => Day): Generator<Day> {
  for (let day = start; day < end; day = next(day)) yield day;
}

type Side = 'before' | 'upTo';

class Pieces {
  readonly #found = new Map<string, Piece>();

  /** The days between two boundaries: added where they lead on to the second, taken away where they lead back to it. */
  addBetween(
    side: Side,
    grain: Grain,
    [start, end]: readonly [Day, Day],
    next: (day: Day) => Day,
    limit: Day,
  ) {
    if (start <= end) this.add(side, grain, span(start, end, next), 1, limit);
    else this.add(side, grain, span(end, start, next), -1, limit);
  }

  add(side: Side, grain: Grain, days: Iterable<Day>, weight: number, limit: Day): void {
    for (const day of days) {
      const name = `${grain} ${day}`;
      const known = this.#found.get(name) ?? {
        grain,
        day,
        before: 0,
        upTo: 0,
        beforeEnd: NEVER,
        upToEnd: NEVER,
      };
      const changed =
        side === 'before' ? { before: weight, beforeEnd: limit } : { upTo: weight, upToEnd: limit };
      this.#found.set(name, { ...known, ...changed });
    }
  }

  all(): readonly Piece[] {
    return [...this.#found.values()];
  }
}

/** One number that stands for grain and day, as the queries make it of a row. */
export function placeOf({ grain, day }: Pick<Piece, 'grain' | 'day'>): number {
  return grains[grain] * 1_000_000 + day;
}
