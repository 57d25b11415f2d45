import { Consumer, type ConsumerDeps, type ConsumerOptions } from '@sohoso/consumer';
import { businessZone } from '@sohoso/dossier';
import { type DeadLetters, type EventLog, memoryDeadLetters, memoryLog } from '@sohoso/log';
import { type ClickHouse, type EmbeddedFoldState, Facts } from '@sohoso/store';
import { expect, vi } from 'vitest';
import type { OracleEvent } from '../oracle/oracle.ts';

export const zone = businessZone('Asia/Ho_Chi_Minh');
export const quiet = { debug() {}, info() {}, warn() {}, error() {} };
const anyUnit = { zone, isUnit: () => true };

/** Events as the records of a log. */
export function entriesOf(events: readonly OracleEvent[]) {
  return events.map((event) => ({
    key: (event as { subject: string }).subject,
    value: Buffer.from(JSON.stringify(event)),
  }));
}

export interface Bench {
  readonly log: EventLog;
  readonly deadLetters: DeadLetters;
}

export function memoryBench(partitionCount = 4): Bench {
  return { log: memoryLog({ partitionCount }), deadLetters: memoryDeadLetters() };
}

/** A consumer on the bench that a spec can break: parts given in `broken` stand in for the real ones. */
export function consumerOn(
  bench: Bench,
  clickhouse: ClickHouse,
  state: EmbeddedFoldState,
  broken: Partial<ConsumerDeps> = {},
  maxBatchRecords = 200,
  options: Partial<ConsumerOptions> = {},
): Consumer {
  const deps: ConsumerDeps = {
    ...bench,
    facts: new Facts(clickhouse),
    state,
    rules: anyUnit,
    logger: quiet,
    onFailure: () => {},
    ...broken,
  };
  const consume = {
    group: 'sohoso',
    maxBatchRecords,
    maxBatchBytes: 1_000_000,
    maxBatchWaitMs: 1,
    concurrency: 1,
  };
  return new Consumer(deps, {
    consume,
    retry: { maxAttempts: 2, firstDelayMs: 5, maxDelayMs: 10 },
    refusals: { windowRecords: 1_000, maxRefusedPercent: 100 },
    skipLost: false,
    ...options,
  });
}

/** Resolves when the group has nothing left to read. */
export async function drained(log: EventLog): Promise<void> {
  const waiting = async () => (await log.lag('sohoso')).reduce((sum, p) => sum + p.waiting, 0);
  await vi.waitFor(async () => expect(await waiting()).toBe(0), { timeout: 30_000, interval: 20 });
}
