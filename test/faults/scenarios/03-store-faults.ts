import { setTimeout as sleep } from 'node:timers/promises';
import type { Dice } from '../../oracle/dice.ts';
import type { Fault } from '../../support/clickhouse/faults.ts';
import { expectCounted, expectExact } from '../exact.ts';
import { Folding } from '../folding.ts';
import { eachIteration, type Scenario } from '../scenario.ts';
import { startFront } from '../store.ts';
import { Traffic } from '../traffic.ts';

/** Far above what an insert takes on a machine that has other things to do, or such a one would count as a fault. */
const INSERT_TIMEOUT_MS = 800;
const LATEST_ANSWER_MS = 1_300;
const MAX_ATTEMPTS = 3;
const CHECK_EVERY = 20;
const KINDS = ['refuse', 'hang', 'delay', 'drop-after-apply'] as const;

/**
 * The answer to an insert fails to come in each of four ways: once, so that a retry mends it, or as often as it is tried, so that
 * the consumer stops and another run takes over while the store may still be at the insert of the last one.
 */
export const storeFaults: Scenario = {
  number: 3,
  fault:
    'store refuses, hangs, answers after the timeout, drops the line after applying (the count is of each)',
  fullCount: 200,
  smallCount: 3,
  needs: 'nothing',
  async run(context) {
    const front = await startFront(context);
    const folding = await Folding.open(context, front, {
      insertTimeoutMs: INSERT_TIMEOUT_MS,
      maxAttempts: MAX_ATTEMPTS,
    });
    const traffic = new Traffic(context.dice);
    await folding.start();
    for (const kind of KINDS) {
      let stops = 0;
      await eachIteration(context, async ({ index, isLast, dice }) => {
        await folding.append(traffic.slice(dice.whole(1, 40)));
        const before = dice.chance(0.5);
        if (before) stops += await drainedAtLast(folding);
        front.fault = faultOf(kind, index, dice);
        await folding.append(traffic.slice(dice.whole(20, 80)));
        if ((await folding.drainedOrFailed()) === 'drained') front.fault = undefined;
        else {
          front.fault = undefined;
          stops += await drainedAtLast(folding);
        }
        if (index % CHECK_EVERY !== CHECK_EVERY - 1 && !isLast) return;
        // What the store was still at when its client gave up comes in until then.
        if (kind === 'delay') await sleep(LATEST_ANSWER_MS);
        await expectCounted(folding.store.ask, traffic.given).catch((error: Error) => {
          throw new Error(`${kind}: ${error.message}`, { cause: error });
        });
      });
      await expectExact(folding.store.ask, traffic.given, context.dice);
      context.note(kind, `stopped the consumer ${stops} times`);
    }
  },
};

/** Every third one lasts longer than both partitions that are worked on try. */
function faultOf(kind: Fault['kind'], index: number, dice: Dice): Fault {
  const times = index % 3 === 2 ? 2 * MAX_ATTEMPTS : dice.whole(1, 2);
  const fault = { kind, match: /INSERT INTO fact/, times };
  return kind === 'delay' ? { ...fault, ms: dice.whole(INSERT_TIMEOUT_MS, LATEST_ANSWER_MS) } : fault;
}

const MOST_STARTS = 10;

/** Starts it again as often as it stops, as a service manager does; the disk of a busy machine may make an insert late as well. */
async function drainedAtLast(folding: Folding): Promise<number> {
  for (let stops = 0; stops < MOST_STARTS; stops++) {
    if ((await folding.drainedOrFailed()) === 'drained') return stops;
    expectSentence(folding.failure);
    await folding.restart();
  }
  throw new Error(`it stopped ${MOST_STARTS} times in a row: ${folding.failure?.message}`);
}

function expectSentence(failure: Error | null): void {
  if (failure?.name === 'StoreUnavailable' && /^ClickHouse did not take /.test(failure.message)) return;
  throw new Error(`the consumer stopped without a clear error: ${failure?.stack}`);
}
