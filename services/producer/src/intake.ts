import {
  checkEvent,
  type EventRules,
  instantFromMs,
  MAX_EVENT_BYTES,
  type Parsed,
  parseEvent,
  type RefusalReason,
  wireText,
} from '@sohoso/dossier';
import type { LogEntry } from '@sohoso/log';
import type { Sender } from './sender.ts';

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

/** What the events of a request go through. */
export interface IntakeWay {
  readonly rules: EventRules;
  readonly limits: IntakeLimits;
  /** Who sends them, looked up again for each chunk; null where anybody may. Throws where the sender may not any more. */
  readonly sender: () => Promise<Sender | null>;
  /** Writes a chunk to the log, told part by part as it becomes durable; resolves when all of it is. */
  readonly append: (entries: readonly LogEntry[], durable: (count: number) => void) => Promise<void>;
  /** Lets a sender wait who is faster than its key allows. */
  readonly hold: (ms: number) => Promise<void>;
  readonly onAccepted: (count: number) => void;
  readonly onRefused: (reason: RefusalReason) => void;
  /** The clock, ms since 1970. */
  readonly now: () => number;
}

/** A sender is slowed in steps of so many ms, for a timer for each event would cost more than the event. */
const HOLD_FROM_MS = 10;

/**
 * Takes in the events of one request: checks each by itself, and writes the good ones to the log in chunks. A bad event
 * never takes its neighbours down. What `result` counts as accepted is durable.
 */
export class Intake {
  readonly #way: IntakeWay;
  readonly #rejected: Rejection[] = [];
  #sender: Sender | null;
  #pending: LogEntry[] = [];
  #pendingBytes = 0;
  #accepted = 0;
  #rejectedCount = 0;
  #index = 0;

  /** `sender` sends the first chunk. */
  constructor(way: IntakeWay, sender: Sender | null) {
    this.#way = way;
    this.#sender = sender;
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
    return this.#add(parseEvent(text, this.#way.rules, instantFromMs(this.#way.now())));
  }

  /** Takes the next event as a value out of a larger JSON text. */
  addValue(value: unknown): Promise<void> {
    const text = textOf(value);
    if (text === null) return this.addText(Buffer.from('{}'));
    if (Buffer.byteLength(text) > MAX_EVENT_BYTES) return this.addText(Buffer.from(text));
    return this.#add(checkEvent(value, this.#way.rules, instantFromMs(this.#way.now())));
  }

  async #add(parsed: Parsed): Promise<void> {
    const index = this.#index++;
    const waitMs = this.#sender?.bucket.take() ?? 0;
    if (waitMs >= HOLD_FROM_MS) await this.#way.hold(waitMs);
    if (!parsed.ok) {
      this.#refuse(index, parsed.id, parsed.reason, parsed.detail);
      return;
    }
    const { event, wire } = parsed;
    const refusal = this.#sender?.refusalOf(event) ?? null;
    if (refusal !== null) {
      this.#refuse(index, event.id, refusal.reason, refusal.detail);
      return;
    }
    // Written anew from what the schema knows: attributes that it does not know do not reach the log.
    const value = Buffer.from(wireText(wire, this.#sender?.name ?? null));
    if (value.byteLength > MAX_EVENT_BYTES) {
      const detail = `the event has ${value.byteLength} bytes with the name of the key in it; ${MAX_EVENT_BYTES} are allowed`;
      this.#refuse(index, event.id, 'too-large', detail);
      return;
    }
    this.#pending.push({ key: event.dossier, value });
    this.#pendingBytes += value.byteLength;
    const { maxAppendEvents, maxAppendBytes } = this.#way.limits;
    if (this.#pending.length >= maxAppendEvents || this.#pendingBytes >= maxAppendBytes) await this.flush();
  }

  #refuse(index: number, id: string | null, reason: RefusalReason, detail: string): void {
    this.#rejectedCount++;
    this.#way.onRefused(reason);
    if (this.#rejected.length < this.#way.limits.maxListedRejections)
      this.#rejected.push({ index, id, reason, detail });
  }

  /** Writes what is pending; must be called once more after the last event. */
  async flush(): Promise<void> {
    const entries = this.#pending;
    this.#pending = [];
    this.#pendingBytes = 0;
    if (entries.length === 0) return;
    // A body may be as long as it likes; a key that was revoked meanwhile ends it here.
    this.#sender = await this.#way.sender();
    await this.#way.append(entries, (count) => {
      this.#accepted += count;
      this.#way.onAccepted(count);
    });
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
