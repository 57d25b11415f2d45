import { setTimeout as sleep } from 'node:timers/promises';
import type { PipelineStatus } from './audit-route.ts';

const POLL_MS = 50;

/**
 * Waits until what the log holds at this moment is in the store, at most so long, and not where the pipeline stands still. Gives how many events
 * still wait then; null where all is there.
 */
export async function caughtUp(
  pipeline: () => Promise<PipelineStatus>,
  limitMs: number,
  stop?: AbortSignal,
): Promise<number | null> {
  const ends = (await pipeline()).partitions.map(({ end }) => end);
  const giveUpAt = performance.now() + limitMs;
  for (;;) {
    const { partitions, failure } = await pipeline();
    if (partitions.every((p, i) => p.waiting === 0 || p.committed >= (ends[i] ?? 0))) return null;
    if (failure !== null || performance.now() > giveUpAt)
      return partitions.reduce((sum, p) => sum + p.waiting, 0);
    await sleep(POLL_MS, undefined, stop === undefined ? {} : { signal: stop });
  }
}
