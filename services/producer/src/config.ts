import { isIPv4 } from 'node:net';
import { logVariables } from '@sohoso/log';
import { installationVariables } from '@sohoso/registry';
import { readEnvironment, serviceVariables, wholeNumber } from '@sohoso/service';
import { z } from 'zod';

/** Who may send, and how far a backfill may run ahead of the consumer. */
export const producerVariables = {
  /** Where it is not set, keys are required unless only this machine can reach the address. */
  SOHOSO_KEYS: z.enum(['required', 'off'], 'must be required or off').optional(),
  SOHOSO_KEYS_FILE: z.string().optional(),
  SOHOSO_BACKFILL_MAX_WAITING_EVENTS: wholeNumber(1, 1_000_000_000).default(5_000),
};

interface Addressed {
  readonly SOHOSO_HOST: string;
  readonly SOHOSO_KEYS?: 'required' | 'off' | undefined;
}

/** Whether events are taken in with keys only by a server that listens on this address. */
export function keysRequired({ SOHOSO_KEYS: keys }: Pick<Addressed, 'SOHOSO_KEYS'>, host: string): boolean {
  return keys === 'required' || (keys === undefined && !isLoopback(host));
}

/** Whether a configuration would let everybody in a network send. */
export const isOpenToAll = ({ SOHOSO_HOST: host, SOHOSO_KEYS: keys }: Addressed): boolean =>
  keys === 'off' && !isLoopback(host);

/** What is said of it. `when`: beside other faults too, for all of them are told at once. */
export const OPEN_TO_ALL = {
  path: ['SOHOSO_KEYS'],
  error:
    'off is for an address of this machine only; anybody who reaches SOHOSO_HOST could send. Leave it out, and make a key: sohoso keys add',
  when: () => true,
};

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

const schema = z
  .object({
    ...serviceVariables,
    ...installationVariables,
    ...logVariables,
    ...producerVariables,
    KAFKA_BROKERS: logVariables.KAFKA_BROKERS.nonoptional({
      error: 'is needed; without Kafka run: sohoso serve',
    }),
  })
  .refine((config) => !isOpenToAll(config), OPEN_TO_ALL)
  .refine((config) => config.SOHOSO_KEYS_FILE !== undefined || !keysRequired(config, config.SOHOSO_HOST), {
    path: ['SOHOSO_KEYS_FILE'],
    error:
      'is needed, for SOHOSO_HOST can be reached from elsewhere or SOHOSO_KEYS is required; make one with: sohoso keys add',
    when: () => true,
  });

export const readConfig = (variables = process.env) => readEnvironment(schema, variables);
