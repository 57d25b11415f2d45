import { setTimeout as sleep } from 'node:timers/promises';
import { type Folding, folding, maintenance, readiness } from '@sohoso/consumer';
import { deadLetters, Gate, keysRequired, producer } from '@sohoso/producer';
import { letterheadOf, type PipelineStatus, query } from '@sohoso/query';
import type { UnitRegistry } from '@sohoso/registry';
import { buildApp, listenFault, registerHealth, registerMetrics, Usage } from '@sohoso/service';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { type Config, keysFile } from './config.ts';
import { serveDeadlines } from './deadlines/serve-deadlines.ts';
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
  readonly #config: Config;
  readonly #gate: Gate;

  private constructor(
    stores: Stores,
    fold: Folding,
    app: FastifyInstance,
    closers: Closers,
    config: Config,
    gate: Gate,
  ) {
    this.registry = stores.registry;
    this.failed = fold.failed;
    this.#stores = stores;
    this.#folding = fold;
    this.#app = app;
    this.#closers = closers;
    this.#config = config;
    this.#gate = gate;
  }

  /** Opens everything, applies migrations, and starts folding. Nothing is left open when it throws. */
  static async start(config: Config, logger: Logger): Promise<Pipeline> {
    const closers: Closers = [];
    try {
      const stores = await openStores(config, logger, closers);
      const fold = folding(stores, rulesOf(stores), config, logger, closers);
      const gate = new Gate(keysFile(config), logger);
      const app = await buildPipelineApp(stores, fold, config, logger, gate);
      closers.push(() => app.close());
      await fold.consumer.start();
      return new Pipeline(stores, fold, app, closers, config, gate);
    } catch (error) {
      await closeAll(closers);
      throw error;
    }
  }

  /**
   * Listens on an address; port 0 takes any free one. Whether events need a key depends on who can reach it. Throws Usage where
   * it cannot be listened on, or keys are needed and their file cannot be used.
   */
  async listen(host: string, port: number): Promise<string> {
    if (keysRequired(this.#config, host)) await this.#gate.shut();
    else this.#gate.open();
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

  /** A key of this process alone, for what the program sends to itself. */
  ownKey(): string {
    return this.#gate.ownKey('sohoso');
  }

  /** Announces passed deadlines from now on, where the configuration says so. */
  announceDeadlines(logger: Logger): void {
    const config = this.#config;
    if (config.SOHOSO_DEADLINES === 'off') return;
    const { log, clickhouse } = this.#stores;
    const [rules, pipeline] = [rulesOf(this.#stores), statusOf(this.#stores, this.#folding)];
    const everyMs = config.SOHOSO_DEADLINES_EVERY_SECONDS * 1_000;
    const source = config.SOHOSO_DEADLINES_SOURCE;
    const { metrics } = this.#folding;
    const ways = { clickhouse: clickhouse.reader, log, rules, pipeline, source };
    this.#closers.push(serveDeadlines({ ...ways, everyMs, metrics, logger }));
  }

  async close(): Promise<void> {
    await closeAll(this.#closers);
  }
}

/** How far the pipeline is. */
function statusOf({ log, group }: Stores, { consumer }: Folding): () => Promise<PipelineStatus> {
  return async () => ({ partitions: await log.lag(group), failure: consumer.status.failure });
}

async function buildPipelineApp(
  stores: Stores,
  fold: Folding,
  config: Config,
  logger: Logger,
  gate: Gate,
): Promise<FastifyInstance> {
  const { registry, names, calendar, zone, log, group, clickhouse } = stores;
  const status = statusOf(stores, fold);
  const description = 'Events of dossiers in; tables of any period out.';
  const app = await buildApp({ title: 'Sổ Hồ Sơ', description, version: programVersion, logger });
  const { SOHOSO_BACKFILL_MAX_WAITING_EVENTS: maxWaitingEvents } = config;
  const { metrics } = fold;
  await app.register(producer, { log, rules: rulesOf(stores), gate, group, maxWaitingEvents, metrics });
  await app.register(deadLetters, { log, deadLetters: log.deadLetters, gate });
  const auditState = () => fold.maintenance.auditState();
  const letterhead = letterheadOf(config);
  const asked = { clickhouse: clickhouse.reader, registry, names, calendar, zone, letterhead };
  const mayIssue = async ({ headers }: FastifyRequest) =>
    (await gate.admit(headers.authorization))?.name ?? null;
  await app.register(query, { ...asked, pipeline: status, auditState, mayIssue });
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
