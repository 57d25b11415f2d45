import type { ExportedLeg } from '../../services/standalone/src/sample/export/leg-row.ts';
import { Dice } from '../oracle/dice.ts';

const EDIT_KINDS = [
  'due-changed',
  'result-filled',
  'result-taken-back',
  'result-moved',
  'channel-corrected',
  'receipt-moved',
  'unit-corrected',
] as const;
type EditKind = (typeof EDIT_KINDS)[number];

/** What somebody changed in one row between two exports. */
interface RowEdit {
  readonly kind: EditKind;
  /** The row's number in the list (STT), from 1. */
  readonly row: number;
  readonly dossier: string;
  /** The unit before the edit. */
  readonly unit: string;
  readonly changes: readonly {
    readonly field: keyof ExportedLeg;
    readonly before: string | null;
    readonly after: string | null;
  }[];
}

export interface EditedRows {
  readonly legs: readonly ExportedLeg[];
  /** In the order of their rows; each row is edited once at most. */
  readonly edits: readonly RowEdit[];
}

const FIRST_DAY = '2020-04-01';
const LAST_DAY = '2020-04-15';
/** Moments of edits lie after all others of the list, or on working days of the period. */
const LATEST = `${LAST_DAY}T23:50:00`;
const WORKDAYS = ['03', '06', '07', '08', '09', '10', '13', '14', '15'].map((day) => `2020-04-${day}`);
const NEW_DUES = ['2020-04-03', '2020-04-09', '2020-04-14', '2020-04-15', '2020-04-24', '2020-05-12'];
/** Units of one level, between which a counter may have picked the wrong one. */
const MISTAKEN_UNITS: readonly (readonly string[])[] = [
  ['so-tu-phap', 'so-y-te', 'so-xay-dung', 'so-gtvt', 'so-khdt', 'so-cong-thuong', 'cong-an'],
  ['dong-ha', 'vinh-linh', 'huong-hoa', 'gio-linh', 'cam-lo', 'trieu-phong', 'hai-lang'],
];

/**
 * The list of the sample with `count` rows edited the way an office edits them: another due, a result that was filled in, moved
 * or taken back, a corrected channel, receipt or unit. Only rows of dossiers with a single leg are edited, and only what
 * the report of 1–15 April 2020 can see.
 */
export function editedRows(legs: readonly ExportedLeg[], count: number, seed: number): EditedRows {
  const dice = new Dice(seed);
  const edited = [...legs];
  const edits = new Map<number, RowEdit>();
  const left = editableRows(legs);
  while (edits.size < count) {
    const [index] = left.splice(dice.whole(0, left.length - 1), 1);
    const leg = index === undefined ? undefined : legs[index];
    if (index === undefined || leg === undefined) throw new Error(`fewer than ${count} rows can be edited`);
    // Where the kind of edit does not suit the leg, the row stays as it is and another one is taken.
    const kind = dice.pick(EDIT_KINDS);
    const after = edit(dice, kind, leg);
    if (after === undefined) continue;
    edited[index] = after;
    const { dossier, unit } = leg;
    edits.set(index, { kind, row: index + 1, dossier, unit, changes: changesOf(leg, after) });
  }
  return { legs: edited, edits: [...edits].sort(([a], [b]) => a - b).map(([, made]) => made) };
}

/** Indexes of the legs that are alone in their dossier and open, opened or closed in the period. */
function editableRows(legs: readonly ExportedLeg[]): number[] {
  const legsOf = new Map<string, number>();
  for (const { dossier } of legs) legsOf.set(dossier, (legsOf.get(dossier) ?? 0) + 1);
  return legs.flatMap((leg, index) => {
    const isSeen = leg.closedAt === null || leg.closedAt >= FIRST_DAY;
    return isSeen && legsOf.get(leg.dossier) === 1 ? [index] : [];
  });
}

