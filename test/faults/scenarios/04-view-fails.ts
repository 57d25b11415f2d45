import type { Dice } from '../../oracle/dice.ts';
import { expectExact } from '../exact.ts';
import { Folding } from '../folding.ts';
import { eachIteration, type Scenario } from '../scenario.ts';
import { type Store, startFront } from '../store.ts';
import { Traffic } from '../traffic.ts';

const ROLL_UPS = ['procedure_day', 'unit_day', 'leg_day'] as const;
const BEFORE = 200;
const DURING = 200;

type Breakage = { breakIt: (table: string) => string; mendIt: (table: string) => string };

/** What somebody with access to the server can do to a roll-up, and how it is undone. */
const breakages: Readonly<Record<'constraint' | 'renamed', Breakage>> = {
  constraint: {
    breakIt: (table) => `ALTER TABLE ${table} ADD CONSTRAINT nobody CHECK unit = 'nobody'`,
    mendIt: (table) => `ALTER TABLE ${table} DROP CONSTRAINT nobody`,
  },
  renamed: {
    breakIt: (table) => `RENAME TABLE ${table} TO ${table}_aside`,
    mendIt: (table) => `RENAME TABLE ${table}_aside TO ${table}`,
  },
};

/** One of three tables takes its rows, another does not: the facts are in, and a sum over them is short. */
export const viewFails: Scenario = {
  number: 4,
  fault: 'the view of a roll-up fails in the middle of an insert, mended later',
  fullCount: 20,
  smallCount: 3,
  needs: 'nothing',
  async run(context) {
    const folding = await Folding.open(context, await startFront(context));
    const traffic = new Traffic(context.dice);
    let stops = 0;
    await folding.start();
    await eachIteration(context, async ({ index, dice }) => {
      const table = ROLL_UPS[index % ROLL_UPS.length] ?? 'unit_day';
      const kind = index % 2 === 0 ? 'constraint' : 'renamed';
      try {
        await folding.append(traffic.slice(BEFORE));
        if (dice.chance(0.5)) await folding.drained();
        await breakAndMend(folding, traffic, dice, table, breakages[kind]);
        await folding.drained();
        await expectExact(folding.store.ask, traffic.given, dice);
      } catch (error) {
        throw new Error(`${table}, ${kind}: ${(error as Error).message}`, { cause: error });
      }
    });
    context.note('stopped the consumer', `${stops} of ${context.count} times`);

    async function breakAndMend(
      broken: Folding,
      events: Traffic,
      dice: Dice,
      table: string,
      { breakIt, mendIt }: Breakage,
    ): Promise<void> {
      const { store }: { store: Store } = broken;
      await store.command(breakIt(table));
      await broken.append(events.slice(DURING));
      const outcome = await broken.drainedOrFailed();
      await broken.stop();
      await store.command(mendIt(table));
      if (outcome === 'failed') {
        stops++;
        if (!/^ClickHouse did not take /.test(broken.failure?.message ?? ''))
          throw new Error(`the consumer stopped without a clear error: ${broken.failure?.stack}`);
      }
      if (dice.chance(0.3)) await broken.restartWithoutState();
      else await broken.start();
    }
  },
};
