import type { ClickHouseClient } from '@clickhouse/client';
import { addDays, type Day, formatDay } from '@sohoso/dossier';
import { z } from 'zod';
import { defineQuery } from '../query.ts';

type Range = Record<'on' | 'from' | 'to', string>;

const countRow = z.object({ unit: z.string(), legs: z.int() });
const counts = defineQuery<Range, z.infer<typeof countRow>>('deadline-counts', countRow);

const legRow = z.object({
  unit: z.string(),
  due: z.int().transform((day) => day as Day),
  dossier: z.string(),
  leg: z.int(),
});
/** A leg that is due: where it is, its due, its dossier, and which of the dossier's legs it is, counted from 0. */
export type DueLegRow = z.infer<typeof legRow>;

type LegsParams = Range & {
  units: readonly string[];
  afterUnit: number;
  afterDue: number;
  afterDossier: string;
  afterLeg: number;
  limit: number;
};
const legs = defineQuery<LegsParams, DueLegRow>('deadline-legs', legRow);

const opened = {
  received_online: 'online',
  received_direct: 'direct',
  received_postal: 'postal',
  received_forwarded: 'forwarded',
} as const;
const channelRow = z.object({
  dossier: z.string(),
  leg: z.int(),
  measure: z.enum(['received_online', 'received_direct', 'received_postal', 'received_forwarded']),
});
const channels = defineQuery<{ dossiers: readonly string[] }, z.infer<typeof channelRow>>(
  'deadline-channels',
  channelRow,
);

const dossierRow = z.object({ dossier: z.string() });
const openDossiers = defineQuery<{ on: string; limit: number }, z.infer<typeof dossierRow>>(
  'deadline-open-dossiers',
  dossierRow,
);
const aheadDossiers = defineQuery<{ on: string; limit: number }, z.infer<typeof dossierRow>>(
  'deadline-ahead-dossiers',
  dossierRow,
);
type WatchedParams = { on: string; source: string; after: string; limit: number };
const watchedDossiers = defineQuery<WatchedParams, z.infer<typeof dossierRow>>(
  'deadline-watched-dossiers',
  dossierRow,
);

/** Dues from … to, both included, as things stand at the end of `from`, which must not lie before today. */
export interface DueWindow {
  readonly from: Day;
  readonly to: Day;
}

/**
 * How many legs of each unit have a due in the window: open and not suspended. Of days past the roll-ups know who went overdue, not
 * who was due. The dossiers of `dossiersAheadOf` its first day are left out: of their days to come the roll-ups do not know it either.
 */
export function dueCounts(
  client: ClickHouseClient,
  window: DueWindow,
): Promise<readonly { readonly unit: string; readonly legs: number }[]> {
  return counts.run(client, overdueOn(window));
}

/** These legs, of the units named and in their order, at most `limit` of them after one. */
export function dueLegs(
  client: ClickHouseClient,
  window: DueWindow,
  units: readonly string[],
  page: { readonly after: DueLegRow | null; readonly limit: number },
): Promise<readonly DueLegRow[]> {
  const { after, limit } = page;
  return legs.run(client, {
    ...overdueOn(window),
    units,
    // ClickHouse counts the places of an array from 1.
    afterUnit: after === null ? 0 : units.indexOf(after.unit) + 1,
    afterDue: after?.due ?? 0,
    afterDossier: after?.dossier ?? '',
    afterLeg: after?.leg ?? -1,
    limit,
  });
}

/** A leg goes overdue on the day after its due. */
function overdueOn({ from, to }: DueWindow): Range {
  return { on: formatDay(from), from: formatDay(addDays(from, 1)), to: formatDay(addDays(to, 1)) };
}

/** The channel of every leg of some dossiers (a few thousand at most), by `channelKey`. */
export async function channelsOfLegs(
  client: ClickHouseClient,
  dossiers: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (dossiers.length === 0) return new Map();
  const rows = await channels.run(client, { dossiers });
  return new Map(rows.map((row) => [channelKey(row), opened[row.measure]]));
}

export function channelKey({ dossier, leg }: { readonly dossier: string; readonly leg: number }): string {
  return `${leg} ${dossier}`;
}

/** The dossiers with an open leg at the end of a day; the first `limit` of them. */
export async function dossiersOpenOn(
  client: ClickHouseClient,
  on: Day,
  limit: number,
): Promise<readonly string[]> {
  return (await openDossiers.run(client, { on: formatDay(on), limit })).map(({ dossier }) => dossier);
}

/** The dossiers with events of days after one that is today or later; the first `limit` of them. */
export async function dossiersAheadOf(
  client: ClickHouseClient,
  on: Day,
  limit: number,
): Promise<readonly string[]> {
  return (await aheadDossiers.run(client, { on: formatDay(on), limit })).map(({ dossier }) => dossier);
}

/** Whose dossiers a watcher looks at: its source, and the dossier after which it goes on ('' for none). */
export interface Watched {
  readonly on: Day;
  readonly source: string;
  readonly after: string;
  readonly limit: number;
}

/**
 * The dossiers with an overdue leg at the end of a day, and those with an announcement of the source that something told since
 * may have made wrong, by name.
 */
export async function dossiersWatchedOn(
  client: ClickHouseClient,
  { on, source, after, limit }: Watched,
): Promise<readonly string[]> {
  const rows = await watchedDossiers.run(client, { on: formatDay(on), source, after, limit });
  return rows.map(({ dossier }) => dossier);
}
