import type { BusinessZone, DossierEvent, Instant } from '@sohoso/dossier';
import type { LegRow } from '../leg-row.ts';
import { isAt } from './moments.ts';

export type Of<Type extends DossierEvent['type']> = DossierEvent & { readonly type: Type };
export type Opening = Of<'received'> | Of<'forwarded'>;

/** What a source has said of the leg that a row is about. */
export interface StandingLeg {
  /** The event that opened it; undefined where the leg is not known. */
  readonly opening: Opening | undefined;
  /** What else happened to it, in the order of time. */
  readonly events: readonly DossierEvent[];
}

/**
 * Finds the leg among all that the source says of the dossier. A leg is opened once at its unit, by receipt or by forwarding; where the row
 * tells of the other kind, or of another sender, but of the same moment, it is the same leg, told of wrongly before.
 */
export function standingLeg(
  row: LegRow,
  standing: readonly DossierEvent[],
  openedAt: Instant,
  zone: BusinessZone,
): StandingLeg {
  const openings = standing.filter((event): event is Opening => isOpeningAt(event, row.unit));
  const opening =
    openings.find((event) => isToldSo(event, row)) ??
    openings.find((event) => isAt(event.at, row.receivedAt, zone));
  const from = opening?.at ?? openedAt;
  const before = openings.some((other) => other !== opening && other.at <= from);
  const next = openings.find((other) => other !== opening && other.at > from);
  const events = standing.filter(
    (event) =>
      isStepAt(event, row.unit) &&
      // A unit that had the dossier twice has two legs: what lies between is told apart by time.
      (!before || event.at >= from) &&
      (next === undefined || event.at < next.at),
  );
  return { opening, events };
}

/** Where the source had the dossier taken in, if not at this unit. */
export function intakeElsewhere(unit: string, standing: readonly DossierEvent[]): Of<'received'> | undefined {
  return standing.find((event): event is Of<'received'> => event.type === 'received' && event.unit !== unit);
}

/** What happened at a unit, its opening included. */
export function eventsAt(unit: string, standing: readonly DossierEvent[]): readonly DossierEvent[] {
  return standing.filter((event) => isOpeningAt(event, unit) || isStepAt(event, unit));
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
