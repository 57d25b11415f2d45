import { setTimeout as sleep } from 'node:timers/promises';
import type { Dice } from '../../oracle/dice.ts';
import type { OracleEvent } from '../../oracle/oracle.ts';
import { expectCounted, expectExact } from '../exact.ts';
import { type Context, eachIteration, type Scenario, Slowest } from '../scenario.ts';
import { Serving } from '../serving.ts';
import { Traffic } from '../traffic.ts';

const SENDERS = 3;
const LONGEST_LIFE_MS = 700;
const LONGEST_START_MS = 900;
const ORACLE_EVERY = 20;
const KILLS_OF_FOLDER = 50;

/** Everything on one folder in one process, killed while it is sent events, while it recovers, and while it starts. */
export const serveKilled: Scenario = {
  number: 2,
  fault: '`sohoso serve` (embedded log, state and ClickHouse) killed by SIGKILL while events are sent',
  fullCount: 300,
  smallCount: 3,
  needs: 'nothing',
  async run(context) {
    const recovery = new Slowest(context, 'slowest recovery');
    let house = new House(context, 0);
    let events = 0;
    await eachIteration(context, async ({ index, isLast, dice }) => {
      const { serving, traffic } = house;
      if (dice.chance(0.2)) await serving.startAndKill(dice.whole(0, LONGEST_START_MS));
      await recovery.time(async () => {
        await serving.start();
        // Only what was not acknowledged is sent again: an acknowledged event that got lost stays lost, and is missed.
        await serving.accept(house.unsure);
        await expectCounted(serving.ask, traffic.given);
      });
      if (index % ORACLE_EVERY === ORACLE_EVERY - 1) await expectExact(serving.ask, traffic.given, dice);
      const lifeMs = dice.whole(0, LONGEST_LIFE_MS);
      const senders = Array.from({ length: SENDERS }, () => sendUntilKilled(serving, traffic, dice));
      await sleep(lifeMs);
      await serving.program.end('SIGKILL');
      house.unsure = (await Promise.all(senders)).flat();
      if (!isLast && (index + 1) % KILLS_OF_FOLDER !== 0) return;
      await house.leave(dice);
      events += traffic.given.length;
      house = new House(context, index + 1);
    });
    context.note('events', String(events));
  },
};

/** One data folder through its lives. A new one after some: the engine keeps what it has merged for minutes, and grows slow. */
class House {
  readonly serving: Serving;
  readonly traffic: Traffic;
  /** Sent, but not acknowledged. */
  unsure: OracleEvent[] = [];

  constructor(context: Context, number: number) {
    this.serving = new Serving(context, `${context.folder}/data-${number}`, {
      SOHOSO_MAX_BATCH_EVENTS: '50',
    });
    this.traffic = new Traffic(context.dice);
  }

  /** Starts it for the last time, sees that it is exact, and lets it end by itself. */
  async leave(dice: Dice): Promise<void> {
    const { serving, traffic } = this;
    await serving.start();
    await serving.accept(this.unsure);
    await expectExact(serving.ask, traffic.given, dice);
    const code = await serving.program.end('SIGTERM');
    if (code !== 0) throw new Error(`told to stop, it ended with ${code}: ${serving.program.said()}`);
  }
}

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
