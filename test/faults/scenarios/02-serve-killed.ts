import { setTimeout as sleep } from 'node:timers/promises';
import type { Dice } from '../../oracle/dice.ts';
import type { OracleEvent } from '../../oracle/oracle.ts';
import { expectCounted, expectExact } from '../exact.ts';
import { eachIteration, type Scenario, Slowest } from '../scenario.ts';
import { Serving } from '../serving.ts';
import { Traffic } from '../traffic.ts';

const SENDERS = 3;
const LONGEST_LIFE_MS = 700;
const LONGEST_START_MS = 900;
const ORACLE_EVERY = 20;

/** Everything on one folder in one process, killed while it is sent events, while it recovers, and while it starts. */
export const serveKilled: Scenario = {
  number: 2,
  fault: '`sohoso serve` (embedded log, state and ClickHouse) killed by SIGKILL while events are sent',
  fullCount: 300,
  smallCount: 3,
  needs: 'nothing',
  async run(context) {
    const serving = new Serving(context, `${context.folder}/data`, { SOHOSO_MAX_BATCH_EVENTS: '50' });
    const traffic = new Traffic(context.dice);
    const recovery = new Slowest(context, 'slowest recovery');
    let unsure: OracleEvent[] = [];
    await eachIteration(context, async ({ index, isLast, dice }) => {
      if (dice.chance(0.2)) await serving.startAndKill(dice.whole(0, LONGEST_START_MS));
      await recovery.time(async () => {
        await serving.start();
        // Only what was not acknowledged is sent again: an acknowledged event that got lost stays lost, and is missed.
        await serving.accept(unsure);
        await expectCounted(serving.ask, traffic.given);
      });
      if (index % ORACLE_EVERY === ORACLE_EVERY - 1) await expectExact(serving.ask, traffic.given, dice);
      const lifeMs = dice.whole(0, LONGEST_LIFE_MS);
      const senders = Array.from({ length: SENDERS }, () => sendUntilKilled(serving, traffic, dice));
      await sleep(lifeMs);
      await serving.program.end('SIGKILL');
      unsure = (await Promise.all(senders)).flat();
      if (!isLast) return;
      await serving.start();
      await serving.accept(unsure);
      await expectExact(serving.ask, traffic.given, dice);
      const code = await serving.program.end('SIGTERM');
      if (code !== 0) throw new Error(`told to stop, it ended with ${code}: ${serving.program.said()}`);
    });
    context.note('events', String(traffic.given.length));
  },
};

/** Gives what was sent but never acknowledged. */
async function sendUntilKilled(
  serving: Serving,
  traffic: Traffic,
  dice: Dice,
): Promise<readonly OracleEvent[]> {
  for (;;) {
    const events = traffic.slice(dice.whole(1, 15));
    const { status } = await serving.send(events);
    if (status === 202) await sleep(dice.whole(0, 25));
    else return events;
  }
}
