import { it } from 'vitest';
import { describeKafka, describeKillableKafka } from '../support/kafka/describe-kafka.ts';
import { cannotKill, type Kafka } from '../support/kafka/outcome.ts';
import { holds, rowsThat } from './small-counts.ts';

describeKafka('with a real Kafka, exact after', (brokers) => {
  const refuse = cannotKill('env');
  const shared: Kafka = { how: 'env', brokers, stop: async () => {}, kill: refuse, restart: refuse };
  for (const row of rowsThat('kafka')) it(`#${row.number} ${row.fault}`, () => holds(row, shared));
});

describeKillableKafka('with a Kafka of its own, exact after', (kafka) => {
  for (const row of rowsThat('killable kafka')) it(`#${row.number} ${row.fault}`, () => holds(row, kafka()));
});
