import { randomUUID } from 'node:crypto';
import {
  type ConsumeOptions,
  type Consumption,
  type DeadLetters,
  type EventLog,
  type LogBatch,
  type Logger,
  LogUnavailable,
} from '@sohoso/log';
import { type Fact, type Facts, Fenced, type FoldState, StoreLocked } from '@sohoso/store';
import { isForPeople, kindOf, StoreUnavailable } from './faults.ts';
import { type FoldedBatch, type FoldRules, foldBatch } from './fold-batch.ts';
import type { FaultKind, LastFault } from './health.ts';
import type { ConsumerMetrics } from './metrics.ts';
import { type PartitionStand, Partitions } from './partitions.ts';
import { placed } from './placing.ts';
import { RefusalCap, type RefusalCapOptions, type RefusedRecord, refusedAmong } from './refusal-cap.ts';
import { type RetryOptions, retry } from './retry.ts';
import { behindCommitted, requireSameLog } from './same-log.ts';
import { Turns } from './turns.ts';

export interface ConsumerOptions {
  readonly consume: Omit<ConsumeOptions, 'onFailure'>;
  readonly retry: RetryOptions;
  readonly refusals: RefusalCapOptions;
  /** Go on where positions were deleted from the log before they were read; else the consumer stops there. */
  readonly skipLost: boolean;
}

export interface ConsumerDeps {
  readonly log: EventLog;
  readonly deadLetters: DeadLetters;
  readonly facts: Facts;
  readonly state: FoldState;
  readonly rules: Omit<FoldRules, 'partitionOf'>;
  readonly logger: Logger;
  readonly metrics?: ConsumerMetrics;
  /** Called once when the consumer cannot go on; what was not committed will be read again. */
  readonly onFailure: (error: Error) => void;
}

/** What the consumer has done since it started. */
export interface ConsumerStatus {
  readonly records: number;
  readonly refused: number;
  readonly batches: number;
  /** The error that ended it, if one did. */
  readonly failure: string | null;
  readonly lastFault: LastFault | null;
}

/** Folds the log into the store; its only writer. */
export class Consumer {
  readonly #deps: ConsumerDeps;
  readonly #options: ConsumerOptions;
  readonly #rules: FoldRules;
  readonly #partitions: Partitions;
  readonly #refusals: RefusalCap;
  /** By partition, the position up to which records were held against the cap. */
  readonly #weighed = new Map<number, number>();
  /** Work on a partition, and audits of its state, one after the other. */
  readonly #turns = new Turns();
  /** Names this run in claims and insert tokens. */
  readonly #run = randomUUID();
  #inserts = 0;
  #status: ConsumerStatus = { records: 0, refused: 0, batches: 0, failure: null, lastFault: null };
  #consumption: Consumption | null = null;

  constructor(deps: ConsumerDeps, options: ConsumerOptions) {
    this.#deps = deps;
    this.#options = options;
    this.#rules = { ...deps.rules, partitionOf: deps.log.partitionOf };
    this.#refusals = new RefusalCap(options.refusals);
    this.#partitions = new Partitions(deps.log, deps.facts, deps.state, this.#run);
  }

  get status(): ConsumerStatus {
    return this.#status;
  }

