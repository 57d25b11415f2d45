import { setTimeout as sleep } from 'node:timers/promises';
import type { EventLog, Logger } from '@sohoso/log';
import { audit, auditChecks, type ClickHouse } from '@sohoso/store';
import type { ConsumerMetrics } from './metrics.ts';

export interface AuditLoopOptions {
  /** From the end of one audit to the start of the next, ms; 0 for none at all. */
  readonly everyMs: number;
  readonly group: string;
}

export interface AuditLoopDeps {
  readonly log: EventLog;
  readonly clickhouse: ClickHouse;
  readonly metrics: ConsumerMetrics;
  readonly logger: Logger;
}

const LOGGED_FAULTS = 10;

/** Audits again and again, tells the metrics what it comes to, and the log what does not hold. Ends with the function returned. */
export function auditAgainAndAgain(deps: AuditLoopDeps, options: AuditLoopOptions): () => Promise<void> {
  const stop = new AbortController();
  const running = loop(deps, options, stop.signal);
  return async () => {
    stop.abort();
    await running;
  };
}

async function loop(
  deps: AuditLoopDeps,
  { everyMs, group }: AuditLoopOptions,
  stop: AbortSignal,
): Promise<void> {
  while (everyMs > 0) {
    await sleep(everyMs, undefined, { signal: stop, ref: false }).catch(() => {});
    if (stop.aborted) return;
    // A store or log that does not answer shows elsewhere; that the audit grows old shows in its timestamp.
    await once(deps, group).catch((error: Error) =>
      deps.logger.warn({ error: error.message }, 'the audit could not be made'),
    );
  }
}

async function once({ log, clickhouse, metrics, logger }: AuditLoopDeps, group: string): Promise<void> {
  const found = await audit(clickhouse.reader, () => log.lag(group));
  const faultsByCheck = new Map<string, number>();
  for (const check of auditChecks) if (check !== 'state') faultsByCheck.set(check, 0);
  for (const { check } of found.faults) faultsByCheck.set(check, (faultsByCheck.get(check) ?? 0) + 1);
  metrics.audited({ holds: found.holds, faultsByCheck, durationMs: found.durationMs, endedAtMs: Date.now() });
  for (const { check, text } of found.faults.slice(0, LOGGED_FAULTS))
    logger.error({ check }, `the audit: ${text}`);
}
