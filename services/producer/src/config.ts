import { logVariables } from '@sohoso/log';
import { installationVariables } from '@sohoso/registry';
import { readEnvironment, serviceVariables } from '@sohoso/service';
import { z } from 'zod';

const schema = z.object({
  ...serviceVariables,
  ...installationVariables,
  ...logVariables,
  KAFKA_BROKERS: logVariables.KAFKA_BROKERS.nonoptional({
    error: 'is needed; without Kafka run: sohoso serve',
  }),
});

export const readConfig = (variables = process.env) => readEnvironment(schema, variables);
