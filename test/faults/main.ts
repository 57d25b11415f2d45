import { parseArgs } from 'node:util';
import { startKafka } from '../support/kafka/kafka.ts';
import { Endings } from './endings.ts';
import { type Outcome, type RunOptions, runScenario } from './run-scenario.ts';
import type { Scenario } from './scenario.ts';
import { scenarios } from './scenarios/index.ts';
import { writeTable } from './table.ts';
import { mountFault } from './tmpfs.ts';

/** All rows with their full counts, or `--only=1,3`; `--seed=N` for the same dice again, `--count=N` for fewer. */
const { values } = parseArgs({
  options: { only: { type: 'string' }, seed: { type: 'string' }, count: { type: 'string' } },
});
const only = values.only?.split(',').map(Number);
const seed = values.seed === undefined ? Math.floor(Math.random() * 1_000_000) : Number(values.seed);
const chosen = scenarios.filter(({ number }) => only?.includes(number) ?? true);
const say = (text: string) => process.stderr.write(`${text}\n`);

/** What a row cannot do without, opened when the row begins and closed when it ends; or why it is not to be had. */
async function withNeeds(
  { needs }: Scenario,
  run: (given: Pick<RunOptions, 'kafka'>) => Promise<Outcome>,
): Promise<Outcome | string> {
  if (needs === 'tmpfs') return mountFault() ?? run({});
  if (needs === 'nothing') return run({});
  const kafka = await startKafka(needs === 'killable kafka' ? { only: 'java' } : {});
  if (kafka.how === 'none') return `no Kafka: ${kafka.reason}`;
  const endings = new Endings();
  endings.add(() => kafka.stop());
  try {
    return await run({ kafka });
  } finally {
    await endings.run();
  }
}

/** One line for every tenth that is done. */
function progressOf(number: number): (done: number, of: number) => void {
  let told = 0;
  const start = performance.now();
  return (done, of) => {
    const tenths = Math.floor((done * 10) / of);
    if (tenths === told) return;
    told = tenths;
    const seconds = Math.round((performance.now() - start) / 1_000);
    say(`  #${number} ${tenths * 10} %: ${done} of ${of}, ${seconds} s`);
  };
}

say(`seed ${seed}`);
let failed = 0;
for (const scenario of chosen) {
  const { number, fault } = scenario;
  const count = values.count === undefined ? scenario.fullCount : Number(values.count);
  say(`#${number} ${fault} (${count})`);
  const outcome = await withNeeds(scenario, ({ kafka }) =>
    runScenario(scenario, { count, seed, kafka, progress: progressOf(number) }),
  );
  // With another count it is a trial, and not what the table stands for.
  if (values.count === undefined) await writeTable(scenario, outcome, seed);
  if (typeof outcome === 'string') {
    say(`  #${number} not run: ${outcome}`);
    continue;
  }
  const time = `${Math.round(outcome.ms / 1_000)} s`;
  if (outcome.error === null) say(`  #${number} holds, ${time}; ${outcome.seen}`);
  else {
    failed++;
    say(`  #${number} FAILED after ${time}: ${outcome.error.message}`);
    const counted = values.count === undefined ? '' : ` --count=${count}`;
    say(`  again: npm run faults -- --only=${number} --seed=${seed}${counted}`);
  }
}
say(failed === 0 ? 'every row that was run holds' : `${failed} of ${chosen.length} rows failed`);
process.exit(failed === 0 ? 0 : 1);
