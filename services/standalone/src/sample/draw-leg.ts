import { drawWorkday } from './calendar.ts';
import type { Channel, Ending, Leg, Step, Timeline } from './leg.ts';
import type { Pool } from './pools.ts';
import type { Random } from './random.ts';
import { drawTimeline } from './timeline.ts';
import type { UnitProfile } from './unit-profiles.ts';

export interface LegOrder {
  readonly profile: UnitProfile;
  readonly pool: Pool;
  readonly channel: Channel;
  readonly ending: Ending;
}

export function drawLeg(random: Random, order: LegOrder): Leg {
  const { profile, pool, channel, ending } = order;
  const openDays = channel === 'online' ? pool.openDays.online : pool.openDays.office;
  const timeline = drawTimeline(random, profile, pool, openDays, ending);
  const isWithdrawn = timeline.close !== null && random.chance(0.015);
  // Field by field: a spread makes the engine treat every leg as a dictionary, which is five times slower.
  return {
    procedure: timeline.procedure,
    open: timeline.open,
    firstDue: timeline.firstDue,
    steps: isWithdrawn ? withdrawalSteps(random, timeline) : timeline.steps,
    close: timeline.close,
    profile,
    pool,
    ending,
    channel,
    closedBy: isWithdrawn ? 'withdrawal' : 'result',
    returnedVia: null,
    sender: null,
    receiver: null,
    transfer: null,
    mistake: null,
  };
}

/** People often withdraw because they cannot supply what the office asks for. */
function withdrawalSteps(random: Random, { open, close, steps }: Timeline): readonly Step[] {
  if (close === null || steps.length > 0 || random.chance(0.5)) return steps;
  const day = drawWorkday(random, open + 1, close - 1);
  return day === undefined ? steps : [{ kind: 'supplement-requested', day }];
}
