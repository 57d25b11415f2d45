import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Server, served, sohoso } from '../support/sohoso.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import type { Figure } from './measure.ts';

export type BenchServer = Pick<Server, 'url'>;

const FILL_TIMEOUT_S = 600;

/** Runs a bench against `sohoso serve` over units u0, u1, …, on a store that was filled by statements of its own. */
export async function withFilledStore(
  units: number,
  statements: readonly string[],
  bench: (server: BenchServer) => Promise<Figure[]>,
): Promise<Figure[]> {
  const folder = await temporaryFolder();
  const unitsFile = join(folder.path, 'units.csv');
  const rows = Array.from({ length: units }, (_, i) => `u${i},Đơn vị ${i},commune,,${i},,`);
  await writeFile(unitsFile, `unit,name,level,parent,order,valid_from,valid_to\n${rows.join('\n')}\n`);
  const environment = { SOHOSO_DATA_DIR: join(folder.path, 'data'), SOHOSO_UNITS_FILE: unitsFile };
  try {
    await fill(environment.SOHOSO_DATA_DIR, statements);
    const server = await served(environment);
    try {
      return await bench(server);
    } finally {
      await server.stop();
    }
  } finally {
    await folder.remove();
  }
}

async function fill(dataFolder: string, statements: readonly string[]): Promise<void> {
  const migrated = await sohoso(['migrate'], { SOHOSO_DATA_DIR: dataFolder });
  if (migrated.code !== 0) throw new Error(migrated.stderr);
  const { openEmbeddedClickHouse } = await import('@sohoso/standalone');
  const clickhouse = await openEmbeddedClickHouse(join(dataFolder, 'clickhouse'));
  for (const [i, query] of statements.entries()) {
    const clickhouse_settings = {
      insert_deduplication_token: `bench-${i}`,
      max_execution_time: FILL_TIMEOUT_S,
    };
    await clickhouse.writer.command({ query, clickhouse_settings });
  }
  await clickhouse.close();
}
