import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '@sohoso/service';
import { caughtUp } from './caught-up.ts';
import type { QueryOptions } from './query-plugin.ts';

/** How long after a moment the log may still show records of it: its own clock may go a little behind, and a write takes its time. */
const LATE_RECORDS_MS = 300;
const CATCH_UP_LIMIT_MS = 8_000;
const RETRY_AFTER_SECONDS = 5;

/** The store does not have yet what the log holds. */
export class Behind extends Problem {
  readonly retryAfterSeconds = RETRY_AFTER_SECONDS;
}

/**
 * Waits until all that the log had recorded by a moment is in the store: only then will the same be read as known at it ever after. True where
 * that is so, null where this process cannot know. Throws Behind (503) where it takes too long.
 */
export async function settledAt(
  { pipeline, now = Date.now }: Pick<QueryOptions, 'pipeline' | 'now'>,
  atMs: number,
): Promise<true | null> {
  if (pipeline === undefined) return null;
  const sinceMs = now() - atMs;
  if (sinceMs < LATE_RECORDS_MS) await sleep(LATE_RECORDS_MS - sinceMs);
  const waiting = await caughtUp(pipeline, CATCH_UP_LIMIT_MS);
  if (waiting === null) return true;
  throw new Behind(
    503,
    'pipeline-behind',
    `the store is ${waiting} events behind the log, so what was known at that moment cannot be told for good yet; ask again in ${RETRY_AFTER_SECONDS} s`,
  );
}
