import { addWorkdays, type Day, dayText } from './calendar.ts';
import type { EventData } from './cloud-event.ts';
import { type Content, type Draft, PLACES } from './draft.ts';
import type { Leg, Step } from './leg.ts';
import type { Random } from './random.ts';
import type { UnitProfile } from './unit-profiles.ts';

/** The software of these units gives the hour of an appointment as well; only its day counts. */
const DUE_WITH_HOUR = new Set(['so-cong-thuong', 'cam-lo']);

export const LATE_CAUSES = ['cho-y-kien-co-quan-khac', 'qua-tai', 'thuc-dia-kho-khan', 'loi-phan-mem'];
export const VOID_REASONS = ['nhap-nham', 'nhap-trung', 'chon-nham-ho-so'];

/** All events of one leg, those of the legs it was forwarded to aside. */
export function draftLeg(random: Random, leg: Leg): Draft[] {
  return [
    ...(leg.sender === null ? draftIntake(random, leg) : [draftForwarding(leg, leg.sender)]),
    ...draftTransfer(leg),
    ...leg.steps.map((step) => draftStep(leg, step)),
    ...draftLaterSlip(random, leg),
    ...draftClose(random, leg),
  ];
}

export function writeDue(unit: string, due: Day): string {
  return DUE_WITH_HOUR.has(unit) ? `${dayText(due)}T17:00:00+07:00` : dayText(due);
}

function officeDraft(unit: string, day: Day, place: number, content: Content): Draft {
  return { day, place, hours: 'office', source: `/mcdt/${unit}`, content };
}

export const DOORS = { online: '/dvc/', postal: '/bcci/', direct: '/mcdt/' } as const;

function draftIntake(random: Random, leg: Leg): Draft[] {
  if (leg.channel === 'forwarded') throw new Error('a forwarded leg must know its sender');
  const unit = openedAt(leg).unit;
  const { procedure, channel } = leg;
  const right: EventData['received'] = {
    unit,
    channel,
    procedure: procedure.code,
    field: procedure.field,
  };
  if (leg.firstDue !== null) right.due = writeDue(unit, leg.firstDue);
  const draft = (place: number, data: EventData['received']): Draft => ({
    day: leg.open,
    place,
    hours: channel === 'online' ? 'online' : 'office',
    source: `${DOORS[channel]}${unit}`,
    content: { kind: 'received', data },
  });
  const intake = draft(PLACES.intake, right);
  if (leg.mistake?.kind !== 'intake') return [intake];
  const wrongDue = addWorkdays(leg.firstDue ?? leg.open, random.whole(5, 20));
  const slip = draft(PLACES.slip, { ...right, due: writeDue(unit, wrongDue) });
  return [slip, intake, draftVoid(random, unit, leg.mistake.voidedOn, slip)];
}

/** The unit a leg was opened at, which is not where it ends if another one took it over. */
export function openedAt(leg: Leg): UnitProfile {
  return leg.transfer === null ? leg.profile : leg.transfer.from;
}

function draftVoid(random: Random, unit: string, day: Day, voids: Draft): Draft {
  const reason = random.pick(VOID_REASONS);
  return officeDraft(unit, day, PLACES.void, { kind: 'voided', voids, reason });
}

function draftForwarding(leg: Leg, sender: Leg): Draft {
  const from = sender.profile.unit;
  const to = leg.profile.unit;
  const data: EventData['forwarded'] = { from, to };
  if (leg.firstDue !== null) data.due = writeDue(to, leg.firstDue);
  if (sender.closedBy === 'release') data.custody = 'released';
  return officeDraft(from, leg.open, PLACES.handOver, { kind: 'forwarded', data });
}

function draftTransfer(leg: Leg): Draft[] {
  if (leg.transfer === null) return [];
  const from = leg.transfer.from.unit;
  const data = { from, to: leg.profile.unit };
  return [officeDraft(from, leg.transfer.day, PLACES.handOver, { kind: 'transferred', data })];
}

function draftStep(leg: Leg, step: Step): Draft {
  const unit = leg.profile.unit;
  switch (step.kind) {
    case 'due-changed': {
      const data = { unit, due: writeDue(unit, step.due), reason: 'xin-loi-hen-lai' };
      return officeDraft(unit, step.day, PLACES.appointment, { kind: step.kind, data });
    }
    case 'supplement-requested': {
      const data = { unit, reason: 'thieu-thanh-phan-ho-so' };
      return officeDraft(unit, step.day, PLACES.request, { kind: step.kind, data });
    }
    case 'supplemented': {
      const data = step.due === null ? { unit } : { unit, due: writeDue(unit, step.due) };
      return officeDraft(unit, step.day, PLACES.supplied, { kind: step.kind, data });
    }
    case 'deadline-passed': {
      const draft = officeDraft(unit, step.day, PLACES.deadline, { kind: step.kind, data: { unit } });
      return { ...draft, hours: 'midnight' };
    }
    default:
      return step satisfies never;
  }
}

/** A result or a withdrawal noted on the wrong dossier, and its void. */
function draftLaterSlip(random: Random, leg: Leg): Draft[] {
  if (leg.mistake === null || leg.mistake.kind === 'intake') return [];
  const unit = leg.profile.unit;
  const content: Content =
    leg.mistake.kind === 'result'
      ? { kind: 'resolved', data: { unit, outcome: 'granted', returnedVia: 'direct' } }
      : { kind: 'withdrawn', data: { unit, reason: 'nguoi-nop-xin-rut' } };
  const slip = officeDraft(unit, leg.mistake.day, PLACES.slipLater, content);
  return [slip, draftVoid(random, unit, leg.mistake.voidedOn, slip)];
}

function draftClose(random: Random, leg: Leg): Draft[] {
  if (leg.close === null || leg.closedBy === 'release') return [];
  const unit = leg.profile.unit;
  const content: Content =
    leg.closedBy === 'withdrawal'
      ? { kind: 'withdrawn', data: { unit, reason: random.pick(['nguoi-nop-xin-rut', 'dung-giai-quyet']) } }
      : { kind: 'resolved', data: resultData(random, leg) };
  return [officeDraft(unit, leg.close, closePlace(leg), content)];
}

/** On a day on which both close, the unit that was asked answers before the one that asked. */
function closePlace(leg: Leg): number {
  let depth = 0;
  for (let sender = leg.sender; sender !== null; sender = sender.sender) depth += 1;
  return PLACES.close - depth;
}

function resultData(random: Random, leg: Leg): EventData['resolved'] {
  // Units that share a dossier must not contradict each other, so only one that is alone with it refuses.
  const isAlone = leg.sender === null && leg.receiver === null;
  const data: EventData['resolved'] = {
    unit: leg.profile.unit,
    outcome: isAlone && random.chance(0.03) ? 'refused' : 'granted',
  };
  if (leg.returnedVia !== null) data.returnedVia = leg.returnedVia;
  if (leg.ending === 'late' && random.chance(0.6)) data.cause = random.pick(LATE_CAUSES);
  return data;
}
