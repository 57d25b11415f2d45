import { randomUUID } from 'node:crypto';
import type { ClickHouseClient } from '@clickhouse/client';
import { claimPartition, drainInserts, lockStore, StoreLocked } from './claims.ts';
import { INSERT_TIMEOUT_MS } from './clickhouse.ts';
import { factsNextOffset } from './queries/facts.ts';
import { type RollUp, sums } from './queries/sums.ts';

export interface RebuildProgress {
  /** Log positions whose facts have been summed, of all. */
  readonly done: number;
  readonly of: number;
}

/** Positions that one statement sums. */
const PAGE_POSITIONS = 100_000;
/** How long nobody inserts, at most: for the facts that came during the rebuild, and the exchange of the tables. */
const LOCK_MS = 120_000;
const ROLL_UPS = ['procedure_day', 'unit_day', 'leg_day'] as const;

type Ends = ReadonlyMap<number, number>;

/**
 * Makes all roll-ups anew from the facts, beside the ones in use, and exchanges them in the end. Reports go on being
 * answered from the old ones until then; consumers wait for the last moments, while what came meanwhile is summed.
 */
export async function rebuildRollUps(
  client: ClickHouseClient,
  onProgress: (progress: RebuildProgress) => void = () => {},
): Promise<void> {
  const owner = `rebuild-${randomUUID()}`;
  for (const table of ROLL_UPS) {
    await client.command({ query: `DROP TABLE IF EXISTS ${beside(table)} SYNC` });
    await client.command({ query: `CREATE TABLE ${beside(table)} AS ${table}` });
  }
  const first = await ends(client);
  const tell = progressOf(first, onProgress);
  await fill(client, new Map(), first, tell);

  const lock = await lockStore(client, owner, LOCK_MS);
  try {
    const last = await ends(client);
    for (const partition of last.keys()) await claimPartition(client, partition, owner);
    await drainInserts(client, 'all', INSERT_TIMEOUT_MS);
    await fill(client, first, await ends(client), tell);
    for (const table of ROLL_UPS) {
      if (!(await lock.isLocked())) throw new StoreLocked(LOCK_RAN_OUT);
      await client.command({ query: `EXCHANGE TABLES ${table} AND ${beside(table)}` });
    }
    if (!(await lock.isLocked())) throw new StoreLocked(LOCK_RAN_OUT);
  } finally {
    await lock.unlock();
  }
  for (const table of ROLL_UPS) await client.command({ query: `DROP TABLE ${beside(table)} SYNC` });
}

const LOCK_RAN_OUT = `exchanging the roll-ups took longer than ${LOCK_MS / 1_000} s; run: sohoso rebuild-rollups again`;

const beside = (table: RollUp) => `${table}_rebuild`;

async function ends(client: ClickHouseClient): Promise<Ends> {
  const rows = await factsNextOffset.run(client, {});
  return new Map(rows.map(({ partition, next }) => [partition, next]));
}

/** Sums the facts from one set of ends up to another into the tables beside. */
async function fill(
  client: ClickHouseClient,
  since: Ends,
  until: Ends,
  tell: (positions: number) => void,
): Promise<void> {
  for (const [partition, end] of until) {
    for (let from = since.get(partition) ?? 0; from < end; from += PAGE_POSITIONS) {
      const to = Math.min(from + PAGE_POSITIONS, end) - 1;
      for (const table of ROLL_UPS)
        await sums[table].run(client, { table: beside(table), partition, from, to, sign: 1, claim: '' });
      tell(to - from + 1);
    }
  }
}

function progressOf(all: Ends, onProgress: (progress: RebuildProgress) => void) {
  let of = [...all.values()].reduce((sum, end) => sum + end, 0);
  let done = 0;
  onProgress({ done, of });
  return (positions: number) => {
    done += positions;
    of = Math.max(of, done);
    onProgress({ done, of });
  };
}
