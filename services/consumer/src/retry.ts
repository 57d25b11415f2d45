import { setTimeout as sleep } from 'node:timers/promises';

export interface RetryOptions {
  /** Tries in all, the first one included. */
  readonly maxAttempts: number;
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
}

export interface Tries {
  /** Whether waiting for another try is still of use; asked after each failure and after each wait. */
  readonly isWanted: () => boolean;
  /** Whether the error is one that passes; one that does not is thrown at once. */
  readonly passes: (error: Error) => boolean;
  /** Whether the error passes by itself in a bounded time: then the try does not count. */
  readonly isFree: (error: Error) => boolean;
  /** Called after each failure with the time until the next try, ms; null when there is none. */
  readonly onFailure: (error: Error, nextDelayMs: number | null) => void;
}

/**
 * Tries until it succeeds, the attempts are used up, or it is no longer wanted; then throws the last error. Waits twice as long
 * each time, up to the bound, and by chance up to half of it less, so that several consumers do not come back in step.
 */
export async function retry<T>(
  options: RetryOptions,
  attempt: (number: number) => Promise<T>,
  { isWanted, passes, isFree, onFailure }: Tries,
): Promise<T> {
  let counted = 0;
  for (let attempts = 1; ; attempts++) {
    try {
      return await attempt(attempts);
    } catch (thrown) {
      const error = thrown as Error;
      if (!isFree(error)) counted++;
      const last = counted >= options.maxAttempts || !isWanted() || !passes(error);
      const delayMs =
        Math.min(options.maxDelayMs, options.firstDelayMs * 2 ** Math.max(0, counted - 1)) *
        (1 - Math.random() / 2);
      onFailure(error, last ? null : delayMs);
      if (last) throw error;
      await sleep(delayMs);
      if (!isWanted()) throw error;
    }
  }
}
