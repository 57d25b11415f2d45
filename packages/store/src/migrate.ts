import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import { z } from 'zod';

const FOLDER = new URL('../migrations/', import.meta.url);

export interface Migration {
  readonly name: string;
  readonly checksum: string;
  readonly statements: readonly string[];
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
 * was cut off in the middle is simply run again from its start. Returns the names applied now.
 */
export async function migrate(client: ClickHouseClient): Promise<readonly string[]> {
  await client.command({ query: CREATE_RECORD });
  const applied = await appliedChecksums(client);
  const done: string[] = [];
  for (const { name, checksum, statements } of await migrations()) {
    const before = applied.get(name);
    if (before === checksum) continue;
    if (before !== undefined) {
      throw new MigrationChanged(
        `${name} was changed after it had been applied; restore the file, and put the change in a new one`,
      );
    }
    for (const query of statements) await client.command({ query });
    const clickhouse_settings = { insert_deduplication_token: `migration:${name}:${checksum}` };
    await client.insert({
      table: 'schema_migrations',
      columns: ['name', 'checksum'],
      values: [[name, checksum]],
      format: 'JSONCompactEachRow',
      clickhouse_settings,
    });
    done.push(name);
  }
  return done;
}

const applied = z.array(z.object({ name: z.string(), checksum: z.string() }));

async function appliedChecksums(client: ClickHouseClient): Promise<Map<string, string>> {
  const result = await client.query({
    query: 'SELECT name, checksum FROM schema_migrations FINAL',
    format: 'JSONEachRow',
  });
  return new Map(applied.parse(await result.json()).map(({ name, checksum }) => [name, checksum]));
}
