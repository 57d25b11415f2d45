import { setTimeout as sleep } from 'node:timers/promises';

export interface RetryOptions {
  /** Tries in all, the first one included. */
  readonly maxAttempts: number;
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
}

/**
 * Tries until it succeeds, the attempts are used up, or it is no longer wanted; then throws the last error. Waits twice as long each time, up to
 * the bound, and by chance up to half of it less, so that several consumers do not come back in step.
 */
export async function retry<T>(
  options: RetryOptions,
  attempt: () => Promise<T>,
  isWanted: () => boolean,
  onFailure: (error: Error, nextDelayMs: number | null) => void,
): Promise<T> {
  for (let attempts = 1; ; attempts++) {
    try {
      return await attempt();
    } catch (error) {
      const last = attempts >= options.maxAttempts || !isWanted();
      const delayMs =
        Math.min(options.maxDelayMs, options.firstDelayMs * 2 ** (attempts - 1)) * (1 - Math.random() / 2);
      onFailure(error as Error, last ? null : delayMs);
      if (last) throw error;
      await sleep(delayMs);
      if (!isWanted()) throw error;
    }
  }
}
