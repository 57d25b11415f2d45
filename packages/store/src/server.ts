import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { z } from 'zod';
import { type ClickHouse, INSERT_TIMEOUT_MS, settings } from './clickhouse.ts';

/** The environment variables that say where ClickHouse is. Without CLICKHOUSE_URL there is no server. */
export const storeVariables = {
  CLICKHOUSE_URL: z
    .url({ protocol: /^https?$/, error: 'must be a URL such as http://127.0.0.1:8123' })
    .optional(),
  CLICKHOUSE_USER: z.string().default('default'),
  CLICKHOUSE_PASSWORD: z.string().default(''),
  CLICKHOUSE_DATABASE: z
    .string()
    .regex(/^[A-Za-z_]\w*$/, 'is not the name of a database')
    .default('default'),
  CLICKHOUSE_CLUSTER: z
    .undefined({ error: 'is not supported yet: the tables are made on one server; unset it' })
    .optional(),
};

const shape = z.object(storeVariables);
export type StoreVariables = z.infer<typeof shape>;

/** The server cannot be reached, or does not let us in. */
class StoreUnreachable extends Error {
  override readonly name = 'StoreUnavailable';
}

const QUERY_TIMEOUT_MS = 60_000;

/** Failures reach whoever asked, as errors; the client need not print them as well. */
const log = { level: ClickHouseLogLevel.OFF };

export interface ClickHouseServer extends ClickHouse {
  close(): Promise<void>;
}

export interface ServerOptions {
  /** The longest that an insert may take, ms. */
  readonly insertTimeoutMs?: number;
}

/** Connects to a ClickHouse server over HTTP, and makes the database where it is missing. */
export async function openClickHouseServer(
  url: string,
  variables: StoreVariables,
  { insertTimeoutMs = INSERT_TIMEOUT_MS }: ServerOptions = {},
): Promise<ClickHouseServer> {
  const {
    CLICKHOUSE_USER: username,
    CLICKHOUSE_PASSWORD: password,
    CLICKHOUSE_DATABASE: database,
  } = variables;
  const connect = (databaseName: string, request_timeout: number) =>
    createClient({
      url,
      username,
      password,
      database: databaseName,
      clickhouse_settings: settings,
      request_timeout,
      // Long parameters go in the body: an address may be cut off by whatever stands in between.
      use_multipart_params_auto: true,
      log,
    });
  const first = connect('default', INSERT_TIMEOUT_MS);
  try {
    const result = await first.query({ query: 'SELECT 1', format: 'JSONEachRow' });
    await result.json();
    if (database !== 'default') await first.command({ query: `CREATE DATABASE IF NOT EXISTS ${database}` });
  } catch (error) {
    throw new StoreUnreachable(`ClickHouse at ${url} cannot be used: ${(error as Error).message}`, {
      cause: error,
    });
  } finally {
    await first.close();
  }
  const [writer, reader] = [connect(database, insertTimeoutMs), connect(database, QUERY_TIMEOUT_MS)];
  return {
    writer,
    reader,
    async close() {
      await Promise.all([writer.close(), reader.close()]);
    },
  };
}
