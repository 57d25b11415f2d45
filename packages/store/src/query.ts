import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ClickHouseClient, ClickHouseSettings, TupleParam } from '@clickhouse/client';
import { z } from 'zod';

type Parameter = string | number | readonly string[] | readonly number[] | readonly TupleParam[];
type Parameters = Readonly<Record<string, Parameter>>;

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

/** What a column holds: text, or whole numbers that JavaScript can hold. */
type Column = 'text' | 'whole';

/**
 * A question whose answer has many rows of few kinds of values: it comes column by column, each checked in one go, which costs
 * a fifth of what rows do.
 */
export function defineColumns<Params extends Parameters, Row extends object>(
  name: string,
  schema: { readonly [Name in keyof Row]-?: Column },
): Query<Params, Row> {
  const sql = readFileSync(new URL(`${name}.sql`, FOLDER), 'utf8');
  const columns = Object.entries(schema) as [name: string, column: Column][];
  return {
    sql,
    async run(client, query_params, clickhouse_settings = {}) {
      const format = 'JSONColumnsWithMetadata';
      const result = await client.query({ query: sql, query_params, format, clickhouse_settings });
      const { data, rows } = columnsAnswer.parse(await result.json());
      // Where there are no rows, the engine does not name the columns either.
      if (rows === 0) return [];
      const values = columns.map(([column, kind]) => checked(data[column], kind, `${name}.${column}`));
      return Array.from({ length: rows }, (_, i) => rowOf<Row>(columns, values, i));
    },
  };
}

const columnsAnswer = z.object({ data: z.record(z.string(), z.unknown()), rows: z.int() });

/** The values of a column, which must all be of its kind. */
function checked(values: unknown, kind: Column, column: string): readonly unknown[] {
  if (Array.isArray(values) && values.every(isOf[kind])) return values;
  throw new TypeError(`the answer of the store has something else than ${kind} in ${column}`);
}

const isOf = {
  text: (value: unknown) => typeof value === 'string',
  whole: (value: unknown) => Number.isSafeInteger(value),
};

function rowOf<Row>(
  columns: readonly (readonly [name: string, column: Column])[],
  values: readonly (readonly unknown[])[],
  i: number,
): Row {
  const row: Record<string, unknown> = {};
  for (let column = 0; column < columns.length; column++)
    row[columns[column]?.[0] ?? ''] = values[column]?.[i];
  return row as Row;
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
