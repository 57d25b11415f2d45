import { z } from 'zod';
import { defineQuery } from '../query.ts';

const positionsRow = z.object({
  partition: z.int(),
  counted: z.int(),
  repeated: z.int(),
  refused: z.int(),
  rerouted: z.int(),
  empty: z.int(),
  first: z.int(),
  last: z.int(),
});
export type PartitionPositions = z.infer<typeof positionsRow>;

/** How many log positions are accounted for, by what became of them; `empty` ones held no record. */
export const positions = defineQuery<Record<string, never>, PartitionPositions>('positions', positionsRow);

const runRow = z.object({ start: z.int(), end: z.int() });

/** Runs of positions of a partition that the facts lack, both ends included. */
export const missingPositions = defineQuery<
  { partition: number; limit: number },
  { start: number; end: number }
>('missing-positions', runRow);

/** Positions that were deleted from the log before they were read. */
export const lostPositions = defineQuery<
  { limit: number },
  { partition: number; start: number; end: number }
>('lost-positions', runRow.extend({ partition: z.int() }));

const sums = z.object({
  marked: z.int(),
  procedureDay: z.int(),
  unitDay: z.int(),
  legDay: z.int(),
  markedBatches: z.string(),
  procedureDayBatches: z.string(),
  unitDayBatches: z.string(),
  legDayBatches: z.string(),
});
/** Of the facts and each roll-up, the positions that its marks add up to, and the sum of the batches' hashes in decimal. */
export type MarkSums = z.infer<typeof sums>;

/** Where one partition stands: the position after its last fact, and the sums of marks; see migration 008. */
export const standing = defineQuery<{ partition: number }, MarkSums & { next: number }>(
  'standing',
  sums.extend({ next: z.int() }),
);

/** The sums of marks by partition. */
export const auditMarks = defineQuery<Record<string, never>, MarkSums & { partition: number }>(
  'audit-marks',
  sums.extend({ partition: z.int() }),
);

/** The last batches of a partition, newest first: the position that ends each, how many facts it has, and its hash. */
export const lastBatches = defineQuery<
  { partition: number; limit: number },
  { offset: number; positions: number; hash: number }
>('last-batches', z.object({ offset: z.int(), positions: z.int(), hash: z.int() }));

/** The first position of the batch of so many facts that ends at a position. */
export const batchStart = defineQuery<
  { partition: number; end: number; positions: number },
  { start: number }
>('batch-start', z.object({ start: z.int() }));

/** The facts between the end of the batch before a position and the end of its own; see restored.ts. */
export const batchWindow = defineQuery<
  { partition: number; position: number },
  { offset: number; positions: number }
>('batch-window', z.object({ offset: z.int(), positions: z.int() }));

/** Why each of the last positions of a partition was refused, newest first; empty where it was not. */
export const lastDispositions = defineQuery<{ partition: number; limit: number }, { reason: string }>(
  'last-dispositions',
  z.object({ reason: z.string() }),
);
