import { cp, rm } from 'node:fs/promises';
import { expectExact } from '../exact.ts';
import { type Context, eachIteration, type Iteration, type Scenario, Slowest } from '../scenario.ts';
import { Serving } from '../serving.ts';
import { Traffic } from '../traffic.ts';

const EVENTS = 600;

/** The fold state is a cache of the facts: gone, or as old as the last backup, it must be brought up from them. */
export const stateLost: Scenario = {
  number: 7,
  fault: 'state folder deleted; state folder restored from an earlier copy (the count is of each)',
  fullCount: 5,
  smallCount: 1,
  needs: 'nothing',
  async run(context) {
    const serving = new Serving(context, `${context.folder}/data`);
    const traffic = new Traffic(context.dice);
    const recovery = new Slowest(context, 'slowest start with recovery');
    const [state, copy] = [`${serving.folder}/state`, `${context.folder}/state-copy`];
    const lose = { deleted: async () => {}, restored: () => cp(copy, state, { recursive: true }) };
    for (const restore of Object.values(lose)) {
      await eachIteration(context, async (iteration) => {
        await cycle(context, serving, traffic, iteration, { state, copy });
        await rm(state, { recursive: true, force: true });
        await restore();
        await recovery.time(async () => {
          await serving.start();
          await expectExact(serving.ask, traffic.given, iteration.dice);
        });
        // Folded on top of the state that was brought up: what it lacks would show now.
        await serving.accept(traffic.slice(EVENTS));
        await expectExact(serving.ask, traffic.given, iteration.dice);
        await serving.program.end('SIGTERM');
      });
    }
    context.note('events', String(traffic.given.length));
  },
};

/** Events, a copy of the state, more events; then an end, orderly or not. */
async function cycle(
  context: Context,
  serving: Serving,
  traffic: Traffic,
  { dice }: Iteration,
  paths: { state: string; copy: string },
): Promise<void> {
  await serving.start();
  await serving.accept(traffic.slice(EVENTS));
  await expectExact(serving.ask, traffic.given, dice);
  await serving.program.end('SIGTERM');
  await rm(paths.copy, { recursive: true, force: true });
  await cp(paths.state, paths.copy, { recursive: true });
  await serving.start();
  await serving.accept(traffic.slice(EVENTS));
  if (dice.chance(0.5)) await expectExact(serving.ask, traffic.given, context.dice);
  await serving.program.end(dice.pick(['SIGTERM', 'SIGKILL'] as const));
}
