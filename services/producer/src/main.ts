import { businessZone } from '@sohoso/dossier';
import { KafkaLog, kafkaOptions } from '@sohoso/log';
import { readUnitsFile, sampleUnitsFile } from '@sohoso/registry';
import {
  buildApp,
  listenFault,
  metricsRegistry,
  type Running,
  registerHealth,
  registerMetrics,
  runService,
} from '@sohoso/service';
import { pino } from 'pino';
import { keysRequired, readConfig } from './config.ts';
import { deadLetters } from './dead-letters.ts';
import { Gate } from './gate.ts';
import { producer } from './producer.ts';

async function start(): Promise<Running> {
  const config = readConfig();
  const logger = pino({ name: 'producer', level: config.SOHOSO_LOG_LEVEL });
  const registry = await readUnitsFile(config.SOHOSO_UNITS_FILE ?? sampleUnitsFile);
  const gate = new Gate(config.SOHOSO_KEYS_FILE ?? '', logger);
  if (keysRequired(config, config.SOHOSO_HOST)) await gate.shut();
  else gate.open();
  const kafka = kafkaOptions(config.KAFKA_BROKERS, config, 'sohoso-producer', logger);
  const log = await KafkaLog.open(kafka);
  const app = await buildApp({
    title: 'Sổ Hồ Sơ producer',
    description: 'Takes events in',
    version: '1',
    logger,
  });
  const metrics = metricsRegistry();
  await app.register(producer, {
    log,
    gate,
    metrics,
    group: config.KAFKA_GROUP,
    maxWaitingEvents: config.SOHOSO_BACKFILL_MAX_WAITING_EVENTS,
    rules: { zone: businessZone(config.SOHOSO_TIME_ZONE), isUnit: (code) => registry.has(code) },
  });
  await app.register(deadLetters, { log, deadLetters: log.deadLetters, gate });
  registerMetrics(app, metrics);
  registerHealth(app, async () => ({ ready: true, reasons: [] }));
  const { SOHOSO_HOST: host, SOHOSO_PORT: port } = config;
  await app.listen({ host, port }).catch((error: unknown) => {
    throw listenFault(error, host, port);
  });
  return {
    failed: new Promise(() => {}),
    async close() {
      await app.close();
      await log.close();
    },
  };
}

await runService('sohoso-producer', start);
