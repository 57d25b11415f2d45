import { setTimeout as sleep } from 'node:timers/promises';
import { expectExact } from '../exact.ts';
import { Program } from '../programs.ts';
import { eachIteration, type Scenario } from '../scenario.ts';
import { Serving } from '../serving.ts';
import { startFront } from '../store.ts';
import { Traffic } from '../traffic.ts';

const LONGEST_LIFE_MS = 900;
const KILLS_EACH = 3;
const EVENTS = 300;

/** A migration that was cut off anywhere is run again from its start, embedded and on a server. */
export const migrateKilled: Scenario = {
  number: 14,
  fault: '`sohoso migrate` killed by SIGKILL at random moments',
  fullCount: 5,
  smallCount: 2,
  needs: 'nothing',
  async run(context) {
    const front = await startFront(context);
    let applied = 0;
    await eachIteration(context, async ({ index, dice }) => {
      const folder = `${context.folder}/data-${index}`;
      const server = { CLICKHOUSE_URL: front.url, CLICKHOUSE_DATABASE: `migrated_${index}` };
      const environment = { SOHOSO_DATA_DIR: folder, ...(index % 2 === 0 ? {} : server) };
      const migrate = () => new Program(context, 'sohoso', ['migrate'], environment);
      for (let kills = 0; kills < KILLS_EACH; kills++) {
        const program = migrate();
        await sleep(dice.whole(0, LONGEST_LIFE_MS));
        await program.end('SIGKILL');
      }
      const [last, again] = [migrate(), migrate];
      if ((await last.ended) !== 0) throw new Error(`it does not resume: ${last.said()}`);
      if (last.stdout.startsWith('applied')) applied++;
      const check = again();
      if ((await check.ended) !== 0 || check.stdout !== 'the schema is up to date\n')
        throw new Error(`run once more it says: ${check.said()}`);
      const serving = new Serving(context, folder, environment);
      const traffic = new Traffic(dice);
      await serving.start();
      await serving.accept(traffic.slice(EVENTS));
      await expectExact(serving.ask, traffic.given, dice);
      await serving.program.end('SIGTERM');
    });
    context.note('runs that still had something to apply', `${applied} of ${context.count}`);
  },
};
