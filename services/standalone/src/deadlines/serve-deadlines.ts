import { Counter, type Registry } from '@sohoso/service';
import type { Logger } from 'pino';
import type { Announced } from './announcements.ts';
import { announcementsInProcess, type InProcessOptions } from './in-process.ts';
import { watchDeadlines } from './watcher.ts';

export interface ServeDeadlinesOptions extends InProcessOptions {
  readonly everyMs: number;
  readonly metrics: Registry;
  readonly logger: Logger;
}

/** Announces passed deadlines beside a pipeline in this process. Ends with the function returned. */
export function serveDeadlines(options: ServeDeadlinesOptions): () => Promise<void> {
  const { everyMs, metrics, logger, rules } = options;
  const announced = new Counter({
    name: 'sohoso_deadlines_announced_total',
    help: 'Deadline-passed events sent since the start, voids of earlier ones included',
    registers: [metrics],
  });
  const tellNew = refusalsOnce();
  return watchDeadlines({
    announcements: announcementsInProcess(options),
    zone: rules.zone,
    everyMs,
    onAnnounced(result) {
      announced.inc(result.sent);
      if (result.sent > 0) logger.info({ events: result.sent }, 'passed deadlines were announced');
      for (const refused of tellNew(result)) logger.warn(refused, 'a passed deadline was refused');
    },
    onFailure: (error, nextMs) =>
      logger.warn({ error: error.message, nextMs }, 'passed deadlines could not be announced; trying again'),
  });
}

const MAX_REMEMBERED = 100_000;

/** Which of the refused are so for the first time: each look sends them again, in case the cause was mended. */
export function refusalsOnce(): (announced: Announced) => Announced['refused'] {
  const told = new Set<string>();
  return ({ refused }) => {
    const fresh = refused.filter(({ id, reason }) => !told.has(`${reason} ${id}`));
    if (told.size > MAX_REMEMBERED) told.clear();
    for (const { id, reason } of fresh) told.add(`${reason} ${id}`);
    return fresh;
  };
}
