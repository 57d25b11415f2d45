/** The one place where the test support for Kafka reads the environment. */
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Brokers that are already there, `host:port,host:port`. */
export function brokersFromEnv(): string[] {
  const list = process.env['KAFKA_BROKERS'] ?? '';
  return list
    .split(',')
    .map((broker) => broker.trim())
    .filter((broker) => broker !== '');
}

/** CI sets this, so that a machine that lost its Kafka turns red and not quietly green. */
export function isKafkaRequired(): boolean {
  return process.env['SOHOSO_REQUIRE_KAFKA'] === '1';
}

/** Outside the repository, so that a fresh clone finds the jars that an earlier one fetched. */
export function cacheFolder(kafkaVersion: string): string {
  return process.env['SOHOSO_KAFKA_CACHE'] || join(homedir(), '.cache', 'sohoso', `kafka-${kafkaVersion}`);
}

export function javaCommand(): string {
  const home = process.env['JAVA_HOME'];
  return home ? join(home, 'bin', 'java') : 'java';
}
