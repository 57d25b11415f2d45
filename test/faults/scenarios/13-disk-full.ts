import { setTimeout as sleep } from 'node:timers/promises';
import type { OracleEvent } from '../../oracle/oracle.ts';
import { expectExact } from '../exact.ts';
import { expectClearStop } from '../programs.ts';
import { eachIteration, type Scenario } from '../scenario.ts';
import { Serving } from '../serving.ts';
import { SmallDisk } from '../tmpfs.ts';
import { Traffic } from '../traffic.ts';

/** A disk that the empty folder leaves some room on, and one with room for all that is sent. */
const FOLDERS = {
  log: { smallKib: 2_048, largeKib: 262_144 },
  state: { smallKib: 1_024, largeKib: 262_144 },
  clickhouse: { smallKib: 8_192, largeKib: 1_048_576 },
} as const;
type Folder = keyof typeof FOLDERS;

const EVENTS_EACH = 500;
const MOST_EVENTS = 40_000;
const NOTICED_WITHIN_MS = 60_000;
const STOPS_WITHIN_MS = 1_000;

/** A full disk is said so, by a 503 or a stop; what was acknowledged before is there when there is room again. */
export const diskFull: Scenario = {
  number: 13,
  fault:
    'the disk of the log, the state, ClickHouse is full, and has room again later (the count is of each)',
  fullCount: 3,
  smallCount: 1,
  needs: 'tmpfs',
  async run(context) {
    for (const folder of Object.keys(FOLDERS) as Folder[]) {
      await eachIteration(context, async ({ index, dice }) => {
        const traffic = new Traffic(dice);
        const data = `${context.folder}/${folder}-${index}`;
        const disk = new SmallDisk(context, `${data}/${folder}`, FOLDERS[folder].smallKib);
        const serving = new Serving(context, data, { SOHOSO_STORE_MAX_ATTEMPTS: '3' });
        try {
          await serving.start();
          const { unsure, said } = await sendUntilFull(serving, traffic);
          context.note(`full ${folder}`, `"${said}"`);
          disk.enlarge(FOLDERS[folder].largeKib);
          if (serving.program.hasEnded) await serving.start();
          await serving.accept(unsure);
          await expectExact(serving.ask, traffic.given, dice);
          if (dice.chance(0.5)) {
            await serving.program.end('SIGKILL');
            await serving.start();
            await expectExact(serving.ask, traffic.given, dice);
          }
          await serving.program.end('SIGTERM');
        } catch (error) {
          throw new Error(`${folder}: ${(error as Error).message}`, { cause: error });
        }
      });
    }
  },
};

/** Sends until the disk is full. Gives what was not acknowledged, and the sentence with which that was said. */
async function sendUntilFull(
  serving: Serving,
  traffic: Traffic,
): Promise<{ unsure: readonly OracleEvent[]; said: string }> {
  const until = Date.now() + NOTICED_WITHIN_MS;
  let unsure: readonly OracleEvent[] = [];
  while (Date.now() < until && !serving.program.hasEnded) {
    if (traffic.given.length >= MOST_EVENTS) {
      await sleep(100);
      continue;
    }
    unsure = traffic.slice(EVENTS_EACH);
    const { status, body, type } = await serving.send(unsure);
    if (status === 503) {
      // It may answer and then stop; if so, it must say why.
      await sleep(STOPS_WITHIN_MS);
      if (serving.program.hasEnded) await expectClearStop(serving.program);
      return { unsure, said: sentenceOf(body, type) };
    }
    if (status === null) return { unsure, said: await expectClearStop(serving.program) };
    if (status !== 202) throw new Error(`events were answered with ${status}: ${body}`);
    unsure = [];
  }
  if (serving.program.hasEnded) return { unsure, said: await expectClearStop(serving.program) };
  throw new Error(
    `${traffic.given.length} events did not fill the disk, or nobody noticed: ${serving.program.said()}`,
  );
}

function sentenceOf(body: string, type: string): string {
  const { detail } = JSON.parse(body) as { detail?: string };
  if (!type.startsWith('application/problem+json') || detail === undefined)
    throw new Error(`a 503 without a sentence: ${type} ${body}`);
  return detail;
}
