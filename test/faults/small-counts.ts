import type { Kafka } from '../support/kafka/outcome.ts';
import { runScenario } from './run-scenario.ts';
import type { Needs, Scenario } from './scenario.ts';
import { scenarios } from './scenarios/index.ts';

const SEED = 1;

export const rowsThat = (needs: Needs): readonly Scenario[] => scenarios.filter((row) => row.needs === needs);

/** Every row with its small count, so that none of them rots between the long runs. */
export async function holds(scenario: Scenario, kafka?: Kafka): Promise<void> {
  const { error } = await runScenario(scenario, { count: scenario.smallCount, seed: SEED, kafka });
  if (error !== null) throw error;
}
