import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

export interface Readiness {
  readonly ready: boolean;
  /** Why not, one sentence each; empty when ready. */
  readonly reasons: readonly string[];
}

const health = z.object({ status: z.literal('ok') });
const readiness = z.object({ ready: z.boolean(), reasons: z.array(z.string()) });

/** `/healthz` says that the process answers; `/readyz` whether it can do its work, and if not, why. */
export function registerHealth(app: FastifyInstance, ready: () => Promise<Readiness>): void {
  const tags = ['health'];
  app.get(
    '/healthz',
    { schema: { tags, summary: 'Does the process answer', response: { 200: health } } },
    async () => ({
      status: 'ok' as const,
    }),
  );
  app.get(
    '/readyz',
    { schema: { tags, summary: 'Can it do its work', response: { 200: readiness, 503: readiness } } },
    async (_request, reply) => {
      const answer = await ready();
      return reply.code(answer.ready ? 200 : 503).send(answer);
    },
  );
}
