import { logVariables } from '@sohoso/log';
import { installationVariables } from '@sohoso/registry';
import { readEnvironment, serviceVariables, wholeNumber } from '@sohoso/service';
import { INSERT_TIMEOUT_MS, storeVariables } from '@sohoso/store';
import { z } from 'zod';
import type { ConsumerOptions } from './consumer.ts';

/** The bounds of a batch, how often a store that does not answer is tried, and when to stop rather than go on. */
export const consumerVariables = {
  SOHOSO_MAX_BATCH_EVENTS: wholeNumber(1, 200_000).default(20_000),
  SOHOSO_MAX_BATCH_BYTES: wholeNumber(65_536, 268_435_456).default(8 * 1_048_576),
  SOHOSO_MAX_BATCH_WAIT_MS: wholeNumber(0, 10_000).default(50),
  SOHOSO_STORE_MAX_ATTEMPTS: wholeNumber(1, 100).default(8),
  SOHOSO_REFUSED_WINDOW_EVENTS: wholeNumber(1, 1_000_000).default(1_000),
  SOHOSO_MAX_REFUSED_PERCENT: wholeNumber(0, 100).default(50),
  SOHOSO_SKIP_LOST_EVENTS: z.enum(['true', 'false'], 'must be true or false').default('false'),
  SOHOSO_READY_LAG_EVENTS: wholeNumber(0, Number.MAX_SAFE_INTEGER).default(10_000),
  SOHOSO_AUDIT_EVERY_SECONDS: wholeNumber(0, 86_400).default(60),
};

const shape = z.object(consumerVariables);
export type ConsumerVariables = z.infer<typeof shape>;

/** An insert must end while the broker still takes the consumer for a member of its group, with time to say so. */
const SHARE_OF_SESSION = 0.8;

/** The longest that an insert may take beside a session of so many ms, ms. */
export function insertTimeoutMs(sessionTimeoutMs: number): number {
  return Math.min(INSERT_TIMEOUT_MS, Math.floor(sessionTimeoutMs * SHARE_OF_SESSION));
}

const PARTITIONS_AT_ONCE = 2;

export function consumerOptions(variables: ConsumerVariables, group: string): ConsumerOptions {
  return {
    consume: {
      group,
      maxBatchRecords: variables.SOHOSO_MAX_BATCH_EVENTS,
      maxBatchBytes: variables.SOHOSO_MAX_BATCH_BYTES,
      maxBatchWaitMs: variables.SOHOSO_MAX_BATCH_WAIT_MS,
      concurrency: PARTITIONS_AT_ONCE,
    },
    retry: { maxAttempts: variables.SOHOSO_STORE_MAX_ATTEMPTS, firstDelayMs: 250, maxDelayMs: 10_000 },
    refusals: {
      windowRecords: variables.SOHOSO_REFUSED_WINDOW_EVENTS,
      maxRefusedPercent: variables.SOHOSO_MAX_REFUSED_PERCENT,
    },
    skipLost: variables.SOHOSO_SKIP_LOST_EVENTS === 'true',
  };
}

const schema = z.object({
  ...serviceVariables,
  ...installationVariables,
  ...logVariables,
  ...storeVariables,
  ...consumerVariables,
  SOHOSO_DATA_DIR: z.string().default('./data'),
  KAFKA_BROKERS: logVariables.KAFKA_BROKERS.nonoptional({
    error: 'is needed; without Kafka run: sohoso serve',
  }),
  CLICKHOUSE_URL: storeVariables.CLICKHOUSE_URL.nonoptional({
    error: 'is needed; without a server run: sohoso serve',
  }),
});

export const readConfig = (variables = process.env) => readEnvironment(schema, variables);
