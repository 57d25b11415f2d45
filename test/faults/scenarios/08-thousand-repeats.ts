import { expectExact, settled } from '../exact.ts';
import { Folding } from '../folding.ts';
import type { Scenario } from '../scenario.ts';
import { startFront } from '../store.ts';
import { shuffled, Traffic } from '../traffic.ts';

const REPEATED = 20;
const OTHERS_BETWEEN = 5;
const FIRST_RECORDED_AT = Date.UTC(2024, 0, 1);
const BETWEEN_ROUNDS_MS = 6 * 3_600_000;

/** A sender that cannot stop: the same events again and again, over months, whatever happens to the consumer meanwhile. */
export const thousandRepeats: Scenario = {
  number: 8,
  fault: `the same ${REPEATED} events sent so many times, between others, across batches, months and restarts`,
  fullCount: 1_000,
  smallCount: 60,
  needs: 'nothing',
  async run(context) {
    let now = FIRST_RECORDED_AT;
    const folding = await Folding.open(context, await startFront(context), { now: () => now });
    const traffic = new Traffic(context.dice);
    const { dice } = context;
    const repeated = traffic.slice(REPEATED);
    let appended = 0;
    await folding.start();
    for (let round = 0; round < context.count; round++) {
      const events = shuffled([...repeated, ...traffic.slice(OTHERS_BETWEEN)], dice);
      appended += events.length;
      await folding.append(events);
      if (dice.chance(0.3)) await folding.drained();
      if (dice.chance(0.05)) await folding.restart();
      if (dice.chance(0.01)) await folding.restartWithoutState();
      now += BETWEEN_ROUNDS_MS;
      context.progress(round + 1, context.count);
    }
    await folding.drained();
    await expectExact(folding.store.ask, traffic.given, dice);
    const { positions } = await settled(folding.store.ask);
    const accounted = positions.reduce((sum, p) => sum + p.counted + p.repeated, 0);
    if (accounted !== appended)
      throw new Error(`${accounted} positions are accounted for, ${appended} there are`);
    context.note('positions', String(appended));
  },
};
