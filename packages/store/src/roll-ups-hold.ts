import type { ClickHouseClient } from '@clickhouse/client';
import { migrations } from './migrate.ts';
import { appliedMigration } from './queries/applied-migration.ts';

/** The roll-ups of this store are not yet what this version reads; they are made so by a migration that rebuilds them. */
export class RollUpsOutdated extends Error {
  override readonly name = 'RollUpsOutdated';
}

const known = new WeakSet<ClickHouseClient>();
let last: Promise<string | undefined> | undefined;

/**
 * Throws RollUpsOutdated while the roll-ups lack what the last migration that rebuilds them gives them: a program that only reads
 * may be started before one that migrates, and sums over grains that are not there yet would be wrong without a sign of it.
 */
export async function requireRollUps(client: ClickHouseClient): Promise<void> {
  if (known.has(client)) return;
  last ??= migrations().then((all) => all.findLast(({ rebuilds }) => rebuilds)?.name);
  const name = (await last) ?? '';
  if ((await appliedMigration.run(client, { name })).length === 0) {
    throw new RollUpsOutdated(
      `the roll-ups of this store are of an earlier version (${name} has not been applied to its end); run: sohoso migrate`,
    );
  }
  known.add(client);
}
