import { addWorkdays, type Day, drawWorkday } from '../calendar.ts';
import type { EventData } from '../cloud-event.ts';
import { type Content, type Draft, PLACES } from '../draft.ts';
import { DOORS, LATE_CAUSES, VOID_REASONS, writeDue } from '../draft-leg.ts';
import type { Step } from '../leg.ts';
import type { Procedure } from '../procedures.ts';
import type { Random } from '../random.ts';
import { type Course, drawCourse } from './course.ts';
import { type BaselineUnit, receiverOf } from './offers.ts';
import { type IntakeChannel, LAST_DAY } from './plan.ts';

/** A dossier as it comes in. */
export interface Intake {
  readonly unit: BaselineUnit;
  readonly channel: IntakeChannel;
  readonly day: Day;
  readonly second: number;
  readonly procedure: Procedure;
}

const WITHDRAWN = 0.013;
const REFUSED = 0.03;
const SLIP = 0.0014;
const RELEASED = 0.09;
/** What comes in from then on is looked at the next day. */
const AFTERNOON = 15 * 3_600;

/** How often a dossier that another unit has a part in is forwarded to that unit. */
const FORWARDED: Readonly<Record<string, number>> = { 'so-tnmt': 0.2, 'vp-ubnd': 0.025 };
const FORWARDED_ELSEWHERE = 0.1;
/** Working days that the unit that is asked has for its answer. */
const ANSWER_TERMS = [2, 3, 3, 5, 5, 7, 10] as const;

/** All events of one dossier, in no order; every leg in it is closed on LAST_DAY at the latest. */
export function draftDossier(
  random: Random,
  intake: Intake,
  units: ReadonlyMap<string, BaselineUnit>,
): Draft[] {
  const { unit, day, second, procedure } = intake;
  const from = second < AFTERNOON ? day : day + 1;
  const course = drawCourse(random, { open: day, from, term: procedure.term, late: unit.late });
  if (random.chance(WITHDRAWN)) return draftWithdrawn(random, intake, course, from);
  const to = receiverOf(unit.profile, procedure);
  const receiver = to === undefined ? undefined : units.get(to);
  if (receiver !== undefined && course.steps.length === 0) {
    const handOver = random.chance(FORWARDED[receiver.profile.unit] ?? FORWARDED_ELSEWHERE)
      ? drawWorkday(random, from, course.close)
      : undefined;
    if (handOver !== undefined) return draftForwarded(random, intake, course, receiver, handOver);
  }
  if (course.steps.length === 0 && random.chance(SLIP)) return draftSlip(random, intake, course);
  return [
    draftReceived(intake, course.firstDue),
    ...draftSteps(unit, course.steps),
    draftResult(random, unit, course, intake.channel, true),
  ];
}

function officeDraft(unit: BaselineUnit, day: Day, place: number, content: Content): Draft {
  return { day, place, hours: 'office', source: `/mcdt/${unit.profile.unit}`, content };
}

function draftReceived(
  { unit: { profile }, channel, day, procedure }: Intake,
  due: Day | null,
  place: number = PLACES.intake,
): Draft {
  const { unit } = profile;
  const data: EventData['received'] = { unit, channel, procedure: procedure.code, field: procedure.field };
  if (due !== null) data.due = writeDue(unit, due);
  const source = `${DOORS[channel]}${unit}`;
  return { day, place, hours: 'online', source, content: { kind: 'received', data } };
}

function draftSteps(unit: BaselineUnit, steps: readonly Step[]): Draft[] {
  return steps.map((step) => draftStep(unit, step));
}

function draftStep(at: BaselineUnit, step: Step): Draft {
  const { unit } = at.profile;
  const { kind, day } = step;
  switch (kind) {
    case 'due-changed': {
      const data = { unit, due: writeDue(unit, step.due), reason: 'xin-loi-hen-lai' };
      return officeDraft(at, day, PLACES.appointment, { kind, data });
    }
    case 'supplement-requested': {
      const data = { unit, reason: 'thieu-thanh-phan-ho-so' };
      return officeDraft(at, day, PLACES.request, { kind, data });
    }
    case 'supplemented': {
      const data = step.due === null ? { unit } : { unit, due: writeDue(unit, step.due) };
      return officeDraft(at, day, PLACES.supplied, { kind, data });
    }
    case 'deadline-passed': {
      const source = `/mcdt/${unit}`;
      return { day, place: PLACES.deadline, hours: 'midnight', source, content: { kind, data: { unit } } };
    }
    default:
      return step satisfies never;
  }
}

