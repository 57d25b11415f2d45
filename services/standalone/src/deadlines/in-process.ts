import type { ClickHouseClient } from '@clickhouse/client';
import { checkEvent, type EventRules, instantFromMs, toWire, type WireEvent } from '@sohoso/dossier';
import type { EventLog, LogEntry } from '@sohoso/log';
import { type PipelineStatus, passedPage } from '@sohoso/query';
import type { Announcements, RefusedAnnouncement } from './announcements.ts';

export interface InProcessOptions {
  readonly clickhouse: ClickHouseClient;
  readonly log: Pick<EventLog, 'append'>;
  readonly rules: EventRules;
  readonly pipeline: () => Promise<PipelineStatus>;
  readonly source: string;
  /** The clock, ms since 1970. */
  readonly now?: () => number;
}

const DOSSIERS_AT_ONCE = 1_000;

/** The announcements of the pipeline in this process: asked of its store, written to its log. */
export function announcementsInProcess(options: InProcessOptions): Announcements {
  const { clickhouse, log, rules, pipeline, source, now = Date.now } = options;
  const { zone } = rules;
  return {
    async *missing(stop) {
      let after: string | null = '';
      do {
        const asked = { on: zone.dayOf(instantFromMs(now())), source, after, limit: DOSSIERS_AT_ONCE };
        const { events, next } = await passedPage({ clickhouse, zone, pipeline, stop }, asked);
        yield events.map(toWire);
        after = next;
      } while (after !== null);
    },
    async send(events) {
      const { entries, refused } = checked(events, rules, now());
      if (entries.length > 0) await log.append(entries);
      return refused;
    },
  };
}

function checked(events: readonly WireEvent[], rules: EventRules, nowMs: number) {
  const entries: LogEntry[] = [];
  const refused: RefusedAnnouncement[] = [];
  for (const event of events) {
    const parsed = checkEvent(event, rules, instantFromMs(nowMs));
    if (parsed.ok) entries.push({ key: event.subject, value: Buffer.from(JSON.stringify(parsed.wire)) });
    else refused.push({ id: event.id, reason: parsed.reason, detail: parsed.detail });
  }
  return { entries, refused };
}
