import { randomUUID } from 'node:crypto';
import type {
  ConsumeOptions,
  Consumption,
  DeadLetters,
  EventLog,
  LogBatch,
  Logger,
  LogRecord,
} from '@sohoso/log';
import type { Fact, Facts, FoldState } from '@sohoso/store';
import { type FoldedBatch, type FoldRules, foldBatch } from './fold-batch.ts';
import { type PartitionStand, Partitions } from './partitions.ts';
import { type RetryOptions, retry } from './retry.ts';
import { requireSameLog } from './same-log.ts';

export interface ConsumerOptions {
  readonly consume: Omit<ConsumeOptions, 'onFailure'>;
  readonly retry: RetryOptions;
  /** Names the log in insert tokens. */
  readonly topic: string;
}

export interface ConsumerDeps {
  readonly log: EventLog;
  readonly deadLetters: DeadLetters;
  readonly facts: Facts;
  readonly state: FoldState;
  readonly rules: Omit<FoldRules, 'partitionOf'>;
  readonly logger: Logger;
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
}

/** The store did not take a batch, however often it was tried. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/** Folds the log into the store; its only writer. */
export class Consumer {
  readonly #deps: ConsumerDeps;
  readonly #options: ConsumerOptions;
  readonly #rules: FoldRules;
  readonly #partitions: Partitions;
  /** Names this run in insert tokens. */
  readonly #run = randomUUID();
  #status: ConsumerStatus = { records: 0, refused: 0, batches: 0, failure: null };
  #consumption: Consumption | null = null;

  constructor(deps: ConsumerDeps, options: ConsumerOptions) {
    this.#deps = deps;
    this.#options = options;
    this.#rules = { ...deps.rules, partitionOf: deps.log.partitionOf };
    this.#partitions = new Partitions(deps.facts, deps.state);
  }

  get status(): ConsumerStatus {
    return this.#status;
  }

  /** Begins to fold. Throws WrongLog where state or facts are those of another log. */
  async start(): Promise<void> {
    await requireSameLog(this.#deps.log, this.#deps.facts, this.#deps.state);
    await this.#repairAfterKill();
    const onFailure = (error: Error) => {
      this.#status = { ...this.#status, failure: error.message };
      this.#deps.onFailure(error);
    };
    this.#consumption = await this.#deps.log.consume({ ...this.#options.consume, onFailure }, (batch) =>
      this.#work(batch),
    );
  }

  /**
   * Facts that the state does not know were inserted by a run that was cut off before phase 5: a view may have been cut off
   * as well, so the roll-ups are compared with the facts once. Only where nobody else can be inserting.
   */
  async #repairAfterKill(): Promise<void> {
    const { log, facts, state, logger } = this.#deps;
    if (!log.exclusive) return;
    const ahead = [...(await facts.nextOffsets())].filter(
      ([partition, next]) => (state.position(partition) ?? 0) < next,
    );
    if (ahead.length === 0) return;
    logger.warn(
      { partitions: ahead.length },
      'the last run was cut off; roll-ups are compared with the facts',
    );
    await facts.repairRollUps();
  }

  /** Ends after the batches under way. */
  async stop(): Promise<void> {
    await this.#consumption?.stop();
  }

  /** One batch from the log to the store. Each phase says what a crash right after it makes the next start repeat. */
  async #work(batch: LogBatch): Promise<void> {
    const { log, deadLetters, state } = this.#deps;
    const stand = await this.#partitions.take(batch);
    const records = this.#unread(batch, stand);
    const last = records.at(-1);
    if (last === undefined) return;

    // 1–2. Fold: pure, nothing is written. A crash here repeats the whole batch.
    const folded = foldBatch(records, (dossier) => state.load(batch.partition, dossier), this.#rules);

    // 1. Put aside what was refused, send on what came to the wrong partition. A crash here puts both there again:
    //    dead letters are told apart by their position, a re-sent event is a repeat.
    await deadLetters.put(folded.deadLetters);
    if (folded.reroutes.length > 0) await log.append(folded.reroutes);

    // 3–4. Insert the facts; views sum. A crash here leaves them in the facts but not in the state: the next start
    //      brings the state up from the facts and reads on behind them.
    if (!batch.isCurrent()) return this.#partitions.drop(batch.partition);
    await this.#insert(batch, folded.facts);

    // 5. Commit state and position together. A crash here leaves the log's committed offset behind: the records come
    //    again, and are passed over because the state's position is beyond them.
    const next = last.offset + 1;
    if (!batch.isCurrent()) return this.#partitions.drop(batch.partition);
    await state.commit(batch.partition, next, folded.changed);
    stand.position = next;
    this.#count(folded);

    // 6. Commit the offset: for lag, and as the lower bound should the state be lost.
    await batch.commit(next);
  }

  /** The records that the state has not seen; none, after sending the reader to the right place, where they do not fit. */
  #unread(batch: LogBatch, stand: PartitionStand): readonly LogRecord[] {
    const first = batch.records[0]?.offset ?? stand.position;
    const last = batch.records.at(-1)?.offset ?? stand.position;
    if (last < stand.position) {
      batch.seek(stand.position);
      return [];
    }
    if (first > stand.position && stand.soughtAt !== stand.position) {
      // The committed offset is ahead of the state, which was lost or is older: read again from where the state ends.
      stand.soughtAt = stand.position;
      batch.seek(stand.position);
      return [];
    }
    return first >= stand.position ? batch.records : batch.records.filter((r) => r.offset >= stand.position);
  }

  /**
   * Inserts under a token of this run, so that a retry is skipped table by table where it arrived although the answer was
   * lost. After a restart the token is another one: a token can be remembered although its rows died with the engine.
   */
  async #insert(batch: LogBatch, facts: readonly Fact[]): Promise<void> {
    const { partition } = batch;
    const [first, last] = [facts[0]?.offset ?? 0, facts.at(-1)?.offset ?? 0];
    const token = `${this.#run}:${this.#options.topic}:${partition}:${first}-${last}`;
    const { logger } = this.#deps;
    await retry(
      this.#options.retry,
      () => this.#deps.facts.insert(facts, token),
      () => batch.isCurrent(),
      (error, nextDelayMs) =>
        logger.warn({ partition, first, last, nextDelayMs, error: error.message }, 'insert failed'),
    ).catch((error: Error) => {
      const what = `ClickHouse did not take positions ${first}–${last} of partition ${partition}`;
      throw new StoreUnavailable(`${what}: ${error.message}`, { cause: error });
    });
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
