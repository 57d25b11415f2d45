import { logVariables } from '@sohoso/log';
import { installationVariables } from '@sohoso/registry';
import { readEnvironment, serviceVariables, wholeNumber } from '@sohoso/service';
import { storeVariables } from '@sohoso/store';
import { z } from 'zod';
import type { ConsumerOptions } from './consumer.ts';

/** The bounds of a batch, and how often a store that does not answer is tried. */
export const consumerVariables = {
  SOHOSO_MAX_BATCH_EVENTS: wholeNumber(1, 200_000).default(20_000),
  SOHOSO_MAX_BATCH_BYTES: wholeNumber(65_536, 268_435_456).default(8 * 1_048_576),
  SOHOSO_MAX_BATCH_WAIT_MS: wholeNumber(0, 10_000).default(50),
  SOHOSO_STORE_MAX_ATTEMPTS: wholeNumber(1, 100).default(8),
};

type ConsumerVariables = { readonly [K in keyof typeof consumerVariables]: number };

const PARTITIONS_AT_ONCE = 2;

export function consumerOptions(variables: ConsumerVariables, topic: string, group: string): ConsumerOptions {
  return {
    topic,
    consume: {
      group,
      maxBatchRecords: variables.SOHOSO_MAX_BATCH_EVENTS,
      maxBatchBytes: variables.SOHOSO_MAX_BATCH_BYTES,
      maxBatchWaitMs: variables.SOHOSO_MAX_BATCH_WAIT_MS,
      concurrency: PARTITIONS_AT_ONCE,
    },
    retry: { maxAttempts: variables.SOHOSO_STORE_MAX_ATTEMPTS, firstDelayMs: 250, maxDelayMs: 10_000 },
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
