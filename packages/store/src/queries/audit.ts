import type { ClickHouseClient } from '@clickhouse/client';
import { z } from 'zod';
import { defineQuery } from '../query.ts';

const cell = z.object({
  unit: z.string(),
  day: z.string(),
  measure: z.string(),
  expected: z.int(),
  found: z.int(),
});
/** A cell in which a table does not hold what the one that it is made from adds up to. */
export type DifferingCell = z.infer<typeof cell>;

const stock = z.object({
  unit: z.string(),
  day: z.string(),
  open: z.int(),
  suspended: z.int(),
  overdue: z.int(),
});
/** A unit whose stocks at the end of a day cannot be. */
export type ImpossibleStock = z.infer<typeof stock>;

type Limit = { limit: number };

const auditUnitDay = defineQuery<Limit, DifferingCell>('audit-unit-day', cell);
const auditProcedureDay = defineQuery<Limit, DifferingCell>('audit-procedure-day', cell);
const auditLegDay = defineQuery<Limit, DifferingCell>('audit-leg-day', cell);
const auditUnitMonth = defineQuery<Limit, DifferingCell>('audit-unit-month', cell);
const auditStocks = defineQuery<Limit, ImpossibleStock>('audit-stocks', stock);

export interface StoreAudit {
  /** Cells where a roll-up and the facts differ, by roll-up; empty lists when all is well. */
  readonly differing: Readonly<
    Record<'unit_day' | 'procedure_day' | 'leg_day' | 'unit_month', readonly DifferingCell[]>
  >;
  readonly impossibleStocks: readonly ImpossibleStock[];
}

/** Compares every roll-up with the facts over all days, and checks the stocks at the end of each day. */
export async function auditStore(client: ClickHouseClient, limit = 100): Promise<StoreAudit> {
  const params = { limit };
  return {
    differing: {
      unit_day: await auditUnitDay.run(client, params),
      procedure_day: await auditProcedureDay.run(client, params),
      leg_day: await auditLegDay.run(client, params),
      unit_month: await auditUnitMonth.run(client, params),
    },
    impossibleStocks: await auditStocks.run(client, params),
  };
}
