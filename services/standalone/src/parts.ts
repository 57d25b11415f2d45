import { join } from 'node:path';
import { insertTimeoutMs } from '@sohoso/consumer';
import { type BusinessZone, businessZone } from '@sohoso/dossier';
import { type DeadLetters, EmbeddedLog, type EventLog, KafkaLog, kafkaOptions } from '@sohoso/log';
import {
  type Names,
  readCalendarFile,
  readNamesFile,
  readUnitsFile,
  sampleCalendarFile,
  sampleNamesFile,
  sampleUnitsFile,
  type UnitRegistry,
  type WorkingCalendar,
} from '@sohoso/registry';
import { type DataFolder, takeDataFolder } from '@sohoso/service';
import { type ClickHouse, EmbeddedFoldState, Facts, migrate, openClickHouseServer } from '@sohoso/store';
import type { Logger } from 'pino';
import type { Config } from './config.ts';

type OpenLog = EventLog & { readonly deadLetters: DeadLetters };

/** What was opened, to be closed in reverse. */
export type Closers = (() => Promise<void>)[];

/** Log, store and state, opened and brought up to date, with nothing at work on them yet. */
export interface Stores {
  readonly registry: UnitRegistry;
  readonly names: Names;
  readonly calendar: WorkingCalendar;
  readonly zone: BusinessZone;
  readonly log: OpenLog;
  readonly group: string;
  readonly clickhouse: ClickHouse;
  readonly facts: Facts;
  readonly state: EmbeddedFoldState;
}

export async function openStores(config: Config, logger: Logger, closers: Closers): Promise<Stores> {
  const registry = await readUnitsFile(config.SOHOSO_UNITS_FILE ?? sampleUnitsFile);
  for (const note of registry.notes) logger.warn(`units: ${note}`);
  const names = await readNamesFile(config.SOHOSO_NAMES_FILE ?? sampleNamesFile);
  const calendar = await readCalendarFile(config.SOHOSO_CALENDAR_FILE ?? sampleCalendarFile);
  const folder = await takeDataFolder(config.SOHOSO_DATA_DIR);
  closers.push(() => folder.release());
  const log = await openLog(config, folder, logger);
  closers.push(() => log.close());
  const clickhouse = await openClickHouse(config, folder);
  closers.push(() => clickhouse.close());
  await migrate(clickhouse.writer, (progress) => {
    if (progress.of > 0) logger.warn(progress, 'roll-ups are summed anew');
  });
  const state = new EmbeddedFoldState(join(folder.path, 'state'));
  closers.push(() => state.close());
  const zone = businessZone(config.SOHOSO_TIME_ZONE);
  const [group, facts] = [config.KAFKA_GROUP, new Facts(clickhouse)];
  return { registry, names, calendar, zone, log, group, clickhouse, facts, state };
}

async function openLog(config: Config, folder: DataFolder, logger: Logger): Promise<OpenLog> {
  const { KAFKA_BROKERS: brokers } = config;
  if (brokers !== undefined) return KafkaLog.open(kafkaOptions(brokers, config, 'sohoso', logger));
  return new EmbeddedLog({ path: join(folder.path, 'log'), partitionCount: config.KAFKA_PARTITIONS });
}

async function openClickHouse(config: Config, folder: DataFolder) {
  if (config.CLICKHOUSE_URL !== undefined) {
    const options = { insertTimeoutMs: insertTimeoutMs(config.KAFKA_SESSION_TIMEOUT_MS) };
    return openClickHouseServer(config.CLICKHOUSE_URL, config, options);
  }
  // Half a gigabyte of engine is loaded where it is needed, and not by commands that ask a server.
  const { openEmbeddedClickHouse } = await import('./embedded-clickhouse.ts');
  return openEmbeddedClickHouse(join(folder.path, 'clickhouse'));
}

/** Closes all of them, whatever becomes of one; then throws the first fault. */
export async function closeAll(closers: Closers): Promise<void> {
  const faults: unknown[] = [];
  for (const close of closers.toReversed()) await close().catch((error: unknown) => faults.push(error));
  if (faults.length > 0) throw faults[0];
}

/** The rules by which events are taken in and folded. */
export function rulesOf({ registry, zone }: Stores) {
  return { zone, isUnit: (code: string) => registry.has(code) };
}
