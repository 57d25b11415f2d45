import { z } from 'zod';
import { defineQuery } from '../query.ts';

/** Which positions of a range (both ends included) of one partition the facts hold. */
export const factsOffsets = defineQuery<{ partition: number; from: number; to: number }, { offset: number }>(
  'facts-offsets',
  z.object({ offset: z.int() }),
);

/** The position after the last one held, by partition. */
export const factsNextOffset = defineQuery<Record<string, never>, { partition: number; next: number }>(
  'facts-next-offset',
  z.object({ partition: z.int(), next: z.int() }),
);

/** Counted events of a partition from a position on, in log order, as stored. */
export const factsEvents = defineQuery<
  { partition: number; from: number; limit: number },
  { offset: number; event: string }
>('facts-events', z.object({ offset: z.int(), event: z.string() }));

const positionsRow = z.object({
  partition: z.int(),
  counted: z.int(),
  repeated: z.int(),
  refused: z.int(),
  rerouted: z.int(),
  first: z.int(),
  last: z.int(),
});
export type PartitionPositions = z.infer<typeof positionsRow>;

/** How many log positions are accounted for, by what became of them. */
export const positions = defineQuery<Record<string, never>, PartitionPositions>('positions', positionsRow);
