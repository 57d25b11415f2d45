import { setTimeout as sleep } from 'node:timers/promises';
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

const SECOND_LOOK_AFTER_MS = 400;

/**
 * Compares every roll-up with the facts over all days, and checks the stocks at the end of each day. While events are
 * folded, a table that is read later knows more than one read earlier; what differs is looked at again, and only what
 * has stayed exactly as it was is told.
 */
export async function auditStore(client: ClickHouseClient, limit = 100): Promise<StoreAudit> {
  const first = await look(client, limit);
  if (isClean(first)) return first;
  await sleep(SECOND_LOOK_AFTER_MS);
  const second = await look(client, limit);
  const known = new Set(
    Object.entries(first.differing).flatMap(([table, cells]) =>
      cells.map((c) => `${table} ${JSON.stringify(c)}`),
    ),
  );
  const stay = (table: keyof StoreAudit['differing']) =>
    second.differing[table].filter((c) => known.has(`${table} ${JSON.stringify(c)}`));
  return {
    differing: {
      unit_day: stay('unit_day'),
      procedure_day: stay('procedure_day'),
      leg_day: stay('leg_day'),
      unit_month: stay('unit_month'),
    },
    impossibleStocks: second.impossibleStocks,
  };
}

function isClean({ differing, impossibleStocks }: StoreAudit): boolean {
  return impossibleStocks.length === 0 && Object.values(differing).every((cells) => cells.length === 0);
}

async function look(client: ClickHouseClient, limit: number): Promise<StoreAudit> {
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
