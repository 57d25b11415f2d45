import type { ClickHouseClient } from '@clickhouse/client';
import { businessZone } from '@sohoso/dossier';
import { type PipelineStatus, query } from '@sohoso/query';
import { readUnitsFile, sampleUnitsFile } from '@sohoso/registry';
import { buildApp } from '@sohoso/service';
import { type ClickHouseServer, migrate, openClickHouseServer, type StoreVariables } from '@sohoso/store';
import { pino } from 'pino';
import { type ClickHouseFront, startClickHouseFront } from '../support/clickhouse/front.ts';
import type { Ask } from './exact.ts';
import type { Context } from './scenario.ts';

export const zone = businessZone('Asia/Ho_Chi_Minh');

/** The timeout of inserts may be said, so that a row need not wait for the one of production. */
const open: (
  url: string,
  variables: StoreVariables,
  options?: { insertTimeoutMs: number },
) => Promise<ClickHouseServer> = openClickHouseServer;

let fronts = 0;

/** A ClickHouse behind HTTP that can be made to fail. */
export async function startFront(context: Context): Promise<ClickHouseFront> {
  const front = await startClickHouseFront({ path: `${context.folder}/clickhouse-of-front-${fronts++}` });
  context.onEnd(() => front.stop());
  return front;
}

export interface StoreOptions {
  readonly database?: string;
  readonly insertTimeoutMs?: number;
  /** How far the pipeline is, for the audit; nothing is known where it is left out. */
  readonly pipeline?: () => Promise<PipelineStatus>;
}

/** The store in one database of a front, with the service that answers questions over it. */
export interface Store {
  readonly clickhouse: ClickHouseServer;
  readonly ask: Ask;
  /** Runs a statement past the program, as whoever looks after the server could. */
  command(sql: string): Promise<void>;
  /** The answer as text, a row a line. */
  text(sql: string): Promise<string>;
}

export async function openStore(
  context: Context,
  front: ClickHouseFront,
  options: StoreOptions = {},
): Promise<Store> {
  const { database = 'default', insertTimeoutMs = 20_000, pipeline } = options;
  const variables = {
    CLICKHOUSE_URL: front.url,
    CLICKHOUSE_USER: 'default',
    CLICKHOUSE_PASSWORD: '',
    CLICKHOUSE_DATABASE: database,
  };
  const clickhouse = await open(front.url, variables, { insertTimeoutMs });
  context.onEnd(() => clickhouse.close());
  await migrate(clickhouse.writer);
  const registry = await readUnitsFile(sampleUnitsFile);
  const logger = pino({ level: 'silent' });
  const app = await buildApp({ title: 'faults', description: 'faults', version: '0', logger });
  context.onEnd(() => app.close());
  const status = pipeline === undefined ? {} : { pipeline };
  await app.register(query, { clickhouse: clickhouse.reader, registry, zone, ...status });
  const ask: Ask = async (path) => {
    const answer = await app.inject({ method: 'GET', url: path });
    if (answer.statusCode !== 200) throw new Error(`GET ${path}: ${answer.statusCode}: ${answer.body}`);
    return answer.json();
  };
  return {
    clickhouse,
    ask,
    command: async (sql) => void (await clickhouse.reader.command({ query: sql })),
    text: (sql) => textOf(clickhouse.reader, sql),
  };
}

async function textOf(client: ClickHouseClient, sql: string): Promise<string> {
  const result = await client.query({ query: sql, format: 'TabSeparated' });
  return result.text();
}
