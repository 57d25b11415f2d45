import { dayText } from './calendar.ts';
import type { Draft } from './draft.ts';
import { type Random, Weighted } from './random.ts';

type Hours = readonly [fromMinute: number, toMinute: number];

const at = (hour: number, minute = 0): number => hour * 60 + minute;

const HOURS: Readonly<Record<Draft['hours'], Weighted<Hours>>> = {
  office: new Weighted<Hours>([
    [[at(7, 30), at(9)], 25],
    [[at(9), at(11, 30)], 40],
    [[at(13, 30), at(15, 30)], 25],
    [[at(15, 30), at(17)], 15],
  ]),
  online: new Weighted<Hours>([
    [[at(6), at(7, 30)], 5],
    [[at(7, 30), at(11, 30)], 30],
    [[at(11, 30), at(13, 30)], 12],
    [[at(13, 30), at(17)], 28],
    [[at(17), at(19, 30)], 10],
    [[at(19, 30), at(23, 30)], 15],
  ]),
  // Deadlines pass at the turn of the day, when the office's software runs its nightly check.
  midnight: new Weighted<Hours>([[[at(0), at(0, 20)], 1]]),
};

/** A draft with its moment, written in local time. */
export interface Timed {
  readonly draft: Draft;
  readonly time: string;
}

/** Puts the drafts of one dossier in order and gives each a second of its own. */
export function giveTimes(random: Random, drafts: readonly Draft[]): Timed[] {
  const ordered = [...drafts].sort((a, b) => a.day - b.day || a.place - b.place);
  const timed: Timed[] = [];
  for (let start = 0; start < ordered.length; ) {
    const day = ordered[start]?.day ?? 0;
    const ofDay = ordered.filter((draft) => draft.day === day);
    timed.push(...giveTimesOfDay(random, ofDay));
    start += ofDay.length;
  }
  return timed;
}

function giveTimesOfDay(random: Random, drafts: readonly Draft[]): Timed[] {
  // What has a sequel on the same day happened during office hours, however it came in.
  const seconds = drafts
    .map(({ hours }) => drawSecond(random, hours === 'online' && drafts.length > 1 ? 'office' : hours))
    .sort((a, b) => a - b);
  let last = -1;
  return drafts.map((draft, index) => {
    last = Math.max(seconds[index] ?? 0, last + 1);
    return { draft, time: `${dayText(draft.day)}T${clock(last)}+07:00` };
  });
}

export function drawSecond(random: Random, hours: Draft['hours']): number {
  const [from, to] = HOURS[hours].pick(random);
  return random.whole(from * 60, to * 60 - 1);
}

export function clock(second: number): string {
  const two = (part: number) => String(Math.floor(part)).padStart(2, '0');
  return `${two(second / 3600)}:${two((second / 60) % 60)}:${two(second % 60)}`;
}
