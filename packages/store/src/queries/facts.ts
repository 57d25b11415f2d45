import { type DossierEvent, eventTypes } from '@sohoso/dossier';
import { z } from 'zod';
import { defineQuery } from '../query.ts';

/** Which positions of a range (both ends included) of one partition the facts hold. */
export const factsOffsets = defineQuery<{ partition: number; from: number; to: number }, { offset: number }>(
  'facts-offsets',
  z.object({ offset: z.int() }),
);

const endRow = z.object({ partition: z.int(), next: z.int(), recordedAtMs: z.int() });

/** The position after the last one held, by partition, and when the log recorded that one. */
export const factsNextOffset = defineQuery<Record<string, never>, z.infer<typeof endRow>>(
  'facts-next-offset',
  endRow,
);

export const eventRow = z.object({
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

/** The event that a row was made of. */
export function toEvent({ dossier, source, id, type, atMicros, day, data }: EventRow): DossierEvent {
  return { type, source, id, dossier, at: atMicros, day, ...JSON.parse(data) } as DossierEvent;
}

/**
 * Counted events at positions `from` … before `before` of one partition, in log order. With `homes` (the number of partitions) above 0 only
 * those of dossiers that belong to the partition `home` by their key.
 */
export const factsEvents = defineQuery<
  { partition: number; from: number; before: number; homes: number; home: number; limit: number },
  EventRow
>('facts-events', eventRow);

/** The counted events of some dossiers that were recorded before a record, in the order of recording. */
export const dossierEvents = defineQuery<
  {
    partition: number;
    before: number;
    recordedAtMs: number;
    hasGrown: 0 | 1;
    dossiers: readonly string[];
  },
  EventRow
>('dossier-events', eventRow);

/** What the store says of the installation that it belongs to, by name. */
export const installation = defineQuery<{ name: string }, { value: string }>(
  'installation',
  z.object({ value: z.string() }),
);
