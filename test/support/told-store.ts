import { memoryDeadLetters, memoryLog } from '@sohoso/log';
import { query } from '@sohoso/query';
import { readUnitsFile, sampleUnitsFile } from '@sohoso/registry';
import { buildApp } from '@sohoso/service';
import { type ClickHouse, EmbeddedFoldState, migrate } from '@sohoso/store';
import { pino } from 'pino';
import type { OracleEvent } from '../oracle/oracle.ts';
import { temporaryClickHouse } from './embedded-store.ts';
import { consumerOn, drained, entriesOf, zone } from './pipeline.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A store that events can be told to one after the other, by a clock that a spec sets, and that answers over HTTP. */
export interface ToldStore {
  readonly clickhouse: ClickHouse;
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
  close(): Promise<void>;
}

/** `isUnit` says which units' events are taken in; what is asked goes by the sample's registry. */
export async function toldStore(clock: number, isUnit: (code: string) => boolean): Promise<ToldStore> {
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
  await app.register(query, { clickhouse: clickhouse.reader, registry, zone, now: () => told.clock });
  const told: ToldStore = {
    clickhouse,
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
