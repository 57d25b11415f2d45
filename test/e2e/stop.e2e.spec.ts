import { join } from 'node:path';
import { EmbeddedLog } from '@sohoso/log';
import { EmbeddedFoldState, Facts } from '@sohoso/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEmbeddedClickHouse } from '../../services/standalone/src/embedded-clickhouse.ts';
import { eventLines } from '../bench/events.ts';
import { sendEvents, served, settled } from '../support/sohoso.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';

const PARTITIONS = 4;
const LIMIT_MS = 10_000;

let folder = {} as TemporaryFolder;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

describe('a server that is told to stop while it has much to do', () => {
  it('ends within ten seconds with nothing in doubt: log, facts and state end at the same positions', async () => {
    const data = join(folder.path, 'data');
    const environment = {
      SOHOSO_DATA_DIR: data,
      KAFKA_PARTITIONS: String(PARTITIONS),
      SOHOSO_MAX_BATCH_EVENTS: '500',
    };
    const server = await served(environment);
    const events = [...eventLines(6_000)].map(({ line }) => JSON.parse(line) as object);
    await sendEvents(server.url, events);
    const start = performance.now();
    expect((await server.stop()).code).toBe(0);
    expect(performance.now() - start).toBeLessThan(LIMIT_MS);

    const log = new EmbeddedLog({ path: join(data, 'log'), partitionCount: PARTITIONS });
    const clickhouse = await openEmbeddedClickHouse(join(data, 'clickhouse'));
    const state = new EmbeddedFoldState(join(data, 'state'));
    const facts = await new Facts(clickhouse).nextOffsets();
    const lag = await log.lag('sohoso');
    expect(lag.reduce((sum, p) => sum + p.waiting, 0)).toBeGreaterThan(0);
    for (const { partition, committed } of lag) {
      expect([partition, facts.get(partition) ?? 0]).toEqual([partition, committed]);
      expect([partition, state.position(partition) ?? 0]).toEqual([partition, committed]);
    }
    await state.close();
    await clickhouse.close();
    await log.close();

    const again = await served(environment);
    const audit = await settled(again.url);
    expect(audit.faults).toEqual([]);
    expect(audit.positions.reduce((sum, p) => sum + p.counted, 0)).toBe(events.length);
    await again.stop();
  });
});
