import { type Day, formatDay } from '@sohoso/dossier';
import { type Random, Weighted } from '../random.ts';
import { drawSecond } from '../time-of-day.ts';
import { type Course, drawClose, type Step } from './course.ts';
import { compareMoments, FIRST_DAY_AFTER, type Moment, type Workdays } from './days.ts';

/** A dossier passes to another unit, with all that there is to it. */
interface HandOver extends Moment {
  readonly to: string;
}

/** The life of a dossier, and by whose hands it went. */
export interface Journey {
  readonly steps: readonly Step[];
  readonly handOvers: readonly HandOver[];
}

/** The people of the old unit answer these in the first days of July, before they move. */
const FINISHED_AT_HOME = 0.12;
const WRONG_UNIT = 0.05;
const APOLOGY = 0.15;
/** On which working day of July a dossier is handed over: not all on the first. */
const HAND_OVER_DAY = new Weighted<number>(
  [10, 22, 20, 15, 12, 9, 6, 4, 2].map((weight, index) => [index, weight]),
);
const OPENING_HOUR = 7 * 3_600 + 1_800;

/**
 * What becomes of a dossier whose unit ends with 30 June. Closed by then, nothing. Else some are still answered by those who have it; the
 * others are handed over one by one over nine working days, until when whatever happens to them happens at the old unit. What would
 * have been answered before the hand-over is answered some days after it.
 */
export function drawHandOver(
  random: Random,
  workdays: Workdays,
  { steps, due }: Course,
  successors: readonly string[],
): Journey {
  const close = steps.find(isClose);
  const isOpen = close === undefined || close.day >= FIRST_DAY_AFTER;
  if (!isOpen || successors.length === 0) return { steps, handOvers: [] };
  const before = steps.filter((step) => step.day < FIRST_DAY_AFTER);
  if (random.chance(FINISHED_AT_HOME)) {
    const at = office(random, workdays.after(FIRST_DAY_AFTER, random.whole(0, 3)));
    return { steps: [...before, drawClose(random, at)], handOvers: [] };
  }
  const day = workdays.after(FIRST_DAY_AFTER, HAND_OVER_DAY.pick(random));
  const handOvers = [{ ...office(random, day), to: random.pick(successors) }];
  const others = successors.filter((code) => code !== handOvers[0]?.to);
  if (others.length > 0 && random.chance(WRONG_UNIT)) {
    handOvers.push({ ...office(random, workdays.draw(random, day, 3)), to: random.pick(others) });
  }
  return { steps: resumed(random, workdays, steps, handOvers.at(-1)?.day ?? day, due), handOvers };
}

/** The steps, with the end after the last hand-over where it would have come before, and now and then an apology for the delay. */
function resumed(
  random: Random,
  workdays: Workdays,
  steps: readonly Step[],
  handedOver: Day,
  due: Day | null,
): readonly Step[] {
  const close = steps.find(isClose);
  if (close === undefined || close.day > handedOver) return steps;
  const rest = steps.filter((step) => !isClose(step));
  const again = workdays.after(handedOver, 5);
  const isLate = due !== null && due >= FIRST_DAY_AFTER && due <= handedOver;
  if (isLate && random.chance(APOLOGY)) {
    const at = office(random, workdays.after(handedOver, 1));
    rest.push({ kind: 'due-changed', ...at, data: { due: formatDay(again), reason: 'xin lỗi, hẹn lại' } });
  }
  const end = office(random, workdays.draw(random, workdays.after(handedOver, 1), 4));
  return [...rest, { ...close, ...end }].toSorted(compareMoments);
}

const isClose = ({ kind }: Step) => kind === 'resolved' || kind === 'withdrawn';

function office(random: Random, day: Day): Moment {
  return { day, second: Math.max(drawSecond(random, 'office'), OPENING_HOUR) };
}
