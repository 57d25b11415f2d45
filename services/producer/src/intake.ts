import {
  checkEvent,
  type EventRules,
  instantFromMs,
  MAX_EVENT_BYTES,
  type Parsed,
  parseEvent,
  type RefusalReason,
} from '@sohoso/dossier';
import type { EventLog, LogEntry } from '@sohoso/log';

/** One refused event of a request. */
export interface Rejection {
  /** Which event of the request, counted from 0. */
  readonly index: number;
  /** The event's own id, where it could be read. */
  readonly id: string | null;
  readonly reason: RefusalReason;
  readonly detail: string;
}

export interface IntakeResult {
  readonly accepted: number;
  /** Events that the log knew already; 0 where the log cannot know, the fold leaves them out all the same. */
  readonly repeated: number;
  /** How many were refused in all. */
  readonly rejectedCount: number;
  /** The refused ones; the first of them only, where there are very many. */
  readonly rejected: readonly Rejection[];
}

export interface IntakeLimits {
  /** Events that are written to the log together. */
  readonly maxAppendEvents: number;
  readonly maxAppendBytes: number;
  /** How many refusals an answer lists. */
  readonly maxListedRejections: number;
}

/**
 * Takes in the events of one request: checks each by itself, and writes the good ones to the log in chunks. A bad event
 * never takes its neighbours down. What `result` counts as accepted is durable.
 */
export class Intake {
  readonly #log: EventLog;
  readonly #rules: EventRules;
  readonly #limits: IntakeLimits;
  readonly #now: () => number;
  readonly #rejected: Rejection[] = [];
  #pending: LogEntry[] = [];
  #pendingBytes = 0;
  #accepted = 0;
  #rejectedCount = 0;
  #index = 0;

  constructor(log: EventLog, rules: EventRules, limits: IntakeLimits, now: () => number = Date.now) {
    this.#log = log;
    this.#rules = rules;
    this.#limits = limits;
    this.#now = now;
  }

  get result(): IntakeResult {
    return {
      accepted: this.#accepted,
      repeated: 0,
      rejectedCount: this.#rejectedCount,
      rejected: this.#rejected,
    };
  }

  /** Takes the next event as the text it came in. Resolves when there is room for another. */
  addText(text: Uint8Array): Promise<void> {
    return this.#add(parseEvent(text, this.#rules, instantFromMs(this.#now())));
  }

  /** Takes the next event as a value out of a larger JSON text. */
  addValue(value: unknown): Promise<void> {
    const text = textOf(value);
    if (text === null) return this.addText(Buffer.from('{}'));
    if (Buffer.byteLength(text) > MAX_EVENT_BYTES) return this.addText(Buffer.from(text));
    return this.#add(checkEvent(value, this.#rules, instantFromMs(this.#now())));
  }

  async #add(parsed: Parsed): Promise<void> {
    const index = this.#index++;
    if (!parsed.ok) {
      this.#rejectedCount++;
      const { id, reason, detail } = parsed;
      if (this.#rejected.length < this.#limits.maxListedRejections)
        this.#rejected.push({ index, id, reason, detail });
      return;
    }
    // Written anew from what the schema knows: attributes that it does not know do not reach the log.
    const value = Buffer.from(JSON.stringify(parsed.wire));
    this.#pending.push({ key: parsed.event.dossier, value });
    this.#pendingBytes += value.byteLength;
    const { maxAppendEvents, maxAppendBytes } = this.#limits;
    if (this.#pending.length >= maxAppendEvents || this.#pendingBytes >= maxAppendBytes) await this.flush();
  }

  /** Writes what is pending; must be called once more after the last event. */
  async flush(): Promise<void> {
    const entries = this.#pending;
    this.#pending = [];
    this.#pendingBytes = 0;
    if (entries.length === 0) return;
    await this.#log.append(entries);
    this.#accepted += entries.length;
  }
}

/** The value as JSON; null where it is nested too deep to be written, and so no event. */
function textOf(value: unknown): string | null {
  try {
    return JSON.stringify(value);
  } catch {
    return null;
  }
}
