import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ClickHouseClient, ClickHouseSettings } from '@clickhouse/client';
import { z } from 'zod';

type Parameters = Readonly<Record<string, string | number | readonly string[] | readonly number[]>>;

/** A question to the store as a value: its SQL text, typed parameters, and the schema of its rows. */
export interface Query<Params extends Parameters, Row> {
  readonly sql: string;
  run(client: ClickHouseClient, params: Params, settings?: ClickHouseSettings): Promise<readonly Row[]>;
}

/** Something that the store is told to do, and that gives no rows. */
export interface Statement<Params extends Parameters> {
  readonly sql: string;
  /** With a comment it shows under it among the server's running queries. */
  run(client: ClickHouseClient, params: Params, comment?: string): Promise<void>;
}

const FOLDER = new URL('../queries/', import.meta.url);

/** Reads a query from its `.sql` file. A row that is not of the schema is an error of ours, and is thrown. */
export function defineQuery<Params extends Parameters, Row>(
  name: string,
  row: z.ZodType<Row>,
): Query<Params, Row> {
  const sql = readFileSync(new URL(`${name}.sql`, FOLDER), 'utf8');
  const rows = z.array(row);
  return {
    sql,
    async run(client, params, settings) {
      const result = await client.query({
        query: sql,
        query_params: params,
        format: 'JSONEachRow',
        ...(settings === undefined ? {} : { clickhouse_settings: settings }),
      });
      // One parse of the whole answer; parsing row by row takes three times as long.
      return rows.parse(JSON.parse(`[${(await result.text()).trimEnd().replaceAll('\n', ',')}]`));
    },
  };
}

/** Reads a statement from its `.sql` file. Each run has a token of its own: what is inserted is never taken for a repeat. */
export function defineStatement<Params extends Parameters>(name: string): Statement<Params> {
  const sql = readFileSync(new URL(`${name}.sql`, FOLDER), 'utf8');
  return {
    sql,
    async run(client, params, log_comment = '') {
      const clickhouse_settings = { insert_deduplication_token: `${name}:${randomUUID()}`, log_comment };
      await client.command({ query: sql, query_params: params, clickhouse_settings });
    },
  };
}
