import { setTimeout as sleep } from 'node:timers/promises';
import { addDays, type BusinessZone, instantFromMs } from '@sohoso/dossier';
import { type Announced, type Announcements, announce } from './announcements.ts';

export interface WatcherOptions {
  readonly announcements: Announcements;
  readonly zone: BusinessZone;
  /** The longest that it waits between two looks, ms: a backfill may bring overdue legs at any time. */
  readonly everyMs: number;
  /** Told after each chunk. */
  readonly onAnnounced: (announced: Announced) => void;
  /** Told after each look that failed, with the time until the next, ms. */
  readonly onFailure: (error: Error, nextMs: number) => void;
  /** The clock, ms since 1970. */
  readonly now?: () => number;
  /** Resolves after so many ms, or when it is told to stop. */
  readonly wait?: (ms: number, stop: AbortSignal) => Promise<void>;
}

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 300_000;
/** So long after midnight it looks: a clock that goes a little before the server's must not make it a day late. */
const AFTER_MIDNIGHT_MS = 3_000;

/**
 * Announces passed deadlines at once, at the start of every day and again and again. A look that fails is made again after a wait
 * that doubles. Nothing is remembered between looks: what was announced is seen in the events. Ends with the function returned,
 * at once; what was under way is done again by the next start.
 */
export function watchDeadlines(options: WatcherOptions): () => Promise<void> {
  const stop = new AbortController();
  const running = look(options, stop.signal);
  return async () => {
    stop.abort();
    await running;
  };
}

async function look(options: WatcherOptions, stop: AbortSignal): Promise<void> {
  const { announcements, onAnnounced, onFailure, wait = sleepUntil } = options;
  let failures = 0;
  while (!stop.aborted) {
    let waitMs: number;
    try {
      for await (const announced of announce(announcements, stop)) onAnnounced(announced);
      failures = 0;
      waitMs = untilNextLook(options);
    } catch (error) {
      if (stop.aborted) return;
      waitMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures++);
      onFailure(error as Error, waitMs);
    }
    await wait(waitMs, stop);
  }
}

async function sleepUntil(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}

/** Ms until the next look: the interval, or less where the day ends before. */
export function untilNextLook({
  zone,
  everyMs,
  now = Date.now,
}: Pick<WatcherOptions, 'zone' | 'everyMs' | 'now'>): number {
  const nowMs = now();
  const tomorrow = addDays(zone.dayOf(instantFromMs(nowMs)), 1);
  const midnightMs = Math.ceil(zone.instantOf(tomorrow, 0) / 1_000);
  return Math.max(1, Math.min(everyMs, midnightMs + AFTER_MIDNIGHT_MS - nowMs));
}
