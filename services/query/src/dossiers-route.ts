import { toWire } from '@sohoso/dossier';
import { eventsOfDossiers, sources } from '@sohoso/store';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { QueryOptions } from './query-plugin.ts';

const MAX_DOSSIERS = 20_000;
const MAX_BODY_BYTES = 4 * 1_048_576;

const asked = z.strictObject({
  dossiers: z.array(z.string().min(1).max(64)).min(1).max(MAX_DOSSIERS).describe('Dossier ids'),
});

/**
 * `POST /v1/dossiers/lookup`: all events that count of some dossiers, as they travel; and `GET /v1/sources`: where events come
 * from. A POST, for thousands of ids do not fit into an address; it changes nothing.
 */
export function registerDossiers(app: FastifyInstance, { clickhouse }: QueryOptions): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const lookUp = { tags: ['dossiers'], summary: 'The events of some dossiers', body: asked };
  typed.post(
    '/v1/dossiers/lookup',
    { schema: lookUp, bodyLimit: MAX_BODY_BYTES },
    async ({ body: { dossiers } }) => {
      const found = await eventsOfDossiers(clickhouse, dossiers);
      return {
        dossiers: Array.from(found, ([dossier, events]) => ({ dossier, events: events.map(toWire) })),
      };
    },
  );
  const list = { tags: ['dossiers'], summary: 'Where events come from' };
  typed.get('/v1/sources', { schema: list }, async () => ({
    sources: (await sources.run(clickhouse, {})).map(({ source, events, lastRecordedAtMs }) => ({
      source,
      events,
      lastRecordedAt: new Date(lastRecordedAtMs).toISOString(),
    })),
  }));
}
