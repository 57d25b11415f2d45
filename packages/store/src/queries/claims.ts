import { z } from 'zod';
import { defineQuery, defineStatement } from '../query.ts';

/** The greatest claim on a partition. */
export const greatestClaim = defineQuery<{ partition: number }, { claim: string }>(
  'claim',
  z.object({ claim: z.string() }),
);

/** How many inserts of facts whose comment begins so are running on the server. */
export const insertsUnderWay = defineQuery<{ comment: string }, { running: number }>(
  'inserts-under-way',
  z.object({ running: z.int() }),
);

/** Which these are. */
export const insertIds = defineQuery<{ comment: string }, { id: string }>(
  'insert-ids',
  z.object({ id: z.string() }),
);

/** Asks the server to end them. */
export const killInserts = defineStatement<{ comment: string }>('kill-inserts');

/** The partitions that anybody has claimed. */
export const claimedPartitions = defineQuery<Record<string, never>, { partition: number }>(
  'claimed-partitions',
  z.object({ partition: z.int() }),
);
