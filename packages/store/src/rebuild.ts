import { randomUUID } from 'node:crypto';
import type { ClickHouseClient } from '@clickhouse/client';
import { claimPartition, drainInserts, StoreLocked } from './claims.ts';
import { type ClickHouse, INSERT_TIMEOUT_MS } from './clickhouse.ts';
import { type Lock, lockInserts, takeMaintenance } from './locks.ts';
import { claimedPartitions } from './queries/claims.ts';
import { factsNextOffset } from './queries/facts.ts';
import { type RollUp, sums } from './queries/sums.ts';

export interface RebuildProgress {
  /** Log positions whose facts have been summed, of all. */
  readonly done: number;
  readonly of: number;
}

/** Positions that one statement sums. */
const PAGE_POSITIONS = 100_000;
/** How many positions may be left to sum while nobody inserts, and how often it is tried to get there. */
const LOCKED_POSITIONS = 20_000;
const MAX_PASSES = 20;
/** How long nobody inserts, at most. */
const LOCK_MS = 60_000;
const ROLL_UPS = ['procedure_day', 'unit_day', 'leg_day'] as const;

type Ends = ReadonlyMap<number, number>;

/**
 * Makes all roll-ups anew from the facts, beside the ones in use, and exchanges them in the end. Reports go on being
 * answered from the old ones until then; consumers wait for the last moments, while what came meanwhile is summed. Throws
 * MaintenanceUnderWay where another is at it, unless the right to it is `held` by the caller; the roll-ups are then, or after
 * any other error, those from before.
 */
export async function rebuildRollUps(
  clickhouse: ClickHouse,
  onProgress: (progress: RebuildProgress) => void = () => {},
  held?: Lock,
): Promise<void> {
  const run = randomUUID();
  const lease = held ?? (await takeMaintenance(clickhouse.writer, `rebuild-${run}`));
  const rebuild = new Rebuild(clickhouse, run, lease, onProgress);
  try {
    await rebuild.run();
  } finally {
    if (held === undefined) await lease.release();
  }
}

class Rebuild {
  readonly #clickhouse: ClickHouse;
  readonly #client: ClickHouseClient;
  readonly #run: string;
  readonly #lease: Lock;
  readonly #onProgress: (progress: RebuildProgress) => void;
  /** Up to where each partition is summed. */
  #summed: Ends = new Map();
  #done = 0;

  constructor(
    clickhouse: ClickHouse,
    run: string,
    lease: Lock,
    onProgress: (progress: RebuildProgress) => void,
  ) {
    this.#clickhouse = clickhouse;
    this.#client = clickhouse.writer;
    this.#run = run;
    this.#lease = lease;
    this.#onProgress = onProgress;
  }

  /** A name of this run alone: an exchange that is carried out late, after its client gave up, must find nothing to exchange. */
  #beside(table: RollUp): string {
    return `${table}_rebuild_${this.#run.replaceAll('-', '')}`;
  }

  async run(): Promise<void> {
    await this.#dropLeftOvers();
    for (const table of ROLL_UPS)
      await this.#client.command({ query: `CREATE TABLE ${this.#beside(table)} AS ${table}` });
    for (let passes = 0; passes < MAX_PASSES; passes++) {
      const ends = await this.#ends();
      if (this.#left(ends) <= LOCKED_POSITIONS) break;
      await this.#sumUpTo(ends);
    }
    const lock = await lockInserts(this.#client, this.#run, LOCK_MS);
    try {
      await this.#standStill();
      await this.#sumUpTo(await this.#ends());
      await this.#exchange(lock);
    } finally {
      // In this order: with the lock open, an exchange that comes late would take away what was inserted since; and whoever
      // looked at the old roll-ups must look again before adding to new ones.
      for (const table of ROLL_UPS)
        await this.#client.command({ query: `DROP TABLE IF EXISTS ${this.#beside(table)} SYNC` });
      await this.#standStill();
      await lock.release();
    }
  }

  /** Fences everybody who has ever inserted, and waits until nothing of theirs is running. */
  async #standStill(): Promise<void> {
    for (const { partition } of await claimedPartitions.run(this.#client, {}))
      await claimPartition(this.#client, partition, `rebuild-${this.#run}`);
    await drainInserts(this.#clickhouse, 'all', INSERT_TIMEOUT_MS);
  }

  async #exchange(lock: Lock): Promise<void> {
    for (const table of ROLL_UPS) {
      if (!(await lock.isHeld()) || !(await this.#lease.isHeld())) {
        throw new StoreLocked(
          `summing the last facts took longer than ${LOCK_MS / 1_000} s; run: sohoso rebuild-rollups again, when fewer events come`,
        );
      }
      await this.#client.command({ query: `EXCHANGE TABLES ${table} AND ${this.#beside(table)}` });
    }
  }

  /** Tables of runs that were cut off. */
  async #dropLeftOvers(): Promise<void> {
    const query =
      "SELECT name FROM system.tables WHERE database = currentDatabase() AND match(name, '^(procedure_day|unit_day|leg_day)_rebuild_')";
    const result = await this.#client.query({ query, format: 'JSONEachRow' });
    for (const { name } of (await result.json()) as { name: string }[])
      await this.#client.command({ query: `DROP TABLE IF EXISTS ${name} SYNC` });
  }

  async #ends(): Promise<Ends> {
    const rows = await factsNextOffset.run(this.#client, {});
    return new Map(rows.map(({ partition, next }) => [partition, next]));
  }

  #left(ends: Ends): number {
    let left = 0;
    for (const [partition, end] of ends) left += end - (this.#summed.get(partition) ?? 0);
    return left;
  }

  /** Sums the facts up to these ends into the tables beside. */
  async #sumUpTo(ends: Ends): Promise<void> {
    const of = this.#done + this.#left(ends);
    this.#onProgress({ done: this.#done, of });
    for (const [partition, end] of ends) {
      for (let from = this.#summed.get(partition) ?? 0; from < end; from += PAGE_POSITIONS) {
        const to = Math.min(from + PAGE_POSITIONS, end) - 1;
        for (const table of ROLL_UPS) {
          const params = { table: this.#beside(table), partition, from, to, sign: 1, claim: '' } as const;
          await sums[table].run(this.#client, params);
        }
        this.#done += to - from + 1;
        this.#onProgress({ done: this.#done, of });
      }
    }
    this.#summed = ends;
  }
}
