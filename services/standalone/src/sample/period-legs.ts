import { drawLeg, type LegOrder } from './draw-leg.ts';
import type { Channel, Ending, Leg } from './leg.ts';
import { carriedOver, fresh, type Pool } from './pools.ts';
import type { PublishedRow } from './published.ts';
import type { Random } from './random.ts';
import { profileOf, type UnitProfile } from './unit-profiles.ts';

type Opening = Pick<LegOrder, 'pool' | 'channel'>;

/** The legs of one published row: as many openings and as many endings of each kind as the row counts. */
export function drawPeriodLegs(random: Random, row: PublishedRow): Leg[] {
  if (row.unit === null || row.received.total === 0) return [];
  const profile = profileOf(row.unit);
  const carried = times(row.received.carriedOver, () => openingBefore(random, profile));
  const arrived = [
    ...openings(row.received.online, fresh, 'online'),
    ...openings(row.received.directOrPostal, fresh, 'direct'),
    ...openings(row.received.forwarded, fresh, 'forwarded'),
  ];
  return pairUp(random, profile, carried, arrived, row).map(([opening, ending]) =>
    drawLeg(random, { profile, ...opening, ending }),
  );
}

function openingBefore(random: Random, profile: UnitProfile): Opening {
  return { pool: carriedOver, channel: profile.pastChannels.pick(random) };
}

function openings(count: number, pool: Pool, channel: Channel): Opening[] {
  return times(count, () => ({ pool, channel }));
}

/** What is late within a fortnight was mostly there before; only districts do things in a day or two. */
function pairUp(
  random: Random,
  profile: UnitProfile,
  carried: readonly Opening[],
  arrived: readonly Opening[],
  row: PublishedRow,
): [Opening, Ending][] {
  const older = random.shuffled(carried);
  const newer = random.shuffled(arrived);
  const stale = staleEndings(random, row).map((ending): [Opening, Ending] => {
    const first = profile.level === 'district' && random.chance(0.06) ? newer : older;
    const opening = first.pop() ?? older.pop();
    if (opening === undefined) throw new Error(`${profile.unit} has fewer legs than late and overdue ones`);
    return [opening, ending];
  });
  const left = [...older, ...newer];
  const others = random.shuffled(timelyEndings(random, row));
  if (left.length !== others.length) throw new Error(`the published row of ${profile.unit} does not balance`);
  return [...stale, ...left.map((opening, index): [Opening, Ending] => [opening, others[index] ?? 'notDue'])];
}

function staleEndings(random: Random, row: PublishedRow): Ending[] {
  return [
    ...times<Ending>(row.resolved.late, () => 'late'),
    ...times<Ending>(row.pending.overdue, () => (random.chance(0.04) ? 'overdueWithoutDue' : 'overdue')),
  ];
}

function timelyEndings(random: Random, row: PublishedRow): Ending[] {
  return [
    ...times(row.resolved.onTime, () => drawTimelyClose(random)),
    ...times(row.pending.notDue, () => drawNotDue(random)),
  ];
}

export function drawTimelyClose(random: Random): Ending {
  if (random.chance(0.025)) return 'closedWithoutDue';
  return random.chance(0.6) ? 'early' : 'onTheDay';
}

function drawNotDue(random: Random): Ending {
  if (random.chance(0.04)) return 'openWithoutDue';
  return random.chance(0.08) ? 'suspended' : 'notDue';
}

function times<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make);
}
