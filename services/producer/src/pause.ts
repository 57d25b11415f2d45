import { setTimeout as sleep } from 'node:timers/promises';

/** A timer of Node that is to wait longer than 2^31 - 1 ms does not wait at all. */
const LONGEST_STEP_MS = 2 ** 31 - 1;

/**
 * Waits so many ms, in steps of `stepMs` at most, for a sender of a very small rate may have to wait for months. Throws the
 * signal's reason where it is aborted meanwhile.
 */
export async function pause(ms: number, signal: AbortSignal, stepMs = LONGEST_STEP_MS): Promise<void> {
  try {
    for (let leftMs = ms; leftMs > 0; leftMs -= stepMs)
      await sleep(Math.min(leftMs, stepMs), undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}
