import { businessZone } from '@sohoso/dossier';
import {
  readCalendarFile,
  readNamesFile,
  readUnitsFile,
  sampleCalendarFile,
  sampleNamesFile,
  sampleUnitsFile,
} from '@sohoso/registry';
import { buildApp, listenFault, type Running, registerHealth, runService } from '@sohoso/service';
import { openClickHouseServer } from '@sohoso/store';
import { pino } from 'pino';
import { readConfig } from './config.ts';
import { letterheadOf } from './letterhead.ts';
import { query } from './query-plugin.ts';

async function start(): Promise<Running> {
  const config = readConfig();
  const logger = pino({ name: 'query', level: config.SOHOSO_LOG_LEVEL });
  const registry = await readUnitsFile(config.SOHOSO_UNITS_FILE ?? sampleUnitsFile);
  for (const note of registry.notes) logger.warn(`units: ${note}`);
  const names = await readNamesFile(config.SOHOSO_NAMES_FILE ?? sampleNamesFile);
  const calendar = await readCalendarFile(config.SOHOSO_CALENDAR_FILE ?? sampleCalendarFile);
  const clickhouse = await openClickHouseServer(config.CLICKHOUSE_URL, config);
  const app = await buildApp({
    title: 'Sổ Hồ Sơ query',
    description: 'Any period’s tables',
    version: '1',
    logger,
  });
  await app.register(query, {
    clickhouse: clickhouse.reader,
    registry,
    names,
    letterhead: letterheadOf(config),
    zone: businessZone(config.SOHOSO_TIME_ZONE),
    calendar,
  });
  registerHealth(app, async () => {
    const ping = await clickhouse.reader.ping({ select: true });
    return {
      ready: ping.success,
      reasons: ping.success ? [] : [`ClickHouse does not answer: ${ping.error.message}`],
    };
  });
  const { SOHOSO_HOST: host, SOHOSO_PORT: port } = config;
  await app.listen({ host, port }).catch((error: unknown) => {
    throw listenFault(error, host, port);
  });
  return {
    failed: new Promise(() => {}),
    async close() {
      await app.close();
      await clickhouse.close();
    },
  };
}

await runService('sohoso-query', start);
