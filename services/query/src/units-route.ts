import { formatDay, instantFromMs } from '@sohoso/dossier';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { dayParameter } from './day-parameter.ts';
import type { QueryOptions } from './query-plugin.ts';

/** `GET /v1/units`: the units that exist on a day, in report order; today unless another day is asked for. */
export function registerUnits(app: FastifyInstance, { registry, zone, now = Date.now }: QueryOptions): void {
  const schema = {
    tags: ['units'],
    summary: 'The units of a day',
    querystring: z.strictObject({ on: dayParameter.optional().describe('The day; today unless given') }),
  };
  app.withTypeProvider<ZodTypeProvider>().get('/v1/units', { schema }, async ({ query: { on } }) => {
    const day = on ?? zone.dayOf(instantFromMs(now()));
    const units = registry.on(day).map(({ validFrom, validTo, ...unit }) => ({
      ...unit,
      validFrom: validFrom === null ? null : formatDay(validFrom),
      validTo: validTo === null ? null : formatDay(validTo),
    }));
    return { on: formatDay(day), units, notes: registry.notes };
  });
}
