import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Consumer } from '@sohoso/consumer';
import { type EventLog, memoryDeadLetters, memoryLog } from '@sohoso/log';
import { EmbeddedFoldState, Facts } from '@sohoso/store';
import type { OracleEvent } from '../oracle/oracle.ts';
import type { ClickHouseFront } from '../support/clickhouse/front.ts';
import type { Context } from './scenario.ts';
import { openStore, type Store, type StoreOptions, zone } from './store.ts';
import { recordOf } from './traffic.ts';

const GROUP = 'faults';
const silent = { debug() {}, info() {}, warn() {}, error() {} };

export interface FoldingOptions extends Omit<StoreOptions, 'pipeline'> {
  /** Taken over from another folding, to read the same log once more. */
  readonly log?: EventLog;
  readonly partitionCount?: number;
  readonly maxBatchRecords?: number;
  readonly maxAttempts?: number;
  /** The clock of the log. */
  readonly now?: () => number;
}

let made = 0;

/** A consumer in this process, from a log in memory to a store behind HTTP; stopped and started at will. */
export class Folding {
  readonly log: EventLog;
  readonly store: Store;
  /** Why the consumer stopped by itself, if it did. */
  failure: Error | null = null;
  readonly #options: FoldingOptions;
  readonly #statePath: string;
  #state: EmbeddedFoldState;
  #consumer: Consumer | undefined;

  private constructor(log: EventLog, store: Store, options: FoldingOptions, statePath: string) {
    this.log = log;
    this.store = store;
    this.#options = options;
    this.#statePath = statePath;
    this.#state = new EmbeddedFoldState(statePath);
  }

  static async open(
    context: Context,
    front: ClickHouseFront,
    options: FoldingOptions = {},
  ): Promise<Folding> {
    const { partitionCount = 4, now } = options;
    const log = options.log ?? memoryLog({ partitionCount, ...(now === undefined ? {} : { now }) });
    const group = groupOf(options);
    const pipeline = async () => ({
      partitions: await log.lag(group),
      failure: folding.failure?.message ?? null,
    });
    const store = await openStore(context, front, { ...options, pipeline });
    const folding: Folding = new Folding(log, store, options, `${context.folder}/fold-state-${made++}`);
    context.onEnd(async () => {
      await folding.stop();
      await folding.#state.close();
    });
    return folding;
  }

  async start(): Promise<void> {
    const { maxBatchRecords = 40, maxAttempts = 3 } = this.#options;
    this.failure = null;
    const consumer = new Consumer(
      {
        log: this.log,
        deadLetters: memoryDeadLetters(),
        facts: new Facts(this.store.clickhouse),
        state: this.#state,
        rules: { zone, isUnit: () => true },
        logger: silent,
        onFailure: (error) => {
          this.failure = error;
        },
      },
      {
        consume: {
          group: groupOf(this.#options),
          maxBatchRecords,
          maxBatchBytes: 1_000_000,
          maxBatchWaitMs: 1,
          concurrency: 2,
        },
        retry: { maxAttempts, firstDelayMs: 20, maxDelayMs: 100 },
        refusals: { windowRecords: 1_000, maxRefusedPercent: 100 },
        skipLost: false,
      },
    );
    this.#consumer = consumer;
    await consumer.start();
  }

  async stop(): Promise<void> {
    const consumer = this.#consumer;
    this.#consumer = undefined;
    await consumer?.stop();
  }

  /** Stops where it still runs and begins again, as another run. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** As `restart`, with the state lost in between. */
  async restartWithoutState(): Promise<void> {
    await this.stop();
    await this.#state.close();
    await rm(this.#statePath, { recursive: true, force: true });
    this.#state = new EmbeddedFoldState(this.#statePath);
    await this.start();
  }

  append(events: readonly OracleEvent[]): Promise<void> {
    return this.log.append(events.map(recordOf));
  }

  /** Waits until nothing is left to read, or the consumer has stopped by itself; says which. */
  async drainedOrFailed(timeoutMs = 60_000): Promise<'drained' | 'failed'> {
    const until = Date.now() + timeoutMs;
    for (;;) {
      if (this.failure !== null) return 'failed';
      const lag = await this.log.lag(groupOf(this.#options));
      if (lag.every((p) => p.committed >= p.end)) return 'drained';
      if (Date.now() > until) throw new Error(`not drained after ${timeoutMs} ms: ${JSON.stringify(lag)}`);
      await sleep(10);
    }
  }

  async drained(): Promise<void> {
    if ((await this.drainedOrFailed()) === 'failed')
      throw new Error(`the consumer stopped: ${this.failure?.message}`);
  }
}

/** A database of its own means committed offsets of its own. */
function groupOf({ database }: FoldingOptions): string {
  return database === undefined ? GROUP : `${GROUP}-${database}`;
}
