import { auditStore, type PartitionPositions, positions, type StoreAudit } from '@sohoso/store';
import type { FastifyInstance } from 'fastify';
import type { QueryOptions } from './query-plugin.ts';

/** How far the pipeline is, by partition, as the process that runs it knows. */
export interface PipelineStatus {
  readonly partitions: readonly {
    readonly partition: number;
    readonly end: number;
    readonly committed: number;
  }[];
  /** The error that stopped it, if one did. */
  readonly failure: string | null;
}

export interface Audit {
  /** Whether everything holds. */
  readonly holds: boolean;
  /** What does not, one sentence each. */
  readonly faults: readonly string[];
  readonly positions: readonly PartitionPositions[];
  readonly pipeline: PipelineStatus | null;
  readonly store: StoreAudit;
}

/** `GET /v1/audit`: does log = facts = roll-ups hold, and are the stocks of every unit and day possible. */
export function registerAudit(app: FastifyInstance, { clickhouse, pipeline }: QueryOptions): void {
  const schema = { tags: ['audit'], summary: 'Do log, facts and roll-ups agree' };
  app.get('/v1/audit', { schema }, async (): Promise<Audit> => {
    const status = pipeline === undefined ? null : await pipeline();
    const byPartition = await positions.run(clickhouse, {});
    const store = await auditStore(clickhouse);
    const faults = [...pipelineFaults(status, byPartition), ...storeFaults(store)];
    return { holds: faults.length === 0, faults, positions: byPartition, pipeline: status, store };
  });
}

/** The facts must account for every position before the committed one, and for none beyond the end of the log. */
function pipelineFaults(
  status: PipelineStatus | null,
  found: readonly PartitionPositions[],
): readonly string[] {
  const byPartition = new Map(found.map((p) => [p.partition, p]));
  return (status?.partitions ?? []).flatMap(({ partition, end, committed }) => {
    const p = byPartition.get(partition);
    const accounted = p === undefined ? 0 : p.counted + p.repeated + p.refused + p.rerouted;
    if (accounted < committed)
      return [`partition ${partition}: the facts hold ${accounted} of ${committed} positions of the log`];
    if (p !== undefined && p.last >= end)
      return [`partition ${partition}: the facts go to position ${p.last}, the log ends before ${end}`];
    return [];
  });
}

function storeFaults({ differing, impossibleStocks }: StoreAudit): readonly string[] {
  const cells = Object.entries(differing).flatMap(([table, list]) =>
    list.map(
      (c) => `${table}: ${c.unit} ${c.day} ${c.measure} is ${c.found}, the facts add up to ${c.expected}`,
    ),
  );
  const stocks = impossibleStocks.map(
    (s) => `${s.unit} ${s.day}: open ${s.open}, suspended ${s.suspended}, overdue ${s.overdue} cannot be`,
  );
  return [...cells, ...stocks];
}
