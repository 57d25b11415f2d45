import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

/** What `/readyz` answers. `lag` and `lastFault` are of services that read the log, and missing elsewhere. */
export interface Readiness {
  readonly ready: boolean;
  /** Why not, one sentence each; empty when ready. */
  readonly reasons: readonly string[];
  /** How far the store is behind the log; null while the log does not answer. */
  readonly lag?: {
    /** Events that the log holds and the store does not have yet. */
    readonly total: number;
    /** The most of them with which the service is ready. */
    readonly allowed: number;
    readonly partitions: readonly {
      readonly partition: number;
      /** The position that the next event will get. */
      readonly end: number;
      /** Everything before this position is in the store. */
      readonly committed: number;
      /** Events of this partition that are not in the store yet. */
      readonly waiting: number;
    }[];
  } | null;
  /** The last fault since the start, mended or not. */
  readonly lastFault?: { readonly at: string; readonly kind: string; readonly message: string } | null;
}

const health = z.object({ status: z.literal('ok') });

const count = z.int().nonnegative();
const lag = z.object({
  total: count,
  allowed: count,
  partitions: z.array(z.object({ partition: count, end: count, committed: count, waiting: count })),
});
const lastFault = z.object({ at: z.iso.datetime(), kind: z.string(), message: z.string() });
const readiness = z.object({
  ready: z.boolean(),
  reasons: z.array(z.string()),
  lag: lag.nullable().optional(),
  lastFault: lastFault.nullable().optional(),
});

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
