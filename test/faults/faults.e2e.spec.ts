import { describe, it } from 'vitest';
import { describeKafka, describeKillableKafka } from '../support/kafka/describe-kafka.ts';
import { cannotKill, type Kafka } from '../support/kafka/outcome.ts';
import { runScenario } from './run-scenario.ts';
import type { Needs, Scenario } from './scenario.ts';
import { scenarios } from './scenarios/index.ts';
import { mountFault } from './tmpfs.ts';

const SEED = 1;

const rowsThat = (needs: Needs): readonly Scenario[] => scenarios.filter((row) => row.needs === needs);

/** Every row with its small count, so that none of them rots between the long runs. */
async function holds(scenario: Scenario, kafka?: Kafka): Promise<void> {
  const { error } = await runScenario(scenario, { count: scenario.smallCount, seed: SEED, kafka });
  if (error !== null) throw error;
}

describe('exact after', () => {
  for (const row of rowsThat('nothing')) it(`#${row.number} ${row.fault}`, () => holds(row));
});

describeKafka('with a real Kafka, exact after', (brokers) => {
  const refuse = cannotKill('env');
  const shared: Kafka = { how: 'env', brokers, stop: async () => {}, kill: refuse, restart: refuse };
  for (const row of rowsThat('kafka')) it(`#${row.number} ${row.fault}`, () => holds(row, shared));
});

describeKillableKafka('with a Kafka of its own, exact after', (kafka) => {
  for (const row of rowsThat('killable kafka')) it(`#${row.number} ${row.fault}`, () => holds(row, kafka()));
});

const noMount = mountFault();
if (noMount !== null) process.stderr.write(`skipped, no small disk: ${noMount}\n`);
describe.skipIf(noMount !== null)('on a small disk, exact after', () => {
  for (const row of rowsThat('tmpfs')) it(`#${row.number} ${row.fault}`, () => holds(row));
});
