/** vitest global setup: one Kafka for the whole run, named by every project whose specs use it. */
import type { TestProject } from 'vitest/node';
import { isKafkaRequired } from './config.ts';
import { type Kafka, startKafka, type Unavailable } from './kafka.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the run's Kafka listens, or null when there is none. */
    kafkaBrokers: string[] | null;
    /** Why there is none, in one line, or null when there is one. */
    kafkaUnavailable: string | null;
  }
  interface TaskMeta {
    /** Set on every test that was skipped for want of a Kafka; says why. */
    skippedWithoutKafka?: string;
  }
}

type Shared = { users: number; outcome: Promise<Kafka | Unavailable> };

/**
 * vitest loads this file once for each project, and so has one module scope for each. All of them are in
 * the same process, so the process is where the one Kafka is shared.
 */
const shelf = globalThis as unknown as Record<symbol, Shared | undefined>;
const SHARED = Symbol.for('sohoso.test.kafka');

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const shared = shelf[SHARED] ?? { users: 0, outcome: startKafka() };
  shelf[SHARED] = shared;
  shared.users += 1;
  const outcome = await shared.outcome;
  const reason = outcome.how === 'none' ? outcome.reason : null;
  if (reason !== null && isKafkaRequired()) {
    throw new Error(`SOHOSO_REQUIRE_KAFKA is set, but there is no Kafka: ${reason}`);
  }
  project.provide('kafkaBrokers', outcome.how === 'none' ? null : outcome.brokers);
  project.provide('kafkaUnavailable', reason);
  return () => leave(shared, project);
}

/** The last project to leave stops the broker and says for the whole run what was skipped. */
async function leave(shared: Shared, project: TestProject): Promise<void> {
  shared.users -= 1;
  if (shared.users > 0) return;
  delete shelf[SHARED];
  const outcome = await shared.outcome;
  if (outcome.how !== 'none') await outcome.stop();
  reportSkipped(project);
}

function reportSkipped(project: TestProject): void {
  const reasons = new Set<string>();
  let files = 0;
  let tests = 0;
  for (const file of project.vitest.state.getTestModules()) {
    const skipped = [...file.children.allTests('skipped')]
      .map((test) => test.meta().skippedWithoutKafka)
      .filter((reason) => reason !== undefined);
    if (skipped.length > 0) files += 1;
    tests += skipped.length;
    for (const reason of skipped) reasons.add(reason);
  }
  if (tests === 0) return;
  process.stderr.write(
    `Kafka: ${tests} test(s) in ${files} spec file(s) skipped: ${[...reasons].join('; ')}\n`,
  );
}
