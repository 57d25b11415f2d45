import { setTimeout as sleep } from 'node:timers/promises';
import { type Folding, folding, maintenance, readiness } from '@sohoso/consumer';
import { deadLetters, producer } from '@sohoso/producer';
import { query } from '@sohoso/query';
import type { UnitRegistry } from '@sohoso/registry';
import { buildApp, listenFault, registerHealth, registerMetrics, Usage } from '@sohoso/service';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { type Closers, closeAll, openStores, rulesOf, type Stores } from './parts.ts';
import { programVersion } from './version.ts';

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
  readonly #stores: Stores;
  readonly #folding: Folding;
  readonly #app: FastifyInstance;
  readonly #closers: Closers;

  private constructor(stores: Stores, fold: Folding, app: FastifyInstance, closers: Closers) {
    this.registry = stores.registry;
    this.failed = fold.failed;
    this.#stores = stores;
    this.#folding = fold;
    this.#app = app;
    this.#closers = closers;
  }

  /** Opens everything, applies migrations, and starts folding. Nothing is left open when it throws. */
  static async start(config: Config, logger: Logger): Promise<Pipeline> {
    const closers: Closers = [];
    try {
      const stores = await openStores(config, logger, closers);
      const fold = folding(stores, rulesOf(stores), config, logger, closers);
      const app = await buildPipelineApp(stores, fold, config, logger);
      closers.push(() => app.close());
      await fold.consumer.start();
      return new Pipeline(stores, fold, app, closers);
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
    const { log, group } = this.#stores;
    const ends = (await log.lag(group)).map((partition) => partition.end);
    for (;;) {
      const { failure } = this.#folding.consumer.status;
      if (failure !== null) throw new Usage(failure);
      const lag = await log.lag(group);
      if (lag.every((p, index) => p.waiting === 0 || p.committed >= (ends[index] ?? 0))) return;
      await sleep(CATCH_UP_POLL_MS);
    }
  }

  async close(): Promise<void> {
    await closeAll(this.#closers);
  }
}

async function buildPipelineApp(
  stores: Stores,
  fold: Folding,
  config: Config,
  logger: Logger,
): Promise<FastifyInstance> {
  const { registry, zone, log, group, clickhouse } = stores;
  const status = async () => ({
    partitions: await log.lag(group),
    failure: fold.consumer.status.failure,
  });
  const description = 'Events of dossiers in; tables of any period out.';
  const app = await buildApp({ title: 'Sổ Hồ Sơ', description, version: programVersion, logger });
  await app.register(producer, { log, rules: rulesOf(stores) });
  await app.register(deadLetters, { log, deadLetters: log.deadLetters });
  const auditState = () => fold.maintenance.auditState();
  await app.register(query, { clickhouse: clickhouse.reader, registry, zone, pipeline: status, auditState });
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
