import { drawLeg } from './draw-leg.ts';
import type { Ending, Leg } from './leg.ts';
import { drawTimelyClose } from './period-legs.ts';
import { earlier } from './pools.ts';
import type { PublishedRow } from './published.ts';
import type { Random } from './random.ts';
import { profileOf } from './unit-profiles.ts';

/**
 * Legs that were opened and closed before the period, so that the months before it have a flow and not only a
 * stock. Nothing is published about them; their number follows the size of the unit in the published row.
 */
export function drawEarlierLegs(random: Random, row: PublishedRow): Leg[] {
  if (row.unit === null || row.received.total === 0) return [];
  const profile = profileOf(row.unit);
  const { carriedOver, online, directOrPostal, forwarded } = row.received;
  const count = 10 + Math.round((carriedOver + online + directOrPostal + forwarded) * 1.5);
  return Array.from({ length: count }, () =>
    drawLeg(random, {
      profile,
      pool: earlier,
      channel: profile.pastChannels.pick(random),
      ending: drawClose(random, row),
    }),
  );
}

/** A unit that was late in April is taken to have been late before, if a little less often. */
function drawClose(random: Random, { resolved }: PublishedRow): Ending {
  const lateShare = resolved.total === 0 ? 0 : resolved.late / resolved.total;
  return random.chance(0.01 + 0.6 * lateShare) ? 'late' : drawTimelyClose(random);
}
