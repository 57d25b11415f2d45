import type { DeadLetters, EventLog, Logger } from '@sohoso/log';
import { metricsRegistry, type Registry } from '@sohoso/service';
import type { ClickHouse, Facts, FoldState } from '@sohoso/store';
import { auditAgainAndAgain } from './audit-loop.ts';
import { type ConsumerVariables, consumerOptions } from './config.ts';
import { Consumer } from './consumer.ts';
import type { FoldRules } from './fold-batch.ts';
import { type LagProbe, lagProbe } from './health.ts';
import { Maintenance } from './maintenance.ts';
import { ConsumerMetrics } from './metrics.ts';

export interface FoldingStores {
  readonly log: EventLog & { readonly deadLetters: DeadLetters };
  /** The consumer group, or its name in an embedded log. */
  readonly group: string;
  readonly clickhouse: ClickHouse;
  readonly facts: Facts;
  readonly state: FoldState;
}

/** A consumer, not started yet, with what watches over it. */
export interface Folding {
  readonly consumer: Consumer;
  readonly maintenance: Maintenance;
  readonly lag: LagProbe;
  readonly metrics: Registry;
  /** Resolves when the consumer cannot go on. */
  readonly failed: Promise<Error>;
}

/** Puts a consumer on these stores. What has to be closed goes to the end of `closers`, which are called in reverse. */
export function folding(
  stores: FoldingStores,
  rules: Omit<FoldRules, 'partitionOf'>,
  variables: ConsumerVariables,
  logger: Logger,
  closers: (() => Promise<void>)[],
): Folding {
  const { log, group, clickhouse, facts, state } = stores;
  const metrics = metricsRegistry();
  const lag = lagProbe(() => log.lag(group));
  const consumerMetrics = new ConsumerMetrics(metrics, lag);
  let fail: (error: Error) => void = () => {};
  const failed = new Promise<Error>((resolve) => {
    fail = resolve;
  });
  const consumer = new Consumer(
    {
      log,
      deadLetters: log.deadLetters,
      facts,
      state,
      rules,
      logger,
      metrics: consumerMetrics,
      onFailure: (error) => fail(error),
    },
    consumerOptions(variables, group),
  );
  closers.push(() => consumer.stop());
  const everyMs = variables.SOHOSO_AUDIT_EVERY_SECONDS * 1_000;
  closers.push(auditAgainAndAgain({ log, clickhouse, metrics: consumerMetrics, logger }, { everyMs, group }));
  const whileStill: Consumer['whileStill'] = (partition, work) => consumer.whileStill(partition, work);
  const maintenance = new Maintenance({ log, group, clickhouse, facts, state, rules, whileStill });
  return { consumer, maintenance, lag, metrics, failed };
}
