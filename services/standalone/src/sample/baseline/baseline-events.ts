import { type Day, dayText, workdaysBetween } from '../calendar.ts';
import type { CloudEvent } from '../cloud-event.ts';
import type { Procedure } from '../procedures.ts';
import { Random } from '../random.ts';
import { drawSecond } from '../time-of-day.ts';
import { draftDossier } from './draft-dossier.ts';
import { type BaselineUnit, baselineUnits } from './offers.ts';
import { DOSSIERS, FIRST_DAY, type IntakeChannel, LAST_DAY, type Openings, planOpenings } from './plan.ts';
import { writeDossier } from './write-dossier.ts';

export interface BaselineOptions {
  /** The same seed gives the same events, byte for byte; how many come where, when and how is the same for every seed. */
  readonly seed?: number;
  /** How many dossiers; the shares stay as they are. */
  readonly dossiers?: number;
}

const DEFAULT_SEED = 20_200_331;

/**
 * A made-up first quarter of 2020, with the two weeks before it: dossiers of 15 December 2019 to 31 March 2020, of which 12.4 %
 * of the quarter's came online. One array per dossier, its events in the order of their time; the dossiers in the order in
 * which they came in, day by day and unit by unit. Every leg is closed by 31 March, so that nothing is carried over into
 * April and the sample's appendices stay what they are. Made one dossier at a time: memory does not grow with their number.
 */
export function* baselineDossiers(options: BaselineOptions = {}): Generator<readonly CloudEvent[]> {
  const random = new Random(options.seed ?? DEFAULT_SEED);
  const plan = planOpenings(options.dossiers ?? DOSSIERS);
  const units = baselineUnits();
  for (let day = FIRST_DAY; day <= LAST_DAY; day += 1) {
    for (const [code, openings] of plan) {
      const unit = units.get(code);
      const ofDay = openings[day - FIRST_DAY];
      if (unit !== undefined && ofDay !== undefined) yield* openedOn(random, day, unit, ofDay, units);
    }
  }
}

/** The dossiers that came to one unit on one day, numbered in the order of their time. */
function* openedOn(
  random: Random,
  day: Day,
  unit: BaselineUnit,
  openings: Openings,
  units: ReadonlyMap<string, BaselineUnit>,
): Generator<readonly CloudEvent[]> {
  const series = `${unit.profile.prefix}-${dayText(day).slice(2).replaceAll('-', '')}`;
  let number = 0;
  for (const [second, channel] of drawOpenings(random, day, openings)) {
    number += 1;
    const procedure = drawProcedure(random, unit, day);
    const drafts = draftDossier(random, { unit, channel, day, second, procedure }, units);
    yield writeDossier(random, `${series}-${String(number).padStart(4, '0')}`, second, drafts);
  }
}

const NOON = 12 * 3_600;

function drawOpenings(
  random: Random,
  day: Day,
  openings: Openings,
): readonly (readonly [second: number, channel: IntakeChannel])[] {
  const drawn: [number, IntakeChannel][] = [];
  for (const channel of ['online', 'direct', 'postal'] as const) {
    for (let i = 0; i < openings[channel]; i += 1) {
      const second = drawSecond(random, channel === 'online' ? 'online' : 'office');
      // What comes in on the last day is closed on it, and so it comes in before noon.
      drawn.push([day === LAST_DAY ? 7 * 3_600 + (second % (NOON - 7 * 3_600)) : second, channel]);
    }
  }
  return drawn.sort(([a], [b]) => a - b);
}

const TRIES = 5;

/** Towards the end, mostly procedures that there is still time for. */
function drawProcedure(random: Random, { profile }: BaselineUnit, day: Day): Procedure {
  let procedure = profile.procedures.pick(random);
  const left = workdaysBetween(day, LAST_DAY);
  for (let tries = 1; tries < TRIES && procedure.term > left; tries += 1) {
    procedure = profile.procedures.pick(random);
  }
  return procedure;
}
