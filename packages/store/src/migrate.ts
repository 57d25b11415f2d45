import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import { z } from 'zod';
import { drainInserts } from './claims.ts';
import { INSERT_TIMEOUT_MS } from './clickhouse.ts';
import { MaintenanceUnderWay } from './locks.ts';
import { factsNextOffset } from './queries/facts.ts';
import { type RebuildProgress, rebuildRollUps } from './rebuild.ts';

const FOLDER = new URL('../migrations/', import.meta.url);

export interface Migration {
  readonly name: string;
  readonly checksum: string;
  readonly statements: readonly string[];
  /** Whether the roll-ups must be made anew after it; the head comment says so under "Rebuild". */
  readonly rebuilds: boolean;
}

/** A migration that was applied has been edited since; the schema is not what the files say. */
export class MigrationChanged extends Error {
  override readonly name = 'MigrationChanged';
}

const CREATE_RECORD = `CREATE TABLE IF NOT EXISTS schema_migrations
(name String, checksum String, applied_at DateTime64(3, 'UTC') DEFAULT now64(3))
ENGINE = ReplacingMergeTree ORDER BY name SETTINGS fsync_after_insert = 1, fsync_part_directory = 1`;

/** The migrations of this version in the order of their numbers. */
export async function migrations(): Promise<readonly Migration[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.sql')).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(name, FOLDER), 'utf8');
      return {
        name,
        checksum: createHash('sha256').update(text).digest('hex'),
        statements: splitStatements(text),
        rebuilds: /^-- Rebuild /m.test(text),
      };
    }),
  );
}

/** Statements end with a semicolon at the end of a line. Comment lines go with the statement that follows them. */
function splitStatements(text: string): readonly string[] {
  return text
    .split(/;[ \t]*(?:\r?\n|$)/)
    .map((statement) => statement.trim())
    .filter((statement) => statement.replaceAll(/^--.*$/gm, '').trim() !== '');
}

/**
 * Applies what has not been applied, in order, and records it. Each statement may be run again, so a migration that
 * was cut off in the middle is simply run again from its start. Where roll-ups must be made anew from the facts for what was
 * applied, that is done last and once, and only then is it recorded. Returns the names applied now.
 */
export async function migrate(
  client: ClickHouseClient,
  onRebuild: (progress: RebuildProgress) => void = () => {},
): Promise<readonly string[]> {
  await client.command({ query: CREATE_RECORD });
  const applied = await appliedChecksums(client);
  const done: string[] = [];
  const waiting: Migration[] = [];
  for (const migration of await migrations()) {
    const { name, checksum, statements, rebuilds } = migration;
    const before = applied.get(name);
    if (before === checksum) continue;
    if (before !== undefined) {
      throw new MigrationChanged(
        `${name} was changed after it had been applied; restore the file, and put the change in a new one`,
      );
    }
    for (const query of statements) await client.command({ query });
    if (rebuilds) waiting.push(migration);
    else await recordApplied(client, migration);
    done.push(name);
  }
  if (waiting.length > 0) await rebuildOnce(client, waiting, onRebuild);
  for (const migration of waiting) await recordApplied(client, migration);
  return done;
}

async function recordApplied(client: ClickHouseClient, { name, checksum }: Migration): Promise<void> {
  await client.insert({
    table: 'schema_migrations',
    columns: ['name', 'checksum'],
    values: [[name, checksum]],
    format: 'JSONCompactEachRow',
    clickhouse_settings: { insert_deduplication_token: `migration:${name}:${checksum}` },
  });
}

const LOOK_AGAIN_AFTER_MS = 2_000;

/** Makes the roll-ups anew for migrations, unless another program that migrates the same store has done it while we waited. */
async function rebuildOnce(
  client: ClickHouseClient,
  waiting: readonly Migration[],
  onRebuild: (progress: RebuildProgress) => void,
): Promise<void> {
  const clickhouse = { writer: client, reader: client };
  // An insert that began with the views of before may still be running. What begins now is summed as it should be.
  await drainInserts(clickhouse, 'all', INSERT_TIMEOUT_MS);
  if ((await factsNextOffset.run(client, {})).length === 0) return;
  for (;;) {
    const applied = await appliedChecksums(client);
    if (waiting.every(({ name, checksum }) => applied.get(name) === checksum)) return;
    try {
      return await rebuildRollUps(clickhouse, onRebuild);
    } catch (error) {
      // A lease that nobody renews ends within a minute, so this does too.
      if (!(error instanceof MaintenanceUnderWay)) throw error;
      await sleep(LOOK_AGAIN_AFTER_MS);
    }
  }
}

const applied = z.array(z.object({ name: z.string(), checksum: z.string() }));

async function appliedChecksums(client: ClickHouseClient): Promise<Map<string, string>> {
  const result = await client.query({
    query: 'SELECT name, checksum FROM schema_migrations FINAL',
    format: 'JSONEachRow',
  });
  return new Map(applied.parse(await result.json()).map(({ name, checksum }) => [name, checksum]));
}
