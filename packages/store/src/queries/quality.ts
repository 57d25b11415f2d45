import type { ClickHouseClient } from '@clickhouse/client';
import { type Day, type DossierEvent, formatDay, MAX_EVENTS_OF_DOSSIER } from '@sohoso/dossier';
import { z } from 'zod';
import { defineQuery } from '../query.ts';
import { type EventRow, eventRow, toEvent } from './facts.ts';

/** A dossier in which something may be wrong: its counted events in the order of the log, voided ones and voids included. */
export interface SuspectDossier {
  readonly dossier: string;
  readonly events: readonly RecordedEvent[];
}

interface RecordedEvent {
  readonly event: DossierEvent;
  /** When the log recorded it, ms since 1970. */
  readonly recordedAtMs: number;
}

/** The days of a period, both included, and the reasons for which dossiers are looked for there. */
export interface SuspectsAsked {
  readonly from: Day;
  readonly to: Day;
  readonly reasons: readonly string[];
  /** A due that lies no more than so many days after its event is none to look at. */
  readonly plausibleDays: number;
}

type Range = { from: string; to: string };
type SuspectParams = Range & {
  reasons: readonly string[];
  plausibleDays: number;
  start: string;
  dossiers: number;
  events: number;
};

const suspects = defineQuery<SuspectParams, EventRow & { recordedAtMs: number }>(
  'quality-suspects',
  eventRow.extend({ recordedAtMs: z.int() }),
);

const DOSSIERS_AT_ONCE = 10_000;
/** Bounds what one answer may bring; more than a dossier may have, so that one is always whole. */
const EVENTS_AT_ONCE = 60 * MAX_EVENTS_OF_DOSSIER;

/**
 * The dossiers in which something may be wrong for one of the reasons, from the dossier `start` on, by id; a few thousand at a time. It is for
 * the fold to say what is wrong, if anything: here they are only found, none too few and some too many.
 */
export async function* suspectDossiers(
  client: ClickHouseClient,
  { from, to, reasons, plausibleDays }: SuspectsAsked,
  start = '',
  { dossiers, events } = { dossiers: DOSSIERS_AT_ONCE, events: EVENTS_AT_ONCE },
): AsyncGenerator<readonly SuspectDossier[]> {
  const range = { from: formatDay(from), to: formatDay(to) };
  for (let next = start; ; ) {
    const asked = { ...range, reasons, plausibleDays, start: next, dossiers, events };
    const rows = await suspects.run(client, asked);
    const found = byDossier(rows);
    const isCut = rows.length === events;
    const whole = isCut ? found.slice(0, -1) : found;
    yield whole;
    const last = whole.at(-1)?.dossier;
    if (last === undefined || (!isCut && found.length < dossiers)) return;
    // A blank comes before every character of an id, so this is the first id after it.
    next = `${last} `;
  }
}

function byDossier(rows: readonly (EventRow & { recordedAtMs: number })[]): readonly SuspectDossier[] {
  const found: { dossier: string; events: RecordedEvent[] }[] = [];
  for (const row of rows) {
    const recorded = { event: toEvent(row), recordedAtMs: row.recordedAtMs };
    const last = found.at(-1);
    if (last?.dossier === row.dossier) last.events.push(recorded);
    else found.push({ dossier: row.dossier, events: [recorded] });
  }
  return found;
}

/** How many records were refused on the days of a range (both included), by reason. */
export const refusedCounts = defineQuery<Range, { reason: string; count: number }>(
  'quality-refused-counts',
  z.object({ reason: z.string(), count: z.int() }),
);

const refusedRow = z.object({ partition: z.int(), offset: z.int(), day: z.int(), detail: z.string() });
/** A refused record: where it stands in the log, the day on which it was recorded, and why it was refused. */
export type RefusedRecord = z.infer<typeof refusedRow>;

/** The records that were refused for a reason on the days of a range, in log order, from a position on. */
export const refusedRecords = defineQuery<
  Range & { reason: string; partition: number; offset: number; limit: number },
  RefusedRecord
>('quality-refused', refusedRow);

/** The units that told something on the days of a range (both included); see the query. */
export const tellingUnits = defineQuery<Range, { unit: string }>(
  'quality-telling-units',
  z.object({ unit: z.string() }),
);
