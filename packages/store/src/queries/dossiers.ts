import type { ClickHouseClient } from '@clickhouse/client';
import type { DossierEvent } from '@sohoso/dossier';
import { z } from 'zod';
import { type KnownAt, knownAtMs } from '../known-at.ts';
import { defineQuery } from '../query.ts';
import { chunksOf } from '../unit-parameters.ts';
import { type EventRow, eventRow, toEvent } from './facts.ts';

const query = defineQuery<{ dossiers: readonly string[]; knownAtMs: number }, EventRow>(
  'events-of-dossiers',
  eventRow,
);

/**
 * All counted events of some dossiers, voided ones and voids included, by dossier, in the order of their time; with
 * `known` only those that the log had recorded by then. A dossier that is not known is not there.
 */
export async function eventsOfDossiers(
  client: ClickHouseClient,
  dossiers: readonly string[],
  known: KnownAt | null = null,
): Promise<ReadonlyMap<string, readonly DossierEvent[]>> {
  const found = new Map<string, DossierEvent[]>();
  for (const some of chunksOf(dossiers)) {
    for (const row of await query.run(client, { dossiers: some, knownAtMs: knownAtMs(known) })) {
      const events = found.get(row.dossier);
      if (events === undefined) found.set(row.dossier, [toEvent(row)]);
      else events.push(toEvent(row));
    }
  }
  return found;
}

const sourceRow = z.object({ source: z.string(), events: z.int(), lastRecordedAtMs: z.int() });

/** The sources that counted events come from, with their number and when the log recorded the last one, ms since 1970. */
export const sources = defineQuery<Record<string, never>, z.infer<typeof sourceRow>>('sources', sourceRow);
