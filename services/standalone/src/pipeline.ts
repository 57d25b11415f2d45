import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Consumer, consumerOptions } from '@sohoso/consumer';
import { businessZone } from '@sohoso/dossier';
import { type DeadLetters, EmbeddedLog, type EventLog, KafkaLog, kafkaOptions } from '@sohoso/log';
import { producer } from '@sohoso/producer';
import { query } from '@sohoso/query';
import { readUnitsFile, sampleUnitsFile, type UnitRegistry } from '@sohoso/registry';
import { buildApp, listenFault, registerHealth, Usage } from '@sohoso/service';
import { type ClickHouse, EmbeddedFoldState, Facts, migrate, openClickHouseServer } from '@sohoso/store';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { type DataFolder, takeDataFolder } from './data-folder.ts';
import { openEmbeddedClickHouse } from './embedded-clickhouse.ts';
import { programVersion } from './version.ts';

type OpenLog = EventLog & { readonly deadLetters: DeadLetters };

/** The most positions that the store may be behind the log and still count as ready. */
const READY_LAG = 10_000;
const CATCH_UP_POLL_MS = 20;

/**
 * The whole pipeline in one process: producer and query on one address, the consumer behind them; on Kafka and a
 * ClickHouse server where the configuration names them, else on an embedded log and ClickHouse in the data folder.
 */
export class Pipeline {
  readonly registry: UnitRegistry;
  /** Where it answers, e.g. `http://127.0.0.1:8080`. */
  url = '';
  /** Resolves when the pipeline cannot go on. */
  readonly failed: Promise<Error>;
  readonly #log: OpenLog;
  readonly #group: string;
  readonly #consumer: Consumer;
  readonly #app: FastifyInstance;
  /** What was opened, in the order of opening; closed in reverse. */
  readonly #closers: readonly (() => Promise<void>)[];

  private constructor(parts: Parts, app: FastifyInstance) {
    this.registry = parts.registry;
    this.failed = parts.failed;
    this.#log = parts.log;
    this.#group = parts.group;
    this.#consumer = parts.consumer;
    this.#app = app;
    this.#closers = parts.closers;
  }

  /** Opens everything, applies migrations, and starts folding. Nothing is left open when it throws. */
  static async start(config: Config, logger: Logger): Promise<Pipeline> {
    const closers: (() => Promise<void>)[] = [];
    try {
      const parts = await openParts(config, logger, closers);
      const app = await buildPipelineApp(parts, config, logger);
      closers.push(() => app.close());
      await parts.consumer.start();
      return new Pipeline(parts, app);
    } catch (error) {
      await closeAll(closers);
      throw error;
    }
  }

  /** Listens on an address; port 0 takes any free one. */
  async listen(host: string, port: number): Promise<string> {
    try {
      this.url = await this.#app.listen({ host, port });
    } catch (error) {
      throw listenFault(error, host, port);
    }
    return this.url;
  }

  /** Resolves when everything that is in the log at this moment has reached the store. Throws if the pipeline fails first. */
  async caughtUp(): Promise<void> {
    const ends = (await this.#log.lag(this.#group)).map((partition) => partition.end);
    for (;;) {
      const { failure } = this.#consumer.status;
      if (failure !== null) throw new Usage(failure);
      const lag = await this.#log.lag(this.#group);
      if (lag.every((partition, index) => partition.committed >= (ends[index] ?? 0))) return;
      await sleep(CATCH_UP_POLL_MS);
    }
  }

  async close(): Promise<void> {
    await closeAll(this.#closers);
  }
}

/** Closes all of them, whatever becomes of one; then throws the first fault. */
async function closeAll(closers: readonly (() => Promise<void>)[]): Promise<void> {
  const faults: unknown[] = [];
  for (const close of closers.toReversed()) await close().catch((error: unknown) => faults.push(error));
  if (faults.length > 0) throw faults[0];
}

interface Parts {
  readonly registry: UnitRegistry;
  readonly log: OpenLog;
  readonly group: string;
  readonly clickhouse: ClickHouse;
  readonly consumer: Consumer;
  readonly failed: Promise<Error>;
  readonly closers: readonly (() => Promise<void>)[];
}

async function openParts(config: Config, logger: Logger, closers: (() => Promise<void>)[]): Promise<Parts> {
  const registry = await readUnitsFile(config.SOHOSO_UNITS_FILE ?? sampleUnitsFile);
  const folder = await takeDataFolder(config.SOHOSO_DATA_DIR);
  closers.push(() => folder.release());
  const log = await openLog(config, folder, logger);
  closers.push(() => log.close());
  const clickhouse = await openClickHouse(config, folder);
  closers.push(() => clickhouse.close());
  await migrate(clickhouse.writer);
  const state = new EmbeddedFoldState(join(folder.path, 'state'));
  closers.push(() => state.close());
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
    consumerOptions(config, config.KAFKA_TOPIC, config.KAFKA_GROUP),
  );
  closers.push(() => consumer.stop());
  return { registry, log, group: config.KAFKA_GROUP, clickhouse, consumer, failed, closers };
}

async function openLog(config: Config, folder: DataFolder, logger: Logger): Promise<OpenLog> {
  const { KAFKA_BROKERS: brokers } = config;
  if (brokers !== undefined) return KafkaLog.open(kafkaOptions(brokers, config, 'sohoso', logger));
  return new EmbeddedLog({ path: join(folder.path, 'log'), partitionCount: config.KAFKA_PARTITIONS });
}

async function openClickHouse(config: Config, folder: DataFolder) {
  if (config.CLICKHOUSE_URL !== undefined) return openClickHouseServer(config.CLICKHOUSE_URL, config);
  return openEmbeddedClickHouse(join(folder.path, 'clickhouse'));
}

async function buildPipelineApp(parts: Parts, config: Config, logger: Logger): Promise<FastifyInstance> {
  const { registry, log, group, clickhouse, consumer } = parts;
  const zone = businessZone(config.SOHOSO_TIME_ZONE);
  const status = async () => ({ partitions: await log.lag(group), failure: consumer.status.failure });
  const description = 'Events of dossiers in; tables of any period out.';
  const app = await buildApp({ title: 'Sổ Hồ Sơ', description, version: programVersion, logger });
  await app.register(producer, { log, rules: { zone, isUnit: (code) => registry.has(code) } });
  await app.register(query, { clickhouse: clickhouse.reader, registry, zone, pipeline: status });
  registerHealth(app, async () => {
    const { partitions, failure } = await status();
    const lag = partitions.reduce((sum, p) => sum + p.end - p.committed, 0);
    const reasons = [
      ...(failure === null ? [] : [`the consumer has stopped: ${failure}`]),
      ...(lag <= READY_LAG ? [] : [`the store is ${lag} events behind the log; ${READY_LAG} are allowed`]),
    ];
    return { ready: reasons.length === 0, reasons };
  });
  return app;
}
