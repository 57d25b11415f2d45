import type { BusinessZone } from './business-zone.ts';
import { type Day, parseDay } from './day.ts';
import type { DossierEvent } from './event.ts';
import { unitsOf } from './event.ts';
import type { Instant } from './instant.ts';
import { toEvent } from './to-event.ts';
import { sentByOf, type WireEvent, wireEvent } from './wire.ts';

/** Why an event is refused; the codes are part of the contract with those who send. */
export const refusalReasons = [
  'too-large',
  'not-json',
  'schema-invalid',
  'too-old',
  'in-the-future',
  'unknown-unit',
  'id-conflict',
  'dossier-too-long',
  // Of intake with keys alone; what stands in the log was let in by somebody.
  'source-not-allowed',
  'unit-not-allowed',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

export interface Refusal {
  readonly reason: RefusalReason;
  /** One sentence for a person: what is wrong, and where in the event. */
  readonly detail: string;
}

/** `sentBy` names the key under which the event came, where it says so. It is no part of what the event says. */
export type Parsed =
  | {
      readonly ok: true;
      readonly event: DossierEvent;
      readonly wire: WireEvent;
      readonly sentBy: string | null;
    }
  | ({ readonly ok: false; readonly id: string | null; readonly sentBy: string | null } & Refusal);

/** What an event is checked against, besides its schema. */
export interface EventRules {
  readonly zone: BusinessZone;
  readonly isUnit: (code: string) => boolean;
}

/** The longest event, in bytes of its JSON text. */
export const MAX_EVENT_BYTES = 65_536;
const EARLIEST_DAY = parseDay('2000-01-01') as Day;
const MAX_AHEAD_MICROS = 24 * 3_600_000_000;

/**
 * Checks one event as it travels and gives it its day. `now` is the moment that the future is measured from: the
 * clock where events are taken in, the log's own recorded-at where they are folded, so that a replay decides alike.
 */
export function parseEvent(bytes: Uint8Array | string, rules: EventRules, now: Instant): Parsed {
  const size = typeof bytes === 'string' ? utf8Length(bytes) : bytes.byteLength;
  if (size > MAX_EVENT_BYTES)
    return refuse(null, 'too-large', `the event has ${size} bytes; ${MAX_EVENT_BYTES} are allowed`);
  let json: unknown;
  try {
    json = JSON.parse(typeof bytes === 'string' ? bytes : decodeUtf8(bytes));
  } catch (error) {
    return refuse(null, 'not-json', `the event is not JSON: ${(error as Error).message}`);
  }
  return checkEvent(json, rules, now);
}

/** As `parseEvent`, for a value that is parsed already. */
export function checkEvent(json: unknown, rules: EventRules, now: Instant): Parsed {
  const sentBy = sentByOf(json);
  const result = wireEvent.safeParse(json);
  if (!result.success) {
    const issue = result.error.issues[0];
    const where = issue === undefined || issue.path.length === 0 ? 'event' : issue.path.join('.');
    return refuse(
      idOf(json),
      'schema-invalid',
      `${where}: ${issue === undefined ? 'invalid' : whatIsWrong(issue)}`,
      sentBy,
    );
  }
  const wire = result.data;
  const event = toEvent(wire, rules.zone);
  const broken = brokenRule(event, wire.time, rules, now);
  if (broken !== null) return refuse(wire.id, broken.reason, broken.detail, sentBy);
  return { ok: true, event, wire, sentBy };
}

/** What of the rules beside the schema an event breaks; null where nothing. `time` is its time as it is written. */
export function brokenRule(
  event: DossierEvent,
  time: string,
  { isUnit }: Pick<EventRules, 'isUnit'>,
  now: Instant,
): Refusal | null {
  if (event.day < EARLIEST_DAY) return { reason: 'too-old', detail: `time: ${time} lies before 2000-01-01` };
  if (event.at > now + MAX_AHEAD_MICROS)
    return { reason: 'in-the-future', detail: `time: ${time} is more than 24 hours ahead of the clock` };
  const unknown = unitsOf(event).find((unit) => !isUnit(unit));
  return unknown === undefined
    ? null
    : { reason: 'unknown-unit', detail: `data: the unit "${unknown}" is not in the registry` };
}

/** The names of attributes that do not belong are not repeated: they may be personal data themselves. */
function whatIsWrong(issue: { readonly code: string; readonly message: string }): string {
  return issue.code === 'unrecognized_keys'
    ? 'has an attribute that the schema does not know'
    : issue.message;
}

const LONGEST_DETAIL = 300;
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/g;

/** A sentence is short and on one line, however long or odd the text is that it speaks of. */
function refuse(
  id: string | null,
  reason: RefusalReason,
  detail: string,
  sentBy: string | null = null,
): Parsed {
  const sentence = detail.length > LONGEST_DETAIL ? `${detail.slice(0, LONGEST_DETAIL)}…` : detail;
  return { ok: false, id, sentBy, reason, detail: sentence.replace(CONTROL, ' ').toWellFormed() };
}

function idOf(json: unknown): string | null {
  if (typeof json !== 'object' || json === null || !('id' in json)) return null;
  return typeof json.id === 'string' ? json.id.slice(0, 200).toWellFormed() : null;
}

const decoder = new TextDecoder('utf-8', { fatal: true });
const encoder = new TextEncoder();

/** Bytes that are not UTF-8 are an error, not question marks: a name must never be changed in silence. */
function decodeUtf8(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

function utf8Length(text: string): number {
  if (text.length * 3 <= MAX_EVENT_BYTES) return text.length;
  return encoder.encode(text).byteLength;
}
