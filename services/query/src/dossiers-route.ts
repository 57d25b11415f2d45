import { toWire } from '@sohoso/dossier';
import { Problem } from '@sohoso/service';
import { eventsOfDossiers, installation, sources } from '@sohoso/store';
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
 * from; `GET /v1/pipeline`: how far the store is. A POST, for thousands of ids do not fit into an address; it changes nothing.
 */
export function registerDossiers(app: FastifyInstance, { clickhouse, pipeline }: QueryOptions): void {
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
    // Of the log whose events these are: another one, or one that was made anew, has another.
    log: (await installation.run(clickhouse, { name: 'log' }))[0]?.value ?? null,
    sources: (await sources.run(clickhouse, {})).map(({ source, events, lastRecordedAtMs }) => ({
      source,
      events,
      lastRecordedAt: new Date(lastRecordedAtMs).toISOString(),
    })),
  }));
  const standing = { tags: ['health'], summary: 'How far the store is behind the log, asked anew' };
  typed.get('/v1/pipeline', { schema: standing }, async () => {
    if (pipeline !== undefined) return pipeline();
    throw new Problem(404, 'not-found', 'this process does not read the log; ask the consumer at /readyz');
  });
}
