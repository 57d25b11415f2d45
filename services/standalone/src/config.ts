import { consumerVariables } from '@sohoso/consumer';
import { logVariables } from '@sohoso/log';
import { installationVariables } from '@sohoso/registry';
import { readEnvironment, serviceVariables } from '@sohoso/service';
import { storeVariables } from '@sohoso/store';
import { z } from 'zod';

const schema = z.object({
  ...serviceVariables,
  ...installationVariables,
  ...logVariables,
  ...storeVariables,
  ...consumerVariables,
  SOHOSO_DATA_DIR: z.string().default('./data'),
  SOHOSO_URL: z
    .url({ protocol: /^https?$/, error: 'must be a URL such as http://127.0.0.1:8080' })
    .default('http://127.0.0.1:8080'),
  SOHOSO_LOG_LEVEL: serviceVariables.SOHOSO_LOG_LEVEL.default('warn'),
});

/** Reads the environment; throws EnvironmentInvalid with all faults at once. */
export const readConfig = (variables: NodeJS.ProcessEnv = process.env) => readEnvironment(schema, variables);
export type Config = ReturnType<typeof readConfig>;
