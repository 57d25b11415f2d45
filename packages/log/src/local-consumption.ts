import { setTimeout as sleep } from 'node:timers/promises';
import type { BatchHandler, ConsumeOptions, Consumption, LogRecord } from './event-log.ts';

/** What a log in this process offers to be read by: by partition and position. */
export interface LocalPartitions {
  readonly partitionCount: number;
  /** The records from `offset` on that are durable: at least one if there is any, else within both bounds. */
  readFrom(partition: number, offset: number, maxRecords: number, maxBytes: number): readonly LogRecord[];
  committed(group: string, partition: number): number;
  commit(group: string, partition: number, next: number): Promise<void>;
  /** Resolves at the next append, when the time is up, or when the signal is given. */
  appended(maxWaitMs: number, signal: AbortSignal): Promise<void>;
}

const IDLE_WAIT_MS = 1_000;

/**
 * Reads a local log for a consumer. One process holds a local log, so all partitions are its own for good; they
 * are visited in rounds, each giving up to a batch, and the loop sleeps when a whole round found nothing.
 */
export async function consumeLocally(
  log: LocalPartitions,
  options: ConsumeOptions,
  handler: BatchHandler,
): Promise<Consumption> {
  await takeBack(log, options);
  const positions = Array.from({ length: log.partitionCount }, (_, p) => log.committed(options.group, p));
  const stop = new AbortController();
  let stopping = false;
  let failed = false;

  async function visit(partition: number): Promise<boolean> {
    const from = positions[partition] ?? 0;
    const records = log.readFrom(partition, from, options.maxBatchRecords, options.maxBatchBytes);
    if (records.length === 0) return false;
    await handler({
      partition,
      generation: 1,
      records,
      isCurrent: () => !failed,
      isStopping: () => stopping,
      commit: async (next) => {
        if (failed) return;
        positions[partition] = next;
        await log.commit(options.group, partition, next);
      },
      seek: (offset) => {
        positions[partition] = offset;
      },
    });
    return true;
  }

  /** Visits each partition once, several at the same time; tells whether any had records. */
  async function visitAll(): Promise<boolean> {
    let next = 0;
    let worked = false;
    async function worker(): Promise<void> {
      while (next < log.partitionCount && !stopping && !failed) {
        const had = await visit(next++).catch((error: unknown) => {
          failed = true;
          throw error;
        });
        worked ||= had;
      }
    }
    await allEnded(Array.from({ length: options.concurrency }, worker));
    return worked;
  }

  async function run(): Promise<void> {
    while (!stopping) {
      if ((await visitAll()) || stopping) continue;
      await log.appended(IDLE_WAIT_MS, stop.signal);
      await sleep(options.maxBatchWaitMs, undefined, { ref: false, signal: stop.signal }).catch(() => {});
    }
  }

  const running = run().catch((error: Error) => {
    options.onFailure(error);
  });
  return {
    async stop() {
      stopping = true;
      stop.abort();
      await running;
    },
  };
}

/** Waits for all of them, so that nothing is under way any more when it throws the first failure. */
async function allEnded(work: readonly Promise<void>[]): Promise<void> {
  const broken = (await Promise.allSettled(work)).find((result) => result.status === 'rejected');
  if (broken !== undefined) throw broken.reason;
}

/** Takes commits back where reading is to begin before them. */
async function takeBack(log: LocalPartitions, { group, readAgainFrom }: ConsumeOptions): Promise<void> {
  for (const [partition, from] of readAgainFrom ?? []) {
    if (from < log.committed(group, partition)) await log.commit(group, partition, from);
  }
}

/** Lets readers sleep until something is appended. */
export class AppendSignal {
  #waiting = new Set<() => void>();

  notify(): void {
    for (const wake of this.#waiting) wake();
  }

  wait(maxWaitMs: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, signal.aborted ? 0 : maxWaitMs);
      signal.addEventListener('abort', wake);
      this.#waiting.add(wake);
    });
  }
}
