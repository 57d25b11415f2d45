import { query } from '@sohoso/query';
import { readUnitsFile, sampleUnitsFile } from '@sohoso/registry';
import { buildApp, registerHealth } from '@sohoso/service';
import { EmbeddedFoldState, migrate } from '@sohoso/store';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import type { EmbeddedClickHouse } from '../../services/standalone/src/embedded-clickhouse.ts';
import { sampleEvents } from '../../services/standalone/src/sample/sample-events.ts';
import type { OracleEvent } from '../oracle/oracle.ts';
import { temporaryClickHouse } from './embedded-store.ts';
import { consumerOn, drained, entriesOf, memoryBench, zone } from './pipeline.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Everything that can be asked, over the sample, in this process. */
export interface SampleServer {
  readonly app: FastifyInstance;
  readonly clickhouse: EmbeddedClickHouse;
  /** Appends events and waits until they count. */
  add(events: readonly OracleEvent[]): Promise<void>;
  close(): Promise<void>;
}

/** The sample folded into an embedded ClickHouse, with the query routes on it. A spec file can have one. */
export async function sampleServer(): Promise<SampleServer> {
  const clickhouse = await temporaryClickHouse();
  const folder = await temporaryFolder();
  await migrate(clickhouse.writer);
  const state = new EmbeddedFoldState(folder.path);
  const bench = memoryBench(12);
  await bench.log.append(entriesOf(sampleEvents()));
  const consumer = consumerOn(bench, clickhouse, state, {}, 10_000);
  await consumer.start();
  await drained(bench.log);
  const app = await buildApp({
    title: 'spec',
    description: '',
    version: '1',
    logger: pino({ level: 'silent' }),
  });
  const registry = await readUnitsFile(sampleUnitsFile);
  await app.register(query, { clickhouse: clickhouse.reader, registry, zone });
  registerHealth(app, async () => ({ ready: true, reasons: [] }));
  return {
    app,
    clickhouse,
    async add(events) {
      await bench.log.append(entriesOf(events));
      await drained(bench.log);
    },
    async close() {
      await consumer.stop();
      await state.close();
      await app.close();
      await clickhouse.close();
      await folder.remove();
    },
  };
}