/** `channel` is the one by which the applicant came; null where the result goes to the unit that asked. */
function draftResult(
  random: Random,
  unit: BaselineUnit,
  { close, isLate }: Pick<Course, 'close' | 'isLate'>,
  channel: IntakeChannel | null,
  mayRefuse: boolean,
): Draft {
  const outcome = mayRefuse && random.chance(REFUSED) ? 'refused' : 'granted';
  const data: EventData['resolved'] = { unit: unit.profile.unit, outcome };
  if (channel !== null && !random.chance(0.05)) data.returnedVia = drawReturn(random, unit, channel);
  if (isLate && random.chance(0.6)) data.cause = random.pick(LATE_CAUSES);
  const place = channel === null ? PLACES.close - 1 : PLACES.close;
  return officeDraft(unit, close, place, { kind: 'resolved', data });
}

function drawReturn(
  random: Random,
  { postalReturns }: BaselineUnit,
  channel: IntakeChannel,
): 'direct' | 'online' | 'postal' {
  if (postalReturns > 0 && random.whole(1, 100) <= postalReturns) return 'postal';
  return channel === 'online' && random.chance(0.5) ? 'online' : 'direct';
}

/** People often withdraw because they cannot supply what the office asks for. */
function draftWithdrawn(random: Random, intake: Intake, course: Course, from: Day): Draft[] {
  const { unit } = intake;
  const steps = [...course.steps];
  if (steps.length === 0 && random.chance(0.5)) {
    const day = drawWorkday(random, from, course.close - 1);
    if (day !== undefined) steps.push({ kind: 'supplement-requested', day });
  }
  const reason = random.pick(['nguoi-nop-xin-rut', 'dung-giai-quyet']);
  const data = { unit: unit.profile.unit, reason };
  return [
    draftReceived(intake, course.firstDue),
    ...draftSteps(unit, steps),
    officeDraft(unit, course.close, PLACES.close, { kind: 'withdrawn', data }),
  ];
}

/** The sender keeps the dossier until it has its answer, or lets go of it for good. */
function draftForwarded(
  random: Random,
  intake: Intake,
  course: Course,
  receiver: BaselineUnit,
  day: Day,
): Draft[] {
  const { unit, channel, procedure } = intake;
  const data: EventData['forwarded'] = { from: unit.profile.unit, to: receiver.profile.unit };
  const handOver = officeDraft(unit, day, PLACES.handOver, { kind: 'forwarded', data });
  const received = draftReceived(intake, course.firstDue);
  if (day < LAST_DAY && random.chance(RELEASED)) {
    const start = { open: day, from: day + 1, term: procedure.term, late: receiver.late };
    const goesOn = drawCourse(random, start);
    data.custody = 'released';
    if (goesOn.firstDue !== null) data.due = writeDue(data.to, goesOn.firstDue);
    const steps = draftSteps(receiver, goesOn.steps);
    return [received, handOver, ...steps, draftResult(random, receiver, goesOn, channel, false)];
  }
  const due = addWorkdays(day, random.pick(ANSWER_TERMS));
  data.due = writeDue(data.to, due);
  const late = random.chance(receiver.late) ? drawWorkday(random, due + 1, course.close) : undefined;
  const close = late ?? drawWorkday(random, day, Math.min(due, course.close)) ?? day;
  return [
    received,
    handOver,
    draftResult(random, receiver, { close, isLate: late !== undefined }, null, false),
    draftResult(random, unit, course, channel, false),
  ];
}

/** A slip of the counter that is voided: an intake with the wrong due, or a result noted on the wrong dossier. */
function draftSlip(random: Random, intake: Intake, course: Course): Draft[] {
  const { unit } = intake;
  const received = draftReceived(intake, course.firstDue);
  const result = draftResult(random, unit, course, intake.channel, true);
  const voids = (slip: Draft, day: Day) =>
    officeDraft(unit, day, PLACES.void, { kind: 'voided', voids: slip, reason: random.pick(VOID_REASONS) });
  const day = drawWorkday(random, intake.day + 1, course.close - 1);
  if (day !== undefined) {
    const data = { unit: unit.profile.unit, outcome: 'granted', returnedVia: 'direct' } as const;
    const slip = officeDraft(unit, day, PLACES.slipLater, { kind: 'resolved', data });
    return [received, slip, voids(slip, day), result];
  }
  if (intake.channel !== 'direct') return [received, result];
  const wrongDue = addWorkdays(course.firstDue ?? intake.day, random.whole(5, 20));
  const slip = draftReceived(intake, wrongDue, PLACES.slip);
  return [slip, received, voids(slip, intake.day), result];
}
