import { type ClickHouseClientConfigOptions, createClient } from '@clickhouse/client';
import { type ClickHouse, settings } from '@sohoso/store';
import { createChdbConnection } from 'chdb/connection';

export interface EmbeddedClickHouse extends ClickHouse {
  close(): Promise<void>;
}

/**
 * Opens ClickHouse in this process, on a folder that one process at a time may hold. Writer and reader are two
 * connections to the one engine, for each runs its statements one after the other.
 */
export function openEmbeddedClickHouse(path: string): EmbeddedClickHouse {
  const client = () => createClient({ connection: chdbConnection(path), clickhouse_settings: settings });
  const [writer, reader] = [client(), client()];
  return {
    writer,
    reader,
    async close() {
      await reader.close();
      await writer.close();
    },
  };
}

/** The two packages declare the connection twice, from one source; the compiler cannot see that it is the same. */
function chdbConnection(path: string) {
  return createChdbConnection({ path }) as unknown as NonNullable<
    ClickHouseClientConfigOptions['connection']
  >;
}
