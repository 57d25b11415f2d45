import { type Day, formatDay } from '@sohoso/dossier';
import type { EventData } from '../cloud-event.ts';
import type { Random } from '../random.ts';
import { drawSecond } from '../time-of-day.ts';
import { compareMoments, type Moment, type Workdays } from './days.ts';
import type { Intake } from './intake.ts';

type AtUnit = 'received' | 'due-changed' | 'supplement-requested' | 'supplemented' | 'resolved' | 'withdrawn';

/** What happens to a dossier, wherever it is by then. */
export type Step = {
  [Kind in AtUnit]: Moment & { readonly kind: Kind; readonly data: Omit<EventData[Kind], 'unit'> };
}[AtUnit];

/** The life of a dossier as if its unit went on for ever. */
export interface Course {
  readonly steps: readonly Step[];
  /** The due in force at the end; null for none. */
  readonly due: Day | null;
}

const WITHOUT_DUE = 0.03;
const WAITS = 0.12;
const NEVER_SUPPLEMENTED = 0.3;
const WITHDRAWN = 0.03;
const REFUSED = 0.04;
const NEVER_CLOSED = 0.02;
const LATE = 0.13;
const EARLY = 0.45;
const APOLOGY = 0.3;
/** Shorter procedures do not wait for the applicant. */
const WAITING_TERM = 10;

/** Draws the life of a dossier: received, perhaps a wait for the applicant or a new appointment, and an end. */
export function drawCourse(random: Random, workdays: Workdays, intake: Intake): Course {
  const { day, second, channel, procedure } = intake;
  const first = random.chance(WITHOUT_DUE) ? null : workdays.after(day, procedure.term);
  const received = { procedure: procedure.code, field: procedure.field, channel };
  const data = first === null ? received : { ...received, due: formatDay(first) };
  const steps: Step[] = [{ kind: 'received', day, second, data }];
  const at = (on: Day): Moment => ({ day: on, second: drawSecond(random, 'office') });
  let due = first;
  if (procedure.term >= WAITING_TERM && random.chance(WAITS)) {
    const asked = workdays.draw(random, day, 5);
    steps.push({ kind: 'supplement-requested', ...at(asked), data: { reason: 'thiếu thành phần hồ sơ' } });
    if (random.chance(NEVER_SUPPLEMENTED)) return { steps, due };
    const supplied = workdays.draw(random, asked, 12);
    due = due === null ? null : workdays.after(supplied, procedure.term);
    steps.push({ kind: 'supplemented', ...at(supplied), data: due === null ? {} : { due: formatDay(due) } });
  }
  if (random.chance(NEVER_CLOSED)) return { steps, due };
  const last = steps.at(-1)?.day ?? day;
  const end = drawEnd(random, workdays, last, due, procedure.term);
  if (due !== null && end > due && random.chance(APOLOGY)) {
    const again = workdays.after(due, 5);
    steps.push({
      kind: 'due-changed',
      ...at(due),
      data: { due: formatDay(again), reason: 'xin lỗi, hẹn lại' },
    });
    due = again;
  }
  return { steps: inOrder([...steps, drawClose(random, at(end))]), due };
}

function drawEnd(random: Random, workdays: Workdays, from: Day, due: Day | null, term: number): Day {
  if (due === null) return workdays.draw(random, from, term + 5);
  if (random.chance(LATE)) return workdays.draw(random, due, 10);
  return random.chance(EARLY) && term > 1 ? workdays.draw(random, from, term - 1) : due;
}

/** How a dossier ends. */
export function drawClose(random: Random, at: Moment): Step {
  if (random.chance(WITHDRAWN)) return { kind: 'withdrawn', ...at, data: {} };
  return {
    kind: 'resolved',
    ...at,
    data: { outcome: random.chance(REFUSED) ? 'refused' : 'granted', returnedVia: 'direct' },
  };
}

/** Steps by their moments; what was drawn into one day before what it follows from is put after it. */
function inOrder(steps: readonly Step[]): readonly Step[] {
  const ordered: Step[] = [];
  for (const step of steps) {
    const before = ordered.at(-1);
    const isAfter = before === undefined || compareMoments(before, step) < 0;
    ordered.push(isAfter ? step : { ...step, day: before.day, second: before.second + 60 });
  }
  return ordered;
}
