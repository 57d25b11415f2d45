import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import { z } from 'zod';
import { defineQuery } from '../query.ts';
import { auditMarks, lostPositions, type MarkSums } from './positions.ts';

const cell = z.object({
  unit: z.string(),
  day: z.string(),
  measure: z.string(),
  facts: z.int(),
  unitDay: z.int(),
  procedureDay: z.int(),
  legDay: z.int(),
  isElsewhereInUnitDay: z.int(),
  isElsewhereInProcedureDay: z.int(),
  isElsewhereInLegDay: z.int(),
});
/**
 * A unit, day and measure in which some roll-up does not hold what the facts add up to, or (isElsewhere… 1) holds it under another
 * procedure, field or time of recording.
 */
export type DifferingCell = z.infer<typeof cell>;

const grainCell = z.object({
  grain: z.string(),
  unit: z.string(),
  day: z.string(),
  recordedDay: z.string(),
  measure: z.string(),
  expected: z.int(),
  found: z.int(),
});
/** A cell in which a grain of unit_day does not hold what its days add up to; `day` and `recordedDay` as the grain has them. */
export type DifferingGrain = z.infer<typeof grainCell>;

const stock = z.object({
  unit: z.string(),
  day: z.string(),
  open: z.int(),
  suspended: z.int(),
  overdue: z.int(),
  lowestFlow: z.int(),
});
/** A unit whose figures of a day cannot be: stocks at its end, or the lowest of its flows. */
export type ImpossibleStock = z.infer<typeof stock>;

type Limit = { limit: number };

const auditCells = defineQuery<Limit, DifferingCell>('audit-cells', cell);
const auditGrains = defineQuery<Limit, { unit: string }>('audit-grains', z.object({ unit: z.string() }));
const auditGrainCells = defineQuery<Limit & { units: readonly string[] }, DifferingGrain>(
  'audit-grain-cells',
  grainCell,
);
const auditStocks = defineQuery<Limit, ImpossibleStock>('audit-stocks', stock);

export interface StoreAudit {
  readonly cells: readonly DifferingCell[];
  readonly grains: readonly DifferingGrain[];
  readonly impossibleStocks: readonly ImpossibleStock[];
  /** Partitions whose batches some roll-up holds more or less of than the facts. */
  readonly marks: readonly (MarkSums & { readonly partition: number })[];
  /** Positions that were deleted from the log before they were read; both ends included. */
  readonly lost: readonly { readonly partition: number; readonly start: number; readonly end: number }[];
}

const LOOK_AGAIN_AFTER_MS = 400;
const LOOKS = 3;

/**
 * Compares every roll-up with the facts over all days, the marks of batches, and checks the figures of each day. While events
 * are folded, a table that is read later knows more than one read earlier; so what differs is looked at again, and only a
 * difference that stays the same each time is told. At most `limit` of each kind.
 */
export async function auditStore(client: ClickHouseClient, limit = 100): Promise<StoreAudit> {
  let found = await look(client, limit);
  for (let looks = 1; looks < LOOKS && !isClean(found); looks++) {
    await sleep(LOOK_AGAIN_AFTER_MS);
    found = inBoth(found, await look(client, limit));
  }
  return found;
}

function isClean({ cells, grains, impossibleStocks, marks }: StoreAudit): boolean {
  return cells.length + grains.length + impossibleStocks.length + marks.length === 0;
}

/** What two looks have in common, in the figures of the second. */
function inBoth(first: StoreAudit, second: StoreAudit): StoreAudit {
  return {
    cells: common(first.cells, second.cells, differencesOf),
    grains: common(
      first.grains,
      second.grains,
      (g) => `${g.grain} ${g.unit} ${g.day} ${g.recordedDay} ${g.measure} ${g.found - g.expected}`,
    ),
    impossibleStocks: common(first.impossibleStocks, second.impossibleStocks, (s) => `${s.unit} ${s.day}`),
    marks: common(
      first.marks,
      second.marks,
      (m) => `${m.partition} ${m.procedureDay - m.marked} ${m.unitDay - m.marked} ${m.legDay - m.marked}`,
    ),
    lost: second.lost,
  };
}

/** The figures of a busy cell move from look to look; what is wrong with it does not. */
function differencesOf(c: DifferingCell): string {
  return `${c.unit} ${c.day} ${c.measure} ${c.unitDay - c.facts} ${c.procedureDay - c.facts} ${c.legDay - c.facts} ${elsewhere(c)}`;
}

const elsewhere = (c: DifferingCell) =>
  `${c.isElsewhereInUnitDay}${c.isElsewhereInProcedureDay}${c.isElsewhereInLegDay}`;

function common<T>(first: readonly T[], second: readonly T[], name: (item: T) => string): readonly T[] {
  const known = new Set(first.map(name));
  return second.filter((item) => known.has(name(item)));
}

function marksFit(m: MarkSums): boolean {
  const { marked, markedBatches } = m;
  return (
    [m.procedureDay, m.unitDay, m.legDay].every((positions) => positions === marked) &&
    [m.procedureDayBatches, m.unitDayBatches, m.legDayBatches].every((batches) => batches === markedBatches)
  );
}

async function look(client: ClickHouseClient, limit: number): Promise<StoreAudit> {
  const sums = await auditMarks.run(client, {});
  return {
    cells: await auditCells.run(client, { limit }),
    grains: await differingGrains(client, limit),
    impossibleStocks: await auditStocks.run(client, { limit }),
    marks: sums.filter((m) => !marksFit(m)),
    lost: await lostPositions.run(client, { limit }),
  };
}

/** Cells are looked for only where a checksum of their unit tells of any. */
async function differingGrains(client: ClickHouseClient, limit: number): Promise<readonly DifferingGrain[]> {
  const units = [...new Set((await auditGrains.run(client, { limit })).map(({ unit }) => unit))];
  return units.length === 0 ? [] : auditGrainCells.run(client, { units, limit });
}
