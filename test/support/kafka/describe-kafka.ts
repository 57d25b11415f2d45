/** `describe` for specs that need a real Kafka: they run on it, or are skipped aloud. */
import { afterAll, beforeAll, beforeEach, describe, inject } from 'vitest';
import { isKafkaRequired } from './config.ts';
import { type Kafka, startKafka, type Unavailable } from './kafka.ts';

const OWN_KAFKA_TIMEOUT_MS = 300_000;

/**
 * Runs a suite on the Kafka that all suites of the run share, so topics and groups need names of their own.
 * Without one the suite is skipped, and `fn` is called with no brokers, only to count its tests.
 */
export function describeKafka(name: string, fn: (brokers: string[]) => void): void {
  const brokers = inject('kafkaBrokers');
  if (brokers === undefined) {
    throw new Error('this vitest project does not name test/support/kafka/global-setup.ts as globalSetup');
  }
  if (brokers !== null) {
    describe(name, () => fn(brokers));
    return;
  }
  const reason = inject('kafkaUnavailable') ?? 'no reason given';
  sayThatSkipped(name, reason);
  describe(name, { skip: true, meta: { skippedWithoutKafka: reason } }, () => fn([]));
}

/**
 * Runs a suite on a Kafka of its own, started on Java, which it may kill and restart. Whether there is one is
 * known only when the suite begins: ask for it in tests and `beforeEach`, which a skip passes over.
 */
export function describeKillableKafka(name: string, fn: (kafka: () => Kafka) => void): void {
  describe(name, () => {
    let own: Kafka | Unavailable = { how: 'none', reason: 'not started yet' };
    beforeAll(async () => {
      own = await startKafka({ only: 'java' });
      if (own.how !== 'none') return;
      if (isKafkaRequired()) throw new Error(`SOHOSO_REQUIRE_KAFKA is set, but: ${own.reason}`);
      sayThatSkipped(name, own.reason);
    }, OWN_KAFKA_TIMEOUT_MS);
    beforeEach((context) => {
      if (own.how !== 'none') return;
      context.task.meta.skippedWithoutKafka = own.reason;
      context.skip(own.reason);
    });
    afterAll(async () => {
      if (own.how !== 'none') await own.stop();
    });
    fn(() => {
      if (own.how === 'none') throw new Error(`no Kafka of its own: ${own.reason}`);
      return own;
    });
  });
}

/** Written past vitest's console, which would put a heading and blank lines around the one line. */
function sayThatSkipped(name: string, reason: string): void {
  process.stderr.write(`skipped, no Kafka: ${name} (${reason})\n`);
}
