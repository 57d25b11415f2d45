import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';
import {
  type ClickHouseClient,
  type ClickHouseClientConfigOptions,
  ClickHouseLogLevel,
  createClient,
} from '@clickhouse/client';
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
export async function openEmbeddedClickHouse(path: string): Promise<EmbeddedClickHouse> {
  detachStandardInput();
  try {
    const [writer, reader] = [await connect(path), await connect(path)];
    return { writer, reader, close: () => closeBoth(reader, writer) };
  } catch (error) {
    throw new Usage(`the ClickHouse folder ${path} cannot be opened: ${(error as Error).message}`);
  }
}

/** Settings stay on a connection in process, so they are said once; with every request they took 2 ms of it (measured). */
async function connect(path: string): Promise<ClickHouseClient> {
  const client = createClient({ connection: chdbConnection(path), log: { level: ClickHouseLogLevel.OFF } });
  await client.command({ query: 'SELECT 1', clickhouse_settings: settings });
  return client;
}

/**
 * Puts nothing in the place of standard input. The engine takes what it finds there for rows of the next INSERT, so a
 * pipe with anything in it would end up in the tables, or break the insert. A file that is opened gets the lowest free
 * number, and that is the one just closed.
 */
function detachStandardInput(): void {
  try {
    closeSync(STANDARD_INPUT);
  } catch {
    // It was closed already.
  }
  const opened = openSync(devNull, 'r');
  if (opened !== STANDARD_INPUT) closeSync(opened);
}

const STANDARD_INPUT = 0;

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
