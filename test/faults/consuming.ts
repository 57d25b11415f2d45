import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouseFront } from '../support/clickhouse/front.ts';
import { type Environment, Program } from './programs.ts';
import { type Context, kafkaOf } from './scenario.ts';
import { openStore, type Store, startFront } from './store.ts';
import { Topic, type TopicOptions } from './topic.ts';

/** What a row with Kafka stands on: a topic, a store behind HTTP, and the service that answers over it. */
export interface Ground {
  readonly topic: Topic;
  readonly front: ClickHouseFront;
  readonly store: Store;
}

export async function kafkaGround(context: Context, options: TopicOptions = {}): Promise<Ground> {
  const topic = await Topic.create(context, kafkaOf(context), options);
  const front = await startFront(context);
  const pipeline = async () => ({ partitions: await topic.lag(), failure: null });
  const store = await openStore(context, front, { pipeline });
  return { topic, front, store };
}

/** The consumer service as a process, on a ground and a data folder; started, killed, started again. */
export class Consuming {
  readonly #context: Context;
  readonly #environment: Environment;
  #program: Program | undefined;

  constructor(context: Context, { topic, front }: Ground, folder: string, environment: Environment = {}) {
    this.#context = context;
    this.#environment = {
      CLICKHOUSE_URL: front.url,
      SOHOSO_MAX_BATCH_EVENTS: '500',
      SOHOSO_LOG_LEVEL: 'info',
      ...topic.environment,
      ...environment,
      SOHOSO_DATA_DIR: folder,
    };
  }

  get program(): Program {
    if (this.#program === undefined) throw new Error('it was never started');
    return this.#program;
  }

  launch(): Program {
    this.#program = new Program(this.#context, 'consumer', [], this.#environment);
    return this.#program;
  }

  /** Starts it and waits until it reads. */
  async start(): Promise<void> {
    await this.launch().printed(/Server listening at/);
  }
}

/** Waits until the group has read all that the topic holds; throws with its output where the consumer ends instead. */
export async function drained(
  topic: Topic,
  consumers: readonly Consuming[],
  timeoutMs = 60_000,
): Promise<void> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    // A broker that was just restarted cannot say yet.
    const lag = await topic.lag().catch(() => null);
    if (lag?.every((p) => p.committed >= p.end)) return;
    const ended = consumers.find(({ program }) => program.hasEnded)?.program;
    if (ended !== undefined) throw new Error(`the consumer ended with ${await ended.ended}: ${ended.said()}`);
    if (Date.now() > until) {
      const open = lag?.filter((p) => p.committed < p.end) ?? 'the broker does not say';
      throw new Error(
        `not drained after ${timeoutMs} ms: ${JSON.stringify(open)}; ${consumers[0]?.program.said()}`,
      );
    }
    await sleep(50);
  }
}
