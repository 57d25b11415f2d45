import {
  type Day,
  type DossierEvent,
  type DossierHistory,
  type EventRules,
  emptyHistory,
  historyOf,
  instantFromMs,
  MAX_EVENTS_OF_DOSSIER,
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
  const fold = new BatchFold(loadEvents, rules);
  for (const logRecord of records) fold.add(logRecord);
  return fold;
}

/** An event with the name of the key that it came under. */
interface Sent {
  readonly event: DossierEvent;
  readonly sentBy: string | null;
}

type SentRefusal = Refusal & Pick<Sent, 'sentBy'>;

/** A batch while it is folded. */
class BatchFold implements FoldedBatch {
  readonly facts: Fact[] = [];
  readonly changed = new Map<string, DossierEvents>();
  readonly deadLetters: DeadLetter[] = [];
  readonly reroutes: LogEntry[] = [];
  readonly #histories = new Map<string, DossierHistory>();
  readonly #loadEvents: (dossier: string) => DossierEvents | undefined;
  readonly #rules: FoldRules;

  constructor(loadEvents: (dossier: string) => DossierEvents | undefined, rules: FoldRules) {
    this.#loadEvents = loadEvents;
    this.#rules = rules;
  }

  add(logRecord: LogRecord): void {
    const parsed = parseEvent(logRecord.value, this.#rules, instantFromMs(logRecord.recordedAtMs));
    if (!parsed.ok) this.#refuse(logRecord, parsed);
    else if (this.#isAtHome(parsed.event.dossier, logRecord.partition)) this.#apply(logRecord, parsed);
    else {
      // Clients hash keys in different ways, or send none; a dossier must still be folded in one place.
      this.reroutes.push({ key: parsed.event.dossier, value: logRecord.value });
      this.#note('rerouted', logRecord, parsed);
    }
  }

  /** Hashing a key costs as much as folding an event, so it is done once for each dossier of the batch. */
  #isAtHome(dossier: string, partition: number): boolean {
    return this.#histories.has(dossier) || this.#rules.partitionOf(dossier) === partition;
  }

  #apply(logRecord: LogRecord, parsed: Sent): void {
    const { event, sentBy } = parsed;
    const result = record(this.#historyOf(event.dossier), event);
    switch (result.effect) {
      case 'repeated':
        this.#note('repeated', logRecord, parsed);
        return;
      case 'too-many':
        this.#refuse(logRecord, tooMany(parsed));
        return;
      case 'conflict':
        this.#refuse(logRecord, conflict(parsed));
        return;
      case 'counted': {
        this.#histories.set(event.dossier, result.history);
        this.changed.set(event.dossier, result.history.events);
        const { partition, offset, recordedAtMs } = logRecord;
        const { movements, anomalies } = result;
        const recordedDay = this.#dayOf(recordedAtMs);
        // Facts are written out in full: spreading the position into each took as long as the fold itself (measured).
        this.facts.push({
          partition,
          offset,
          recordedAtMs,
          recordedDay,
          sentBy,
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

  #historyOf(dossier: string): DossierHistory {
    const known = this.#histories.get(dossier);
    if (known !== undefined) return known;
    const events = this.#loadEvents(dossier);
    const history = events === undefined ? emptyHistory : historyOf(events);
    this.#histories.set(dossier, history);
    return history;
  }

  #refuse(logRecord: LogRecord, { reason, detail, sentBy }: SentRefusal): void {
    const { partition, offset, recordedAtMs } = logRecord;
    this.deadLetters.push({ record: logRecord, reason, detail });
    const recordedDay = this.#dayOf(recordedAtMs);
    this.facts.push({
      partition,
      offset,
      recordedAtMs,
      recordedDay,
      sentBy,
      disposition: 'refused',
      reason,
      detail,
    });
  }

  #note(
    disposition: 'repeated' | 'rerouted',
    { partition, offset, recordedAtMs }: LogRecord,
    { event, sentBy }: Sent,
  ): void {
    this.facts.push({
      partition,
      offset,
      recordedAtMs,
      recordedDay: this.#dayOf(recordedAtMs),
      sentBy,
      disposition,
      event,
    });
  }

  #dayOf(recordedAtMs: number): Day {
    return this.#rules.zone.dayOf(instantFromMs(recordedAtMs));
  }
}

function conflict({ event, sentBy }: Sent): SentRefusal {
  return {
    sentBy,
    reason: 'id-conflict',
    detail: `the event ${event.id} of ${event.source} is known with other content; a correction needs a new id and a voided event`,
  };
}

function tooMany({ event, sentBy }: Sent): SentRefusal {
  return {
    sentBy,
    reason: 'dossier-too-long',
    detail: `the dossier ${event.dossier} has ${MAX_EVENTS_OF_DOSSIER} events already, which is the most that one may have`,
  };
}
