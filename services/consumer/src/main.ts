import { join } from 'node:path';
import { businessZone } from '@sohoso/dossier';
import { KafkaLog, kafkaOptions } from '@sohoso/log';
import { readUnitsFile, sampleUnitsFile } from '@sohoso/registry';
import {
  buildApp,
  listenFault,
  type Running,
  registerHealth,
  registerMetrics,
  runService,
  takeDataFolder,
} from '@sohoso/service';
import { EmbeddedFoldState, Facts, migrate, openClickHouseServer } from '@sohoso/store';
import type { FastifyInstance } from 'fastify';
import { type Logger, pino } from 'pino';
import { insertTimeoutMs, readConfig } from './config.ts';
import { type Folding, type FoldingStores, folding } from './folding.ts';
import { readiness } from './health.ts';
import { consumerAudit, maintenance } from './maintenance-routes.ts';

type Config = ReturnType<typeof readConfig>;

async function start(): Promise<Running> {
  const config = readConfig();
  const logger = pino({ name: 'consumer', level: config.SOHOSO_LOG_LEVEL });
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const closeOne of closers.toReversed()) await closeOne();
  };
  try {
    const { stores, fold } = await openFolding(config, logger, closers);
    const app = await buildConsumerApp(fold, config, logger);
    await app.register(consumerAudit, {
      ...stores,
      maintenance: fold.maintenance,
      failure: () => fold.consumer.status.failure,
    });
    closers.push(() => app.close());
    await fold.consumer.start();
    const { SOHOSO_HOST: host, SOHOSO_PORT: port } = config;
    await app.listen({ host, port }).catch((error: unknown) => {
      throw listenFault(error, host, port);
    });
    return { failed: fold.failed, close };
  } catch (error) {
    await close().catch(() => {});
    throw error;
  }
}

async function openFolding(
  config: Config,
  logger: Logger,
  closers: (() => Promise<void>)[],
): Promise<{ stores: FoldingStores; fold: Folding }> {
  const registry = await readUnitsFile(config.SOHOSO_UNITS_FILE ?? sampleUnitsFile);
  const folder = await takeDataFolder(config.SOHOSO_DATA_DIR);
  closers.push(() => folder.release());
  const options = { insertTimeoutMs: insertTimeoutMs(config.KAFKA_SESSION_TIMEOUT_MS) };
  const clickhouse = await openClickHouseServer(config.CLICKHOUSE_URL, config, options);
  closers.push(() => clickhouse.close());
  await migrate(clickhouse.writer, (progress) => {
    if (progress.of > 0) logger.warn(progress, 'roll-ups are summed anew');
  });
  const log = await KafkaLog.open(kafkaOptions(config.KAFKA_BROKERS, config, 'sohoso-consumer', logger));
  closers.push(() => log.close());
  const state = new EmbeddedFoldState(join(folder.path, 'state'));
  closers.push(() => state.close());
  const rules = {
    zone: businessZone(config.SOHOSO_TIME_ZONE),
    isUnit: (code: string) => registry.has(code),
  };
  const stores = { log, group: config.KAFKA_GROUP, clickhouse, facts: new Facts(clickhouse), state };
  return { stores, fold: folding(stores, rules, config, logger, closers) };
}

async function buildConsumerApp(fold: Folding, config: Config, logger: Logger): Promise<FastifyInstance> {
  const app = await buildApp({
    title: 'Sổ Hồ Sơ consumer',
    description: 'Health, metrics and maintenance of the consumer',
    version: '1',
    logger,
  });
  await app.register(maintenance, { maintenance: fold.maintenance });
  registerMetrics(app, fold.metrics);
  registerHealth(app, () =>
    readiness({
      lag: fold.lag,
      status: () => fold.consumer.status,
      readyLagEvents: config.SOHOSO_READY_LAG_EVENTS,
    }),
  );
  return app;
}

await runService('sohoso-consumer', start);