function changesOf(before: ExportedLeg, after: ExportedLeg): RowEdit['changes'] {
  return (Object.keys(before) as (keyof ExportedLeg)[])
    .filter((field) => before[field] !== after[field])
    .map((field) => ({ field, before: before[field], after: after[field] }));
}

/** The last moment that the row tells of before its result. */
function lastMoment(leg: ExportedLeg): string {
  const { receivedAt, dueChangedAt, supplementRequestedAt, supplementedAt, overdueSince } = leg;
  const told = [receivedAt, dueChangedAt, supplementRequestedAt, supplementedAt, overdueSince];
  return told.reduce<string>((last, moment) => (moment !== null && moment > last ? moment : last), '');
}

function edit(dice: Dice, kind: EditKind, leg: ExportedLeg): ExportedLeg | undefined {
  switch (kind) {
    case 'due-changed':
      return changeDue(dice, leg);
    case 'result-filled':
      return leg.closedAt === null ? close(dice, leg) : undefined;
    case 'result-taken-back':
      return leg.closedAt === null
        ? undefined
        : { ...leg, closedAt: null, result: null, returnedVia: null, lateCause: null };
    case 'result-moved':
      return moveResult(dice, leg);
    case 'channel-corrected':
      return correctChannel(dice, leg);
    case 'receipt-moved':
      return moveReceipt(dice, leg);
    case 'unit-corrected': {
      const units = MISTAKEN_UNITS.find((ofLevel) => ofLevel.includes(leg.unit)) ?? [];
      const others = units.filter((unit) => unit !== leg.unit);
      return others.length === 0 ? undefined : { ...leg, unit: dice.pick(others) };
    }
    default:
      return kind satisfies never;
  }
}

function changeDue(dice: Dice, leg: ExportedLeg): ExportedLeg | undefined {
  const due = dice.pick(NEW_DUES);
  if (leg.closedAt !== null || due === leg.due || due < leg.receivedAt.slice(0, 10)) return undefined;
  return { ...leg, due, dueChangedAt: LATEST, overdueSince: null };
}

function close(dice: Dice, leg: ExportedLeg): ExportedLeg | undefined {
  const days = WORKDAYS.filter((day) => day > lastMoment(leg).slice(0, 10));
  if (days.length === 0) return undefined;
  const closedAt = `${dice.pick(days)}T16:40:00`;
  const isWaiting = leg.supplementRequestedAt !== null && leg.supplementedAt === null;
  if (isWaiting || dice.chance(0.1)) return { ...leg, closedAt, result: 'withdrawn' };
  const result = dice.chance(0.1) ? 'refused' : 'granted';
  return { ...leg, closedAt, result, returnedVia: dice.pick(['direct', 'online', 'postal', null]) };
}

function moveResult(dice: Dice, leg: ExportedLeg): ExportedLeg | undefined {
  const days = WORKDAYS.filter(
    (day) => day > lastMoment(leg).slice(0, 10) && day !== leg.closedAt?.slice(0, 10),
  );
  if (leg.closedAt === null || days.length === 0) return undefined;
  return { ...leg, closedAt: `${dice.pick(days)}T11:05:00` };
}

function correctChannel(dice: Dice, leg: ExportedLeg): ExportedLeg | undefined {
  // The channel of what was carried over is in no column.
  if (leg.channel === 'forwarded' || leg.receivedAt < FIRST_DAY) return undefined;
  const others = (['online', 'direct', 'postal'] as const).filter((channel) => channel !== leg.channel);
  return { ...leg, channel: dice.pick(others) };
}

/** Some days earlier, from April into March for some; earlier never contradicts what came after it. */
function moveReceipt(dice: Dice, leg: ExportedLeg): ExportedLeg | undefined {
  if (leg.receivedAt < FIRST_DAY) return undefined;
  const moment = new Date(`${leg.receivedAt}Z`);
  moment.setUTCDate(moment.getUTCDate() - dice.whole(1, 9));
  return { ...leg, receivedAt: moment.toISOString().slice(0, 19) };
}
