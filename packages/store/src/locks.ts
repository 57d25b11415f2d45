import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import { currentClaim, nextEpoch, putClaim, StoreLocked } from './claims.ts';

/** Somebody else is repairing or rebuilding the same store. */
export class MaintenanceUnderWay extends Error {
  override readonly name = 'MaintenanceUnderWay';
}

/** Stand for partitions in the table of claims; Kafka has fewer. */
const INSERTS = 65_535;
const MAINTENANCE = 65_534;

/** A lock in the store. It ends by itself, so that one who dies with it holds nobody up for ever. */
export interface Lock {
  /** Whether it is still in force and ours, by the server's clock. */
  isHeld(): Promise<boolean>;
  /** Lets go of it; does nothing where it is another's by now. */
  release(): Promise<void>;
}

/** Keeps everybody from inserting facts for so many ms at most; the view that takes facts in throws StoreLocked meanwhile. */
export function lockInserts(client: ClickHouseClient, owner: string, ms: number): Promise<Lock> {
  return put(client, INSERTS, owner, ms);
}

const LEASE_MS = 60_000;
const RENEW_EVERY_MS = 15_000;
const SETTLE_MS = 300;

/**
 * Takes the right to repair or rebuild, which one at a time has; renewed until it is released. Throws MaintenanceUnderWay
 * with a sentence where another has it.
 */
export async function takeMaintenance(client: ClickHouseClient, owner: string): Promise<Lock> {
  const known = await untilOf(client, MAINTENANCE);
  const left = known - (await serverNowMs(client));
  if (left > 0) {
    throw new MaintenanceUnderWay(
      `another repair or rebuild of this store is under way; wait until it has ended (if it was cut off, that is in ${Math.ceil(left / 1_000)} s)`,
    );
  }
  let lock = await put(client, MAINTENANCE, owner, LEASE_MS);
  // Another may have looked before this was there, and written after: then its lease is the greater one by now.
  await sleep(SETTLE_MS);
  if (!(await lock.isHeld()))
    throw new MaintenanceUnderWay('another repair or rebuild of this store has begun');
  let renewing = Promise.resolve();
  const renew = async () => {
    if (await lock.isHeld()) lock = await put(client, MAINTENANCE, owner, LEASE_MS);
  };
  const renewal = setInterval(() => {
    // A renewal that fails is met by the next one, or by whoever asks whether the lease is held.
    renewing = renewing.then(renew).catch(() => {});
  }, RENEW_EVERY_MS);
  renewal.unref();
  return {
    isHeld: () => lock.isHeld(),
    async release() {
      clearInterval(renewal);
      await renewing;
      await lock.release();
    },
  };
}

/** Throws StoreLocked while the store is being repaired or rebuilt: what is found wrong with it then is under work. */
export async function requireNoMaintenance(client: ClickHouseClient): Promise<void> {
  const now = await serverNowMs(client);
  for (const place of [INSERTS, MAINTENANCE]) {
    if ((await untilOf(client, place)) > now) throw new StoreLocked('the store is being repaired or rebuilt');
  }
}

async function put(client: ClickHouseClient, place: number, owner: string, ms: number): Promise<Lock> {
  const until = (await serverNowMs(client)) + ms;
  const text = `${await nextEpoch(client, place)}:${owner}:${until}`;
  await putClaim(client, place, text);
  const isOurs = async () => (await currentClaim(client, place)) === text;
  return {
    isHeld: async () => (await isOurs()) && (await serverNowMs(client)) < until,
    async release() {
      if (await isOurs()) await putClaim(client, place, `${await nextEpoch(client, place)}:${owner}:0`);
    },
  };
}

async function untilOf(client: ClickHouseClient, place: number): Promise<number> {
  return Number((await currentClaim(client, place)).split(':')[2] ?? 0);
}

async function serverNowMs(client: ClickHouseClient): Promise<number> {
  const query = 'SELECT toUnixTimestamp64Milli(now64(3)) AS now';
  const result = await client.query({ query, format: 'JSONEachRow' });
  return Number(((await result.json()) as { now: number | string }[])[0]?.now);
}
