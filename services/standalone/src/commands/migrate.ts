import { join } from 'node:path';
import { takeDataFolder } from '@sohoso/service';
import { migrate, openClickHouseServer, type RebuildProgress } from '@sohoso/store';
import type { Config } from '../config.ts';
import { openEmbeddedClickHouse } from '../embedded-clickhouse.ts';

/** `sohoso migrate`: brings the schema up to date, on the server or in the data folder. */
export async function migrateStore(config: Config): Promise<void> {
  if (config.CLICKHOUSE_URL !== undefined) {
    const server = await openClickHouseServer(config.CLICKHOUSE_URL, config);
    try {
      tell(await migrate(server.writer, tellRebuild));
    } finally {
      await server.close();
    }
    return;
  }
  const folder = await takeDataFolder(config.SOHOSO_DATA_DIR);
  try {
    const embedded = await openEmbeddedClickHouse(join(folder.path, 'clickhouse'));
    tell(await migrate(embedded.writer, tellRebuild));
    await embedded.close();
  } finally {
    await folder.release();
  }
}

/** Summing all facts anew takes a while where there are many; a line now and then says that it goes on. */
function tellRebuild({ done, of }: RebuildProgress): void {
  if (of > 0) process.stderr.write(`roll-ups are summed anew: ${done} of ${of} positions\n`);
}

function tell(applied: readonly string[]): void {
  const text = applied.length === 0 ? 'the schema is up to date' : `applied ${applied.join(', ')}`;
  process.stdout.write(`${text}\n`);
}