  /** Begins to fold. Throws WrongLog where state or facts are those of another log. */
  async start(): Promise<void> {
    await requireSameLog(this.#deps.log, this.#deps.facts, this.#deps.state);
    const onFailure = (error: Error) => {
      this.#status = { ...this.#status, failure: error.message };
      this.#deps.onFailure(error);
    };
    const readAgainFrom = await this.#behindCommitted();
    this.#consumption = await this.#deps.log.consume(
      { ...this.#options.consume, onFailure, readAgainFrom },
      (batch) => this.#turns.take(batch.partition, () => this.#work(batch)),
    );
  }

  /** Where the facts end before the committed offset: a store from a back-up. What it lacks is read again at once. */
  async #behindCommitted(): Promise<ReadonlyMap<number, number>> {
    const { log, facts, logger } = this.#deps;
    const behind = await behindCommitted(log, this.#options.consume.group, facts);
    if (behind.size > 0)
      logger.warn({ partitions: Object.fromEntries(behind) }, 'the facts end before what was worked off');
    return behind;
  }

  /** Ends after the batches under way, which are finished: nothing is left in doubt. */
  async stop(): Promise<void> {
    await this.#consumption?.stop();
  }

  /** Does something with the fold state of a partition while nothing is folded in it. */
  whileStill<T>(partition: number, work: () => Promise<T>): Promise<T> {
    return this.#turns.take(partition, work);
  }

  /** One batch from the log to the store. Each phase says what a crash right after it makes the next start repeat. */
  async #work(batch: LogBatch): Promise<void> {
    const { log, deadLetters, state, metrics } = this.#deps;
    const stand = await this.#tried(batch, () => this.#partitions.take(batch));
    if (stand === null) return;
    const place = await this.#tried(batch, () => placed(batch, stand, this.#deps, this.#options));
    if (place === null) return;
    const { records, isLost } = place;
    const last = records.at(-1);
    if (last === undefined) return;

    // 1–2. Fold: pure, nothing is written. A crash here repeats the whole batch.
    const folded = foldBatch(records, (dossier) => state.load(batch.partition, dossier), this.#rules);
    const refused = refusedAmong(folded.facts);
    if ((await this.#tried(batch, () => this.#remember(batch.partition))) === null) return;
    this.#weigh(batch.partition, last.offset + 1, folded.facts.length, refused);

    // 1. Put aside what was refused, send on what came to the wrong partition. A crash here puts both there again:
    //    dead letters are told apart by their position, a re-sent event is a repeat.
    const { deadLetters: bad, reroutes } = folded;
    if (bad.length > 0 && (await this.#tried(batch, () => deadLetters.put(bad))) === null) return;
    if (reroutes.length > 0 && (await this.#tried(batch, () => log.append(reroutes))) === null) return;

    // 3–4. Insert the facts; views sum. A crash here leaves them in the facts but not in the state: the next start
    //      brings the roll-ups up to the facts, the state as well, and reads on behind them.
    if (!batch.isCurrent()) return this.#lose(batch, 'before its facts were inserted');
    if ((await this.#insert(batch, stand, folded.facts, isLost)) === null) return;

    // 5. Commit state and position together. A crash here leaves the log's committed offset behind: the records come
    //    again, and are passed over because the facts' position is beyond them.
    const next = last.offset + 1;
    if (!batch.isCurrent()) return this.#lose(batch, 'after its facts were inserted');
    await state.commit(batch.partition, next, folded.changed).catch((error) => this.#stateFault(error));
    stand.position = next;
    this.#count(folded);
    metrics?.committed(folded.facts.length, refused);

    // 6. Commit the offset: for lag, and as the lower bound should the state be lost.
    await batch.commit(next);
  }

  /** Fills the window of the cap with what became of the partition's last records; else each restart would let more through. */
  async #remember(partition: number): Promise<void> {
    if (this.#weighed.has(partition)) return;
    const limit = Math.ceil(this.#options.refusals.windowRecords / this.#deps.log.partitionCount);
    this.#refusals.seed(await this.#deps.facts.lastRefusals(partition, limit));
    this.#weighed.set(partition, 0);
  }

  /** Holds a batch against the cap on refused records, once; one that comes again was weighed before. */
  #weigh(partition: number, next: number, count: number, refused: readonly RefusedRecord[]): void {
    if (next <= (this.#weighed.get(partition) ?? 0)) return;
    this.#refusals.check(count, refused);
    this.#weighed.set(partition, next);
  }

  /**
   * Inserts the facts of a batch, whole or not at all. Null where the partition went to another consumer meanwhile: then
   * that one has found out what became of them.
   */
  #insert(
    batch: LogBatch,
    stand: PartitionStand,
    facts: readonly Fact[],
    isLost: boolean,
  ): Promise<true | null> {
    const { partition } = batch;
    const last = facts.at(-1)?.offset ?? stand.position;
    return this.#tried<true>(batch, async (attempt) => {
      // 4. What became of the try before is not known: the facts decide.
      if (attempt > 1 && (await this.#partitions.isIn(stand, partition, last))) return true;
      const token = `${this.#run}:${partition}:${++this.#inserts}`;
      const how = { from: stand.position, claim: stand.claim, isLost };
      const insert = () => this.#deps.facts.insert(facts, how, token);
      await (this.#deps.metrics?.inserting(insert) ?? insert());
      return true;
    });
  }

  /**
   * Does something with store or log as often as it takes within the bounds; transport faults pass. Null where the partition
   * went to another consumer meanwhile. Throws StoreUnavailable, LogUnavailable when the tries are used up.
   */
  async #tried<T>(batch: LogBatch, work: (attempt: number) => Promise<T>): Promise<T | null> {
    const { partition } = batch;
    const positions = `${batch.records[0]?.offset}–${batch.records.at(-1)?.offset} of partition ${partition}`;
    try {
      return await retry(this.#options.retry, work, {
        isWanted: () => batch.isCurrent() && !batch.isStopping(),
        passes: (error) => !(error instanceof Fenced) && !isForPeople(error),
        // A lock of the store ends by itself.
        isFree: (error) => error instanceof StoreLocked,
        onFailure: (error, nextDelayMs) => {
          this.#fault(kindOf(error), error.message, { positions, nextDelayMs });
        },
      });
    } catch (thrown) {
      const error = thrown as Error;
      if (error instanceof Fenced || !batch.isCurrent()) {
        this.#lose(batch, error.message);
        return null;
      }
      if (isForPeople(error) || error instanceof LogUnavailable || error.name.startsWith('KafkaJS'))
        throw error;
      throw new StoreUnavailable(`ClickHouse did not take positions ${positions}: ${error.message}`, {
        cause: error,
      });
    }
  }

  /** The partition is another consumer's by now: what was done here is dropped, and looked up anew should it come back. */
  #lose(batch: LogBatch, when: string): void {
    this.#partitions.drop(batch.partition);
    this.#fault('lost-partition', `partition ${batch.partition} went to another consumer: ${when}`, {});
  }

  #stateFault(error: Error): never {
    this.#fault('state', error.message, {});
    throw error;
  }

  #fault(kind: FaultKind, message: string, details: object): void {
    const fault = { kind, message, atMs: Date.now() };
    this.#status = { ...this.#status, lastFault: fault };
    this.#deps.metrics?.fault(fault);
    this.#deps.logger.warn({ kind, ...details }, message);
  }

  #count(folded: FoldedBatch): void {
    const { records, refused, batches } = this.#status;
    this.#status = {
      ...this.#status,
      records: records + folded.facts.length,
      refused: refused + folded.deadLetters.length,
      batches: batches + 1,
    };
  }
}
