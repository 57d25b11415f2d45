import { join } from 'node:path';
import { consumerVariables } from '@sohoso/consumer';
import { logVariables } from '@sohoso/log';
import { isOpenToAll, OPEN_TO_ALL, producerVariables } from '@sohoso/producer';
import { letterheadVariables } from '@sohoso/query';
import { installationVariables } from '@sohoso/registry';
import { readEnvironment, serviceVariables } from '@sohoso/service';
import { storeVariables } from '@sohoso/store';
import { z } from 'zod';
import { deadlinesVariables } from './deadlines/variables.ts';

const variables = z.object({
  ...serviceVariables,
  ...installationVariables,
  ...logVariables,
  ...storeVariables,
  ...consumerVariables,
  ...producerVariables,
  ...deadlinesVariables,
  ...letterheadVariables,
  SOHOSO_DATA_DIR: z.string().default('./data'),
  SOHOSO_URL: z
    .url({ protocol: /^https?$/, error: 'must be a URL such as http://127.0.0.1:8080' })
    .default('http://127.0.0.1:8080'),
  SOHOSO_KEY: z
    .string()
    .regex(/^shs_[a-z0-9-]+_[A-Za-z0-9_-]{43}$/, 'is no key; one looks like shs_NAME_ and 43 characters')
    .optional(),
  SOHOSO_LOG_LEVEL: serviceVariables.SOHOSO_LOG_LEVEL.default('warn'),
});
const schema = variables.refine((config) => !isOpenToAll(config), OPEN_TO_ALL);

/** Reads the environment; throws EnvironmentInvalid with all faults at once. */
export const readConfig = (variables: NodeJS.ProcessEnv = process.env) => readEnvironment(schema, variables);
export type Config = ReturnType<typeof readConfig>;

/** The file of keys: the one that is named, else one in the data folder. */
export const keysFile = ({ SOHOSO_KEYS_FILE: file, SOHOSO_DATA_DIR: folder }: Config): string =>
  file ?? join(folder, 'keys.json');

/** The environment of this process with other values for some variables, for a process that it starts. */
export const environmentWith = (more: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
  ...process.env,
  ...more,
});
