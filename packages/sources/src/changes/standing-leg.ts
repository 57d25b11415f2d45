import type { BusinessZone, DossierEvent } from '@sohoso/dossier';
import type { LegRow } from '../leg-row.ts';
import type { ChangeContext } from './context.ts';
import { isNamedFor, legOf, legOpenedBy } from './leg-name.ts';
import { instantOf, isAt } from './moments.ts';
import type { Of } from './statement.ts';

export type Opening = Of<'received'> | Of<'forwarded'>;
export type Close = Of<'resolved'> | Of<'withdrawn'>;

/** What a source has said of the leg that a row is about. */
export interface StandingLeg {
  /** The event that opened it; undefined where the leg is not known. */
  readonly opening: Opening | undefined;
  /** What else happened to it, in the order of time. */
  readonly events: readonly DossierEvent[];
  /** Whether an event of the source, its opening aside, is of this leg. */
  has(event: DossierEvent): boolean;
}

/**
 * Finds the leg among all that the source says of the dossier. A unit that had the dossier twice has two legs. An event is of the leg
 * that its name tells, which stays true when its time is corrected; one that got its name elsewhere is of the leg of its time.
 */
export function standingLeg(
  row: LegRow,
  standing: readonly DossierEvent[],
  { ids, zone }: ChangeContext,
): StandingLeg {
  const openings = standing.filter((event): event is Opening => isOpeningAt(event, row.unit));
  const opening = openingOf(row, openings, zone);
  const from = opening?.at ?? instantOf(row.receivedAt, zone);
  const others = openings.filter((other) => other !== opening);
  const isSecond = others.some((other) => other.at <= from);
  const next = others.find((other) => other.at > from);
  const own = opening === undefined ? [legOf(row)] : [legOf(row), legOpenedBy(opening)];
  const legsOfOthers = others.map(legOpenedBy);
  const hasOwnName = !own.some((leg) => legsOfOthers.includes(leg));
  const has = (event: DossierEvent): boolean => {
    if (!isStepAt(event, row.unit)) return false;
    if (hasOwnName && own.some((leg) => isNamedFor(event, leg, ids))) return true;
    if (hasOwnName && legsOfOthers.some((leg) => isNamedFor(event, leg, ids))) return false;
    return (!isSecond || event.at >= from) && (next === undefined || event.at < next.at);
  };
  return { opening, events: standing.filter(has), has };
}

/**
 * A leg is opened once at its unit, by receipt or by forwarding. Where the row tells of the other kind, or of another sender, but of
 * the same time of the same day, it is the same leg, told of wrongly before; a day alone is no proof of that, for a dossier may be passed
 * on and come back on one day.
 */
function openingOf(row: LegRow, openings: readonly Opening[], zone: BusinessZone): Opening | undefined {
  const told = openings.filter((event) => isToldSo(event, row));
  const isThen = (event: Opening) => isAt(event.at, row.receivedAt, zone);
  const found = told.find(isThen) ?? told[0];
  return found ?? (row.receivedAt.time === null ? undefined : openings.find(isThen));
}

/** Where the source had the dossier taken in, if not at this unit. */
export function intakeElsewhere(unit: string, standing: readonly DossierEvent[]): Of<'received'> | undefined {
  return standing.find((event): event is Of<'received'> => event.type === 'received' && event.unit !== unit);
}

/** What happened at a unit, its opening included. */
export function eventsAt(unit: string, standing: readonly DossierEvent[]): readonly DossierEvent[] {
  return standing.filter((event) => isOpeningAt(event, unit) || isStepAt(event, unit));
}

export function isClose(event: DossierEvent): event is Close {
  return event.type === 'resolved' || event.type === 'withdrawn';
}

function isOpeningAt(event: DossierEvent, unit: string): boolean {
  return event.type === 'received' ? event.unit === unit : event.type === 'forwarded' && event.to === unit;
}

function isStepAt(event: DossierEvent, unit: string): boolean {
  return event.type !== 'received' && 'unit' in event && event.unit === unit;
}

function isToldSo(event: Opening, { channel, forwardedFrom }: LegRow): boolean {
  return event.type === 'received' ? channel !== 'forwarded' : event.from === forwardedFrom;
}
