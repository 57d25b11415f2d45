import { type Audit, type AuditFault, audit } from '@sohoso/store';
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

export interface AuditAnswer extends Omit<Audit, 'faults'> {
  /** What does not hold, one sentence each. */
  readonly faults: readonly string[];
  /** How many faults each check found; checks without any are left out. */
  readonly faultsByCheck: Readonly<Record<string, number>>;
  /** Null where this process does not know the log. */
  readonly pipeline: PipelineStatus | null;
  /** Whether the fold state was compared with the facts as well. */
  readonly stateWasChecked: boolean;
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
  app.get('/v1/audit', { schema }, async (request): Promise<AuditAnswer> => {
    const { state } = request.query as z.infer<typeof parameters>;
    const status = pipeline === undefined ? null : await pipeline();
    const askLog = pipeline === undefined ? null : async () => (await pipeline()).partitions;
    const found = await audit(clickhouse, askLog);
    const ofState = state === 'true' ? await auditState?.() : undefined;
    const all: readonly AuditFault[] = [...found.faults, ...(ofState ?? [])];
    const faultsByCheck: Record<string, number> = {};
    for (const { check } of all) faultsByCheck[check] = (faultsByCheck[check] ?? 0) + 1;
    return {
      ...found,
      holds: all.length === 0,
      faults: all.map(({ text }) => text),
      faultsByCheck,
      pipeline: status,
      stateWasChecked: ofState !== undefined,
    };
  });
}
