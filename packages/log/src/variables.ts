import { z } from 'zod';
import type { KafkaConnection, Logger } from './kafka-connection.ts';
import type { KafkaLogOptions } from './kafka-log.ts';

const number = (min: number, max: number) =>
  z.coerce.number(`must be a number from ${min} to ${max}`).int().min(min).max(max);

/** The environment variables that say where the log is. Without KAFKA_BROKERS there is no Kafka. */
export const logVariables = {
  KAFKA_BROKERS: z
    .string()
    .transform((text) => text.split(',').map((broker) => broker.trim()))
    .refine(
      (brokers) => brokers.every((b) => /^[^\s:]+:\d+$/.test(b)),
      'must be host:port, several with commas',
    )
    .optional(),
  KAFKA_SSL: z.enum(['true', 'false'], 'must be true or false').optional(),
  KAFKA_SASL_MECHANISM: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']).optional(),
  KAFKA_SASL_USERNAME: z.string().optional(),
  KAFKA_SASL_PASSWORD: z.string().optional(),
  KAFKA_TOPIC: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,200}$/, 'is not a topic name')
    .default('dossier.events.v1'),
  KAFKA_GROUP: z.string().default('sohoso'),
  KAFKA_PARTITIONS: number(1, 1_000).default(12),
  KAFKA_REPLICATION_FACTOR: number(-1, 10).default(-1),
  KAFKA_RETENTION_MS: number(-1, Number.MAX_SAFE_INTEGER).default(-1),
  KAFKA_SESSION_TIMEOUT_MS: number(6_000, 300_000).default(45_000),
};

const shape = z.object(logVariables);
export type LogVariables = z.infer<typeof shape>;

/** The options of a Kafka log at these brokers. */
export function kafkaOptions(
  brokers: readonly string[],
  variables: LogVariables,
  clientId: string,
  logger: Logger,
): KafkaLogOptions {
  const { KAFKA_SASL_MECHANISM: mechanism } = variables;
  const username = variables.KAFKA_SASL_USERNAME ?? '';
  const password = variables.KAFKA_SASL_PASSWORD ?? '';
  const connection: KafkaConnection = {
    brokers,
    clientId,
    ...(variables.KAFKA_SSL === undefined ? {} : { ssl: variables.KAFKA_SSL === 'true' }),
    ...(mechanism === undefined ? {} : { sasl: { mechanism, username, password } }),
  };
  return {
    connection,
    topic: variables.KAFKA_TOPIC,
    deadLetterTopic: `${variables.KAFKA_TOPIC}.dead`,
    partitionCount: variables.KAFKA_PARTITIONS,
    replicationFactor: variables.KAFKA_REPLICATION_FACTOR,
    retentionMs: variables.KAFKA_RETENTION_MS,
    sessionTimeoutMs: variables.KAFKA_SESSION_TIMEOUT_MS,
    logger,
  };
}
