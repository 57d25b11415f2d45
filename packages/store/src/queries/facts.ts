import { eventTypes } from '@sohoso/dossier';
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

const eventRow = z.object({
  offset: z.int(),
  dossier: z.string(),
  source: z.string(),
  id: z.string(),
  type: z.enum(eventTypes),
  atMicros: z.int(),
  day: z.int(),
  data: z.string(),
});
/** A counted event as stored; `data` is the JSON of what only its type says. */
export type EventRow = z.infer<typeof eventRow>;

/** Counted events of a partition from a position on, in log order. */
export const factsEvents = defineQuery<{ partition: number; from: number; limit: number }, EventRow>(
  'facts-events',
  eventRow,
);

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

/** What the store says of the installation that it belongs to, by name. */
export const installation = defineQuery<{ name: string }, { value: string }>(
  'installation',
  z.object({ value: z.string() }),
);
