import {
  type DossierEvent,
  type DossierHistory,
  type EventRules,
  emptyHistory,
  historyOf,
  instantFromMs,
  parseEvent,
  type Refusal,
  record,
} from '@sohoso/dossier';
import type { DeadLetter, LogEntry, LogRecord } from '@sohoso/log';
import type { DossierEvents, Fact } from '@sohoso/store';

/** What one batch of records comes to, before anything of it is written. */
export interface FoldedBatch {
  /** One per record, in the order of the log. */
  readonly facts: readonly Fact[];
  /** The dossiers that changed, with all their events. */
  readonly changed: ReadonlyMap<string, DossierEvents>;
  readonly deadLetters: readonly DeadLetter[];
  /** Records that came into a partition which is not their dossier's, to be appended once more. */
  readonly reroutes: readonly LogEntry[];
}

export interface FoldRules extends EventRules {
  /** The partition that a dossier belongs to. */
  readonly partitionOf: (dossier: string) => number;
}

/**
 * Folds the records of one partition. Deterministic: the same records over the same past give the same facts, for
 * the only clock is the log's recorded-at.
 */
export function foldBatch(
  records: readonly LogRecord[],
  loadEvents: (dossier: string) => DossierEvents | undefined,
  rules: FoldRules,
): FoldedBatch {
  const dayOf = (recordedAtMs: number) => rules.zone.dayOf(instantFromMs(recordedAtMs));
  const histories = new Map<string, DossierHistory>();
  const changed = new Map<string, DossierEvents>();
  const facts: Fact[] = [];
  const deadLetters: DeadLetter[] = [];
  const reroutes: LogEntry[] = [];

  function historyOfDossier(dossier: string): DossierHistory {
    const known = histories.get(dossier);
    if (known !== undefined) return known;
    const events = loadEvents(dossier);
    return events === undefined ? emptyHistory : historyOf(events);
  }

  // Facts are written out in full: spreading the position into each took as long as the fold itself (measured).
  function refuse(logRecord: LogRecord, { reason, detail }: Refusal): void {
    const { partition, offset, recordedAtMs } = logRecord;
    deadLetters.push({ record: logRecord, reason, detail });
    const recordedDay = dayOf(recordedAtMs);
    facts.push({ partition, offset, recordedAtMs, recordedDay, disposition: 'refused', reason, detail });
  }

  function note(
    disposition: 'repeated' | 'rerouted',
    { partition, offset, recordedAtMs }: LogRecord,
    event: DossierEvent,
  ): void {
    facts.push({ partition, offset, recordedAtMs, recordedDay: dayOf(recordedAtMs), disposition, event });
  }

  function apply(logRecord: LogRecord, event: DossierEvent): void {
    const result = record(historyOfDossier(event.dossier), event);
    switch (result.effect) {
      case 'repeated':
        note('repeated', logRecord, event);
        return;
      case 'conflict':
        refuse(logRecord, conflict(event));
        return;
      case 'counted': {
        histories.set(event.dossier, result.history);
        changed.set(event.dossier, result.history.events);
        const { partition, offset, recordedAtMs } = logRecord;
        const { movements, anomalies } = result;
        const recordedDay = dayOf(recordedAtMs);
        facts.push({
          partition,
          offset,
          recordedAtMs,
          recordedDay,
          disposition: 'counted',
          event,
          movements,
          anomalies,
        });
        return;
      }
      default: {
        const never: never = result;
        throw new TypeError(`no rule for ${JSON.stringify(never)}`);
      }
    }
  }

  /** Hashing a key costs as much as folding an event, so it is done once for each dossier of the batch. */
  function isAtHome(dossier: string, partition: number): boolean {
    return histories.has(dossier) || rules.partitionOf(dossier) === partition;
  }

  for (const logRecord of records) {
    const parsed = parseEvent(logRecord.value, rules, instantFromMs(logRecord.recordedAtMs));
    if (!parsed.ok) refuse(logRecord, parsed);
    else if (isAtHome(parsed.event.dossier, logRecord.partition)) apply(logRecord, parsed.event);
    else {
      // Clients hash keys in different ways, or send none; a dossier must still be folded in one place.
      reroutes.push({ key: parsed.event.dossier, value: logRecord.value });
      note('rerouted', logRecord, parsed.event);
    }
  }
  return { facts, changed, deadLetters, reroutes };
}

function conflict(event: DossierEvent): Refusal {
  return {
    reason: 'id-conflict',
    detail: `the event ${event.id} of ${event.source} is known with other content; a correction needs a new id and a voided event`,
  };
}
