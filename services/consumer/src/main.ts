import { join } from 'node:path';
import { businessZone } from '@sohoso/dossier';
import { KafkaLog, kafkaOptions } from '@sohoso/log';
import { readUnitsFile, sampleUnitsFile } from '@sohoso/registry';
import { buildApp, listenFault, type Running, registerHealth, runService } from '@sohoso/service';
import { EmbeddedFoldState, Facts, migrate, openClickHouseServer } from '@sohoso/store';
import { pino } from 'pino';
import { consumerOptions, readConfig } from './config.ts';
import { Consumer } from './consumer.ts';

async function start(): Promise<Running> {
  const config = readConfig();
  const logger = pino({ name: 'consumer', level: config.SOHOSO_LOG_LEVEL });
  const registry = await readUnitsFile(config.SOHOSO_UNITS_FILE ?? sampleUnitsFile);
  const kafka = kafkaOptions(config.KAFKA_BROKERS, config, 'sohoso-consumer', logger);
  const clickhouse = await openClickHouseServer(config.CLICKHOUSE_URL, config);
  await migrate(clickhouse.writer);
  const log = await KafkaLog.open(kafka);
  const state = new EmbeddedFoldState(join(config.SOHOSO_DATA_DIR, 'state'));
  let fail: (error: Error) => void = () => {};
  const failed = new Promise<Error>((resolve) => {
    fail = resolve;
  });
  const consumer = new Consumer(
    {
      log,
      deadLetters: log.deadLetters,
      facts: new Facts(clickhouse),
      state,
      rules: { zone: businessZone(config.SOHOSO_TIME_ZONE), isUnit: (code) => registry.has(code) },
      logger,
      onFailure: (error) => fail(error),
    },
    consumerOptions(config, kafka.topic, config.KAFKA_GROUP),
  );
  const app = await buildApp({
    title: 'Sổ Hồ Sơ consumer',
    description: 'Health of the consumer',
    version: '1',
    logger,
  });
  registerHealth(app, async () => {
    const { failure } = consumer.status;
    return { ready: failure === null, reasons: failure === null ? [] : [failure] };
  });
  await consumer.start();
  const { SOHOSO_HOST: host, SOHOSO_PORT: port } = config;
  await app.listen({ host, port }).catch((error: unknown) => {
    throw listenFault(error, host, port);
  });
  return {
    failed,
    async close() {
      await app.close();
      await consumer.stop();
      await log.close();
      await state.close();
      await clickhouse.close();
    },
  };
}

await runService('sohoso-consumer', start);
