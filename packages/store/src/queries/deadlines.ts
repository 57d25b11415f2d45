import type { ClickHouseClient } from '@clickhouse/client';
import { addDays, type Day, formatDay } from '@sohoso/dossier';
import { z } from 'zod';
import { defineQuery } from '../query.ts';

type Range = Record<'from' | 'to', string>;

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
const overdueDossiers = defineQuery<{ on: string; after: string; limit: number }, z.infer<typeof dossierRow>>(
  'deadline-overdue-dossiers',
  dossierRow,
);

/**
 * How many legs of each unit have a due from … to, both included, as things stand: open and not suspended. `from` must not lie
 * before today, for of days past the roll-ups know who went overdue, not who was due.
 */
export function dueCounts(
  client: ClickHouseClient,
  from: Day,
  to: Day,
): Promise<readonly { readonly unit: string; readonly legs: number }[]> {
  return counts.run(client, overdueOn(from, to));
}

/** These legs, of the units named and in their order, at most `limit` of them after one. */
export function dueLegs(
  client: ClickHouseClient,
  { from, to }: { readonly from: Day; readonly to: Day },
  units: readonly string[],
  page: { readonly after: DueLegRow | null; readonly limit: number },
): Promise<readonly DueLegRow[]> {
  const { after, limit } = page;
  return legs.run(client, {
    ...overdueOn(from, to),
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
function overdueOn(from: Day, to: Day): Range {
  return { from: formatDay(addDays(from, 1)), to: formatDay(addDays(to, 1)) };
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

/** The dossiers with an overdue leg at the end of a day, by name: the first `limit` of them after one ('' for none). */
export async function dossiersOverdueOn(
  client: ClickHouseClient,
  on: Day,
  after: string,
  limit: number,
): Promise<readonly string[]> {
  const rows = await overdueDossiers.run(client, { on: formatDay(on), after, limit });
  return rows.map(({ dossier }) => dossier);
}
