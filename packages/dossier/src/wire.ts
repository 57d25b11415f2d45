import { z } from 'zod';
import { parseDay } from './day.ts';
import { parseInstant } from './instant.ts';

/** The types of the wire are the names of the domain between this prefix and the version. */
export const TYPE_PREFIX = 'vn.tthc.dossier.';
export const TYPE_VERSION = '.v1';

const DOSSIER_ID = /^[A-Za-z0-9._\-/]{1,64}$/;
/** What CloudEvents forbids in a string: control characters. Lone surrogates are caught beside it. */
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

const LONGEST_CODE = 200;
const LONGEST_NAME = 1_024;
const LONGEST_REMARK = 4_000;

const isClean = (text: string) => !CONTROL.test(text) && text.isWellFormed();
const text = (longest: number) =>
  z.string().min(1).max(longest).refine(isClean, 'has a control character or half of a surrogate pair');

const moment = z
  .string()
  .refine(
    (value) => parseInstant(value) !== null,
    'is not an RFC 3339 moment with an offset, e.g. 2020-04-03T08:15:00+07:00',
  )
  .meta({ format: 'date-time' });
const due = z
  .string()
  .refine(
    (value) => parseDay(value) !== null || parseInstant(value) !== null,
    'is neither a date YYYY-MM-DD nor an RFC 3339 moment, or names a day that does not exist',
  )
  .meta({
    description: 'A date, or a moment whose local day counts',
    anyOf: [{ format: 'date' }, { format: 'date-time' }],
  });

const unit = text(LONGEST_CODE).meta({ description: 'Code of a unit in the registry' });
const remark = text(LONGEST_REMARK);
const code = text(LONGEST_CODE);
const name = text(LONGEST_NAME);

const fromTo = { from: unit, to: unit };
const differ = <T extends { from: string; to: string }>(data: T) => data.from !== data.to;
const DIFFER = { message: 'from and to are the same unit', path: ['to'] };

/** The data of each event type. Strict: what is not named here is refused, so no personal data can ride along. */
const dataSchemas = {
  received: z.strictObject({
    unit,
    channel: z.enum(['online', 'direct', 'postal']),
    due: due.optional(),
    procedure: code.optional(),
    field: code.optional(),
  }),
  forwarded: z
    .strictObject({ ...fromTo, due: due.optional(), custody: z.enum(['kept', 'released']).optional() })
    .refine(differ, DIFFER),
  transferred: z.strictObject(fromTo).refine(differ, DIFFER),
  'due-changed': z.strictObject({ unit, due, reason: remark.optional() }),
  'supplement-requested': z.strictObject({ unit, reason: remark.optional() }),
  supplemented: z.strictObject({ unit, due: due.optional() }),
  'deadline-passed': z.strictObject({ unit }),
  resolved: z.strictObject({
    unit,
    outcome: z.enum(['granted', 'refused']),
    returnedVia: z.enum(['direct', 'online', 'postal']).optional(),
    cause: remark.optional(),
  }),
  withdrawn: z.strictObject({ unit, reason: remark.optional() }),
  voided: z.strictObject({ voids: z.strictObject({ source: name, id: name }), reason: remark }),
} as const;

type DataSchemas = typeof dataSchemas;

/**
 * One event as it travels: CloudEvents 1.0, structured mode. Extension attributes (a trace id, say) are let
 * through and dropped, as CloudEvents asks of a receiver; nothing of theirs is kept.
 */
function envelope<T extends keyof DataSchemas>(type: T) {
  return z.object({
    specversion: z.literal('1.0'),
    id: name,
    source: name,
    type: z.literal(`${TYPE_PREFIX}${type}${TYPE_VERSION}` as const),
    subject: z.string().regex(DOSSIER_ID, 'is not a dossier id: 1 to 64 of A-Z a-z 0-9 . _ - /'),
    time: moment,
    datacontenttype: z
      .string()
      .regex(/^application\/([a-z0-9.+-]+\+)?json\s*(;.*)?$/i, 'must be application/json')
      .optional(),
    dataschema: name.optional(),
    data: dataSchemas[type],
  });
}

export const wireEvent = z.discriminatedUnion('type', [
  envelope('received'),
  envelope('forwarded'),
  envelope('transferred'),
  envelope('due-changed'),
  envelope('supplement-requested'),
  envelope('supplemented'),
  envelope('deadline-passed'),
  envelope('resolved'),
  envelope('withdrawn'),
  envelope('voided'),
]);
export type WireEvent = z.infer<typeof wireEvent>;

/** What a sender may be called: the name of a key, which is not a person's. */
export const SENDER_NAME = /^[a-z0-9][a-z0-9-]{0,63}$/;

/**
 * The name of the key under which an event was taken in: the extension attribute `sentby`, written by intake. Null where
 * there is none, or none that a key could have. It is as true as the topic is closed to others.
 */
export function sentByOf(json: unknown): string | null {
  if (typeof json !== 'object' || json === null || !('sentby' in json)) return null;
  return typeof json.sentby === 'string' && SENDER_NAME.test(json.sentby) ? json.sentby : null;
}

/** The event as it is written to the log, with the name of the key that it came under, if any. */
export function wireText(wire: WireEvent, sentBy: string | null): string {
  const text = JSON.stringify(wire);
  return sentBy === null ? text : `${text.slice(0, -1)},"sentby":"${sentBy}"}`;
}
