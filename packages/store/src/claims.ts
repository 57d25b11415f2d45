import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import type { ClickHouse } from './clickhouse.ts';
import { greatestClaim, insertIds, insertsUnderWay, killInserts } from './queries/claims.ts';

/** Another consumer has claimed the partition since: what this one wanted to insert is not in, and is not wanted. */
export class Fenced extends Error {
  override readonly name = 'Fenced';
}

/** The roll-ups are being exchanged for rebuilt ones; nobody inserts for some seconds. */
export class StoreLocked extends Error {
  override readonly name = 'StoreLocked';
}

const EPOCH_DIGITS = 12;
const CLAIM_TRIES = 20;

/**
 * Claims a partition for `owner`: from now on the store throws `Fenced` at inserts under any earlier claim. Returns the
 * claim, which inserts must name.
 */
export async function claimPartition(
  client: ClickHouseClient,
  partition: number,
  owner: string,
): Promise<string> {
  for (let tries = 0; tries < CLAIM_TRIES; tries++) {
    const claim = `${await nextEpoch(client, partition)}:${owner}`;
    await putClaim(client, partition, claim);
    // Two that claim at the same moment may take the same number; the one that sorts behind tries again.
    if ((await currentClaim(client, partition)) === claim) return claim;
  }
  throw new Fenced(`partition ${partition} was claimed by others ${CLAIM_TRIES} times in a row`);
}

export async function currentClaim(client: ClickHouseClient, partition: number): Promise<string> {
  return (await greatestClaim.run(client, { partition }))[0]?.claim ?? '';
}

export async function nextEpoch(client: ClickHouseClient, partition: number): Promise<string> {
  const epoch = Number((await currentClaim(client, partition)).split(':')[0]) + 1;
  return String(epoch).padStart(EPOCH_DIGITS, '0');
}

export async function putClaim(client: ClickHouseClient, partition: number, claim: string): Promise<void> {
  await client.insert({
    table: 'partition_claims',
    columns: ['partition', 'claim'],
    values: [[partition, claim]],
    format: 'JSONCompactEachRow',
    clickhouse_settings: { insert_deduplication_token: `claim:${claim}:${randomUUID()}` },
  });
}

/** The comment under which an insert of facts shows among the server's running queries. */
export function insertComment(partition: number | 'all'): string {
  return partition === 'all' ? 'sohoso facts of ' : `sohoso facts of ${partition};`;
}

const DRAIN_POLL_MS = 50;

/**
 * Resolves when no insert of facts of the partition (or of any) is running on the server any more; they are asked to end. To
 * be called after the claim: what begins later is fenced, so that from then on the facts stand still until the claimant inserts.
 */
export async function drainInserts(
  { writer }: ClickHouse,
  partition: number | 'all',
  timeoutMs: number,
): Promise<void> {
  const comment = insertComment(partition);
  const end = performance.now() + timeoutMs;
  for (let tries = 0; ; tries++) {
    // Not by the reader, which may be at an audit; and the comment of an insert stays on an in-process connection.
    const [found] = await insertsUnderWay.run(writer, { comment }, { log_comment: '' });
    const running = found?.running ?? 0;
    if (running === 0) return;
    if (tries === 0) await killInserts.run(writer, { comment });
    if (performance.now() > end) throw new Error(`an earlier insert is still running on the server`);
    await sleep(DRAIN_POLL_MS);
  }
}

/** The longest that a reader waits for inserts, ms; then it answers with what there is. */
const READER_WAIT_MS = 3_000;
const READER_POLL_MS = 20;

/** Resolves when no insert of facts is running any more that runs now; later ones may. */
export async function insertsEnded(client: ClickHouseClient): Promise<void> {
  const comment = insertComment('all');
  const end = performance.now() + READER_WAIT_MS;
  let waiting: ReadonlySet<string> | null = null;
  for (;;) {
    const running = (await insertIds.run(client, { comment })).map(({ id }) => id);
    waiting = new Set(waiting === null ? running : running.filter((id) => waiting?.has(id)));
    if (waiting.size === 0 || performance.now() > end) return;
    await sleep(READER_POLL_MS);
  }
}

/** The error of an insert, told apart by what the view that takes facts in throws (migration 008). */
export function insertFault(error: Error): Error {
  if (error.message.includes('the partition is claimed by another')) {
    return new Fenced('another consumer has claimed the partition', { cause: error });
  }
  if (error.message.includes('the store is locked')) {
    return new StoreLocked('the roll-ups are being exchanged for rebuilt ones', { cause: error });
  }
  return error;
}
