import { addWorkdays, type Day, drawWorkday, workdaysBetween } from '../calendar.ts';
import type { Step } from '../leg.ts';
import type { Random } from '../random.ts';
import { LAST_DAY } from './plan.ts';

/** What happens to one leg from its opening to its close; nothing of the baseline is left open. */
export interface Course {
  readonly firstDue: Day | null;
  readonly steps: readonly Step[];
  readonly close: Day;
  readonly isLate: boolean;
}

interface Start {
  readonly open: Day;
  /** The first day on which something can happen: the next one where the leg was opened towards the evening. */
  readonly from: Day;
  /** Working days that the unit has for it. */
  readonly term: number;
  /** How often the unit is late. */
  readonly late: number;
}

const WITHOUT_DUE = 0.012;
const DETOUR = 0.08;
const EARLY = 0.6;

export function drawCourse(random: Random, start: Start): Course {
  if (random.chance(WITHOUT_DUE)) {
    return { firstDue: null, steps: [], close: closeIn(random, start.from, start.open + 20), isLate: false };
  }
  const firstDue = addWorkdays(start.open, start.term);
  if (random.chance(DETOUR)) {
    const steps = random.chance(0.62)
      ? supplement(random, start.from, firstDue)
      : newAppointment(random, start.from, firstDue);
    const last = steps.at(-1);
    if (last !== undefined && last.day < LAST_DAY) {
      return closeAfter(random, start, firstDue, steps, last.day + 1);
    }
  }
  return closeAfter(random, start, firstDue, [], start.from);
}

/** Asks the applicant for what is missing. The days of waiting are added to the due, unless enough of the term is left. */
function supplement(random: Random, from: Day, firstDue: Day): Step[] {
  const requested = drawWorkday(random, from, firstDue);
  if (requested === undefined) return [];
  const supplied = addWorkdays(requested, random.whole(1, 12));
  const keepsDue = supplied < firstDue && random.chance(0.3);
  const due = keepsDue ? null : addWorkdays(firstDue, workdaysBetween(requested, supplied));
  return [
    { kind: 'supplement-requested', day: requested },
    { kind: 'supplemented', day: supplied, due },
  ];
}

/** Apology and another date, mostly before the first one has passed. */
function newAppointment(random: Random, from: Day, firstDue: Day): Step[] {
  const inTime = random.chance(0.7) ? drawWorkday(random, from, firstDue) : undefined;
  const day = inTime ?? addWorkdays(firstDue, random.whole(1, 4));
  const due = addWorkdays(Math.max(day, firstDue), random.whole(2, 12));
  const change: Step = { kind: 'due-changed', day, due };
  const isAnnounced = day > firstDue && random.chance(0.5);
  return isAnnounced ? [{ kind: 'deadline-passed', day: firstDue + 1 }, change] : [change];
}

function closeAfter(
  random: Random,
  { late }: Start,
  firstDue: Day,
  steps: readonly Step[],
  from: Day,
): Course {
  const due = steps.reduce((so, step) => ('due' in step && step.due !== null ? step.due : so), firstDue);
  if (random.chance(late)) {
    const close = drawWorkday(random, Math.max(from, due + 1), Math.min(due + 14, LAST_DAY));
    if (close !== undefined) {
      const isAnnounced = random.chance(0.4) && steps.every(({ day }) => day <= due);
      const announced: readonly Step[] = [...steps, { kind: 'deadline-passed', day: due + 1 }];
      return { firstDue, steps: isAnnounced ? announced : steps, close, isLate: true };
    }
  }
  if (!random.chance(EARLY) && due >= from && due <= LAST_DAY) {
    return { firstDue, steps, close: due, isLate: false };
  }
  const close = closeIn(random, from, Math.max(from, due - 1));
  return { firstDue, steps, close, isLate: close > due };
}

/** A working day in the stretch; the next one there is where it has none. */
function closeIn(random: Random, from: Day, to: Day): Day {
  const close = drawWorkday(random, from, Math.min(to, LAST_DAY)) ?? addWorkdays(from - 1, 1);
  if (close > LAST_DAY) throw new RangeError('a leg of the baseline cannot be closed in time');
  return close;
}
