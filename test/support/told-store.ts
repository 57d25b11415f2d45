import { type EventLog, memoryDeadLetters, memoryLog } from '@sohoso/log';
import { type QueryOptions, query } from '@sohoso/query';
import { readUnitsFile, sampleUnitsFile } from '@sohoso/registry';
import { buildApp } from '@sohoso/service';
import { type ClickHouse, EmbeddedFoldState, migrate } from '@sohoso/store';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import type { OracleEvent } from '../oracle/oracle.ts';
import { temporaryClickHouse } from './embedded-store.ts';
import { consumerOn, drained, entriesOf, zone } from './pipeline.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A store that events can be told to one after the other, by a clock that a spec sets, and that answers over HTTP. */
export interface ToldStore {
  readonly clickhouse: ClickHouse;
  readonly log: EventLog;
  readonly app: FastifyInstance;
  /** What the log records by and the answers take for now, ms since 1970. */
  clock: number;
  /** Resolves when the events are in the store. */
  tell(...events: readonly OracleEvent[]): Promise<void>;
  tellRaw(text: string): Promise<void>;
  get(url: string): Promise<{
    readonly statusCode: number;
    readonly headers: Readonly<Record<string, unknown>>;
    readonly body: string;
    json(): ReturnType<typeof JSON.parse>;
  }>;
  /** From then on nothing that is told reaches the store. */
  stopFolding(): Promise<void>;
  close(): Promise<void>;
}

/** `isUnit` says which units' events are taken in; what is asked goes by the sample's registry, unless `more` says otherwise. */
export async function toldStore(
  clock: number,
  isUnit: (code: string) => boolean,
  more: (log: EventLog) => Partial<QueryOptions> = () => ({}),
): Promise<ToldStore> {
  const clickhouse = await temporaryClickHouse();
  const folder = await temporaryFolder();
  await migrate(clickhouse.writer);
  const state = new EmbeddedFoldState(folder.path);
  const log = memoryLog({ partitionCount: 4, now: () => told.clock });
  const bench = { log, deadLetters: memoryDeadLetters() };
  const consumer = consumerOn(bench, clickhouse, state, { rules: { zone, isUnit } }, 10_000);
  const app = await buildApp({
    title: 'spec',
    description: '',
    version: '1',
    logger: pino({ level: 'silent' }),
  });
  const registry = await readUnitsFile(sampleUnitsFile);
  const asked = { clickhouse: clickhouse.reader, registry, zone, now: () => told.clock };
  await app.register(query, { ...asked, ...more(log) });
  const told: ToldStore = {
    clickhouse,
    log,
    app,
    clock,
    async tell(...events) {
      await log.append(entriesOf(events));
      await drained(log);
    },
    async tellRaw(text) {
      await log.append([{ key: 'raw', value: Buffer.from(text) }]);
      await drained(log);
    },
    get: (url) => app.inject({ url }),
    stopFolding: () => consumer.stop(),
    async close() {
      await app.close();
      await consumer.stop();
      await state.close();
      await clickhouse.close();
      await folder.remove();
    },
  };
  await consumer.start();
  return told;
}
