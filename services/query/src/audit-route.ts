import { type AuditAnswer, audit, auditAnswer } from '@sohoso/store';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { QueryOptions } from './query-plugin.ts';

/** How far the pipeline is, by partition, as the process that runs it knows. Positions of the log. */
export interface PipelineStatus {
  readonly partitions: readonly {
    readonly partition: number;
    readonly end: number;
    readonly committed: number;
    /** Positions that may still have to be worked on. */
    readonly waiting: number;
  }[];
  /** The error that stopped it, if one did. */
  readonly failure: string | null;
}

const parameters = z.strictObject({
  state: z
    .enum(['true', 'false'])
    .default('false')
    .describe('compare the fold state with the facts as well; takes a scan of it'),
});

/** `GET /v1/audit`: does log = facts = roll-ups hold, and are the figures of every unit and day possible. */
export function registerAudit(
  app: FastifyInstance,
  { clickhouse, pipeline, auditState }: QueryOptions,
): void {
  const schema = {
    tags: ['audit'],
    summary: 'Do log, facts and roll-ups agree',
    querystring: parameters,
  };
  app.get('/v1/audit', { schema }, async (request): Promise<AuditAnswer<PipelineStatus>> => {
    const { state } = request.query as z.infer<typeof parameters>;
    const status = pipeline === undefined ? null : await pipeline();
    const askLog = pipeline === undefined ? null : async () => (await pipeline()).partitions;
    const found = await audit(clickhouse, askLog);
    return auditAnswer(found, state === 'true' ? await auditState?.() : undefined, status);
  });
}
