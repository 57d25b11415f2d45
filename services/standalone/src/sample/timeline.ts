import { addWorkdays, type Day, drawWorkday, PERIOD, workdaysBetween } from './calendar.ts';
import type { Ending, Step, Timeline } from './leg.ts';
import type { Pool } from './pools.ts';
import type { Random, Weighted } from './random.ts';
import type { UnitProfile } from './unit-profiles.ts';

interface Course {
  readonly steps: readonly Step[];
  readonly due: Day;
}

interface End {
  readonly close: Day | null;
  readonly steps?: readonly Step[];
}

const WITHOUT_DUE: ReadonlySet<Ending> = new Set(['closedWithoutDue', 'openWithoutDue', 'overdueWithoutDue']);
const ATTEMPTS = 5000;

/**
 * Draws procedure and opening day as they come, and keeps the first draw that allows the wanted ending. First
 * dues are therefore always the procedure's term after the opening; what the published counts bend is only the
 * mix of procedures and days.
 */
export function drawTimeline(
  random: Random,
  profile: UnitProfile,
  pool: Pool,
  openDays: Weighted<Day>,
  ending: Ending,
): Timeline {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const procedure = profile.procedures.pick(random);
    const open = openDays.pick(random);
    const drawn = WITHOUT_DUE.has(ending)
      ? endWithoutDue(random, pool, ending, open)
      : endWithDue(random, pool, ending, open, addWorkdays(open, procedure.term));
    if (drawn !== undefined) {
      const { firstDue, steps, close } = drawn;
      return { procedure, open, firstDue, steps, close };
    }
  }
  throw new Error(`no leg of ${profile.unit} in ${pool.name} can end ${ending}`);
}

type Drawn = Pick<Timeline, 'firstDue' | 'steps' | 'close'>;

function endWithDue(random: Random, pool: Pool, ending: Ending, open: Day, firstDue: Day): Drawn | undefined {
  const course = drawCourse(random, pool, ending, open, firstDue);
  const end = drawEnd(random, pool, ending, open, course.due);
  if (end === undefined) return undefined;
  const lastStepDay = end.close === null ? PERIOD.last : end.close - 1;
  const steps = [...course.steps, ...(end.steps ?? [])];
  if (steps.some((step) => step.day > lastStepDay)) return undefined;
  const goesOverdue = ending === 'late' || ending === 'overdue';
  if (goesOverdue && random.chance(0.4)) steps.push({ kind: 'deadline-passed', day: course.due + 1 });
  return { firstDue, steps, close: end.close };
}

/** Most legs keep their first due; some are re-appointed or wait for a supplement on the way. */
function drawCourse(random: Random, pool: Pool, ending: Ending, open: Day, firstDue: Day): Course {
  const steady = { steps: [], due: firstDue };
  if (ending === 'suspended' || !random.chance(pool.changesOnTheWay)) return steady;
  return random.chance(0.5)
    ? (drawSupplement(random, open, firstDue) ?? steady)
    : drawNewAppointment(random, open, firstDue);
}

/** The apology is due before the deadline; where it comes after it, the leg was overdue in between. */
function drawNewAppointment(random: Random, open: Day, firstDue: Day): Course {
  const inTime = random.chance(0.6) ? drawWorkday(random, open + 1, firstDue) : undefined;
  const day = inTime ?? addWorkdays(firstDue, random.whole(1, 4));
  const due = addWorkdays(Math.max(day, firstDue), random.whole(3, 15));
  const steps: Step[] = [{ kind: 'due-changed', day, due }];
  if (day > firstDue && random.chance(0.5)) steps.unshift({ kind: 'deadline-passed', day: firstDue + 1 });
  return { steps, due };
}

/** The days spent waiting for the applicant are added to the due, unless enough of the term is left. */
function drawSupplement(random: Random, open: Day, firstDue: Day): Course | undefined {
  const requested = drawWorkday(random, open + 1, firstDue);
  if (requested === undefined) return undefined;
  const supplied = addWorkdays(requested, random.whole(1, 12));
  const keepsDue = supplied < firstDue && random.chance(0.3);
  const due = keepsDue ? firstDue : addWorkdays(firstDue, workdaysBetween(requested, supplied));
  return {
    steps: [
      { kind: 'supplement-requested', day: requested },
      { kind: 'supplemented', day: supplied, due: keepsDue ? null : due },
    ],
    due,
  };
}

function drawEnd(random: Random, pool: Pool, ending: Ending, open: Day, due: Day): End | undefined {
  const from = Math.max(open, pool.closeFrom);
  switch (ending) {
    case 'early':
      return closeIn(random, from, Math.min(due - 1, pool.closeTo));
    case 'onTheDay':
      return closeIn(random, Math.max(from, due), Math.min(due, pool.closeTo));
    case 'late':
      return closeIn(random, Math.max(due + 1, from), Math.min(pool.closeTo, Math.max(due + 30, from + 14)));
    case 'notDue':
      return due >= PERIOD.last ? { close: null } : undefined;
    case 'overdue':
      return due < PERIOD.last ? { close: null } : undefined;
    case 'suspended':
      if (due < PERIOD.last && random.chance(0.9)) return undefined;
      return suspendIn(random, open + 1, Math.min(due, PERIOD.last));
    default:
      throw new Error(`a leg with a due cannot end ${ending}`);
  }
}

function closeIn(random: Random, from: Day, to: Day): End | undefined {
  const close = drawWorkday(random, from, to);
  return close === undefined ? undefined : { close };
}

/** A suspended leg may stand long beyond its due without being overdue. */
function suspendIn(random: Random, from: Day, to: Day): End | undefined {
  const day = drawWorkday(random, from, to);
  return day === undefined ? undefined : { close: null, steps: [{ kind: 'supplement-requested', day }] };
}

/** Without a due, only deadline-passed can say that a leg is overdue. */
function endWithoutDue(random: Random, pool: Pool, ending: Ending, open: Day): Drawn | undefined {
  const firstDue = null;
  const deadlineIn = (from: Day, to: Day): Step[] =>
    from > to ? [] : [{ kind: 'deadline-passed', day: random.whole(from, to) }];
  if (ending === 'openWithoutDue') return { firstDue, steps: [], close: null };
  if (ending === 'overdueWithoutDue') {
    const steps = deadlineIn(open + 1, PERIOD.last);
    return steps.length === 0 ? undefined : { firstDue, steps, close: null };
  }
  const end = closeIn(random, Math.max(open, pool.closeFrom), Math.min(open + 45, pool.closeTo));
  if (end === undefined || end.close === null) return undefined;
  const steps = random.chance(0.2) ? deadlineIn(open + 1, end.close - 1) : [];
  return { firstDue, steps, close: end.close };
}
