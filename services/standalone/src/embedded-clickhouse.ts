import { type ClickHouseClientConfigOptions, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { Usage } from '@sohoso/service';
import { type ClickHouse, settings } from '@sohoso/store';
import { drainPending } from 'chdb';
import { createChdbConnection } from 'chdb/connection';

export interface EmbeddedClickHouse extends ClickHouse {
  close(): Promise<void>;
}

/**
 * Opens ClickHouse in this process, on a folder that one process at a time may hold. Writer and reader are two
 * connections to the one engine, for each runs its statements one after the other.
 */
export function openEmbeddedClickHouse(path: string): EmbeddedClickHouse {
  try {
    const client = () =>
      createClient({
        connection: chdbConnection(path),
        clickhouse_settings: settings,
        log: { level: ClickHouseLogLevel.OFF },
      });
    const [writer, reader] = [client(), client()];
    return { writer, reader, close: () => closeBoth(reader, writer) };
  } catch (error) {
    throw new Usage(`the ClickHouse folder ${path} cannot be opened: ${(error as Error).message}`);
  }
}

/** Closing returns before the engine has let go of the folder; waiting for it is what makes a close a close. */
async function closeBoth(reader: ClickHouse['reader'], writer: ClickHouse['writer']): Promise<void> {
  await reader.close();
  await writer.close();
  await drainPending();
}

/** The two packages declare the connection twice, from one source; the compiler cannot see that it is the same. */
function chdbConnection(path: string) {
  return createChdbConnection({ path }) as unknown as NonNullable<
    ClickHouseClientConfigOptions['connection']
  >;
}
