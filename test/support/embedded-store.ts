import {
  type EmbeddedClickHouse,
  openEmbeddedClickHouse,
} from '../../services/standalone/src/embedded-clickhouse.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** ClickHouse in the process of the spec file, on a temporary folder. A process can hold one; a file has its own. */
export async function temporaryClickHouse(): Promise<EmbeddedClickHouse> {
  const folder = await temporaryFolder();
  const clickhouse = await openEmbeddedClickHouse(folder.path);
  return {
    ...clickhouse,
    async close() {
      await clickhouse.close();
      await folder.remove();
    },
  };
}
