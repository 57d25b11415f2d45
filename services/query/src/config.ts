import { installationVariables } from '@sohoso/registry';
import { readEnvironment, serviceVariables } from '@sohoso/service';
import { storeVariables } from '@sohoso/store';
import { z } from 'zod';
import { letterheadVariables } from './letterhead.ts';

const schema = z.object({
  ...serviceVariables,
  ...installationVariables,
  ...storeVariables,
  ...letterheadVariables,
  CLICKHOUSE_URL: storeVariables.CLICKHOUSE_URL.nonoptional({
    error: 'is needed; without a server run: sohoso serve',
  }),
});

export const readConfig = (variables = process.env) => readEnvironment(schema, variables);
