import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type EmbeddedClickHouse,
  openEmbeddedClickHouse,
} from '../../services/standalone/src/embedded-clickhouse.ts';

export interface TemporaryFolder {
  readonly path: string;
  remove(): Promise<void>;
}

export async function temporaryFolder(): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), 'sohoso-spec-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** ClickHouse in the process of the spec file, on a temporary folder. A process can hold one; a file has its own. */
export async function temporaryClickHouse(): Promise<EmbeddedClickHouse> {
  const folder = await temporaryFolder();
  const clickhouse = openEmbeddedClickHouse(folder.path);
  return {
    ...clickhouse,
    async close() {
      await clickhouse.close();
      await folder.remove();
    },
  };
}
