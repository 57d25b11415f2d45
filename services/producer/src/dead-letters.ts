import { type RefusalReason, refusalReasons } from '@sohoso/dossier';
import { type DeadLetter, type DeadLetters, type EventLog, LogUnavailable } from '@sohoso/log';
import { Problem } from '@sohoso/service';
import type { FastifyPluginAsync, FastifyReply } from 'fastify';
import { z } from 'zod';
import { type Gate, showingHow } from './gate.ts';
import { replay } from './replay.ts';

export interface DeadLettersOptions {
  readonly log: EventLog;
  readonly deadLetters: DeadLetters;
  /** Who may send them again: a key with all units, where keys are required. Everybody may look. */
  readonly gate: Gate;
}

/** One refused record, as it is shown. */
export interface ShownLetter {
  readonly reason: string;
  readonly detail: string;
  readonly partition: number;
  readonly offset: number;
  /** When the log took the record in, ISO 8601 in UTC. */
  readonly recordedAt: string;
  readonly key: string | null;
  /** The value as UTF-8, up to MAX_TEXT_CHARACTERS. */
  readonly text: string;
  /** There where the text goes on. */
  readonly textIsCut?: true;
  /** There where only the first bytes of the value were kept: how many there were. */
  readonly cutFromBytes?: number;
}

/** The answer to `GET /v1/dead-letters`. */
export interface DeadLettersAnswer {
  /** How many there are, listed or not. */
  readonly count: number;
  readonly byReason: Readonly<Record<string, number>>;
  readonly letters: readonly ShownLetter[];
}

/** The answer to `POST /v1/dead-letters/replay`. */
export interface ReplayAnswer {
  readonly replayed: number;
  readonly left: readonly { readonly partition: number; readonly offset: number; readonly why: string }[];
}

const MAX_TEXT_CHARACTERS = 4_096;
const RETRY_AFTER_SECONDS = 1;

const reason = z.enum(refusalReasons).optional().describe('Only those refused for this reason');

const shownLetter = z.object({
  reason: z.string(),
  detail: z.string(),
  partition: z.int(),
  offset: z.int(),
  recordedAt: z.string().describe('When the log took the record in'),
  key: z.string().nullable(),
  text: z.string().describe(`The value as UTF-8, up to ${MAX_TEXT_CHARACTERS} characters`),
  textIsCut: z.literal(true).optional(),
  cutFromBytes: z.int().optional().describe('The length of the original, where only its start was kept'),
});

const listParameters = z.strictObject({
  reason,
  limit: z.coerce.number().int().min(1).max(10_000).default(100).describe('How many are listed'),
});

const listSchema = {
  tags: ['dead letters'],
  summary: 'What was refused, and why',
  description: 'Without those that were sent again. In the order of partition and offset.',
  querystring: listParameters,
  response: {
    200: z.object({
      count: z.int().describe('How many there are, listed or not'),
      byReason: z.record(z.string(), z.int()),
      letters: z.array(shownLetter),
    }),
  },
};

const replayBody = z.strictObject({ reason });

const replaySchema = {
  tags: ['dead letters'],
  summary: 'Send refused events again',
  description:
    'Appends the original bytes to the log, under the original key, and marks the letters as sent again. What is refused once more becomes a new dead letter. A crash in between sends some of them twice, which is harmless: an event that is known by source and id is a repeat. Where keys are required, this needs one for all units.',
  body: replayBody,
  response: {
    200: z.object({
      replayed: z.int(),
      left: z.array(z.object({ partition: z.int(), offset: z.int(), why: z.string() })),
    }),
  },
};

/**
 * `GET /v1/dead-letters` and `POST /v1/dead-letters/replay`: what the consumer refused, and another try after a fix. A
 * Fastify plugin, so that it runs beside the producer or the whole pipeline.
 */
export const deadLetters: FastifyPluginAsync<DeadLettersOptions> = async (app, options) => {
  let replaying = false;

  app.get<{ Querystring: z.infer<typeof listParameters> }>(
    '/v1/dead-letters',
    { schema: listSchema },
    async ({ query }, reply): Promise<DeadLettersAnswer> => {
      const letters = await told(reply, () => lettersOf(options.deadLetters, query.reason));
      const byReason: Record<string, number> = {};
      for (const letter of letters) byReason[letter.reason] = (byReason[letter.reason] ?? 0) + 1;
      return { count: letters.length, byReason, letters: letters.slice(0, query.limit).map(shown) };
    },
  );

  app.post<{ Body: z.infer<typeof replayBody> }>(
    '/v1/dead-letters/replay',
    { schema: replaySchema },
    async ({ body, headers }, reply): Promise<ReplayAnswer> => {
      const sender = await showingHow(reply, () => options.gate.admit(headers.authorization));
      if (sender?.hasAllUnits === false)
        throw new Problem(403, 'not-allowed', `the key ${sender.name} is not for all units; use one that is`);
      if (replaying) {
        reply.header('retry-after', RETRY_AFTER_SECONDS);
        throw new Problem(
          429,
          'overloaded',
          'dead letters are being sent again already; wait for that to end',
        );
      }
      replaying = true;
      try {
        return await told(reply, async () =>
          replay(options, await lettersOf(options.deadLetters, body.reason)),
        );
      } finally {
        replaying = false;
      }
    },
  );
};

async function lettersOf(
  all: DeadLetters,
  wanted: RefusalReason | undefined,
): Promise<readonly DeadLetter[]> {
  const letters = await all.list();
  return wanted === undefined ? letters : letters.filter((letter) => letter.reason === wanted);
}

/** A log that is away is told in a sentence, with when to come back. */
async function told<T>(reply: FastifyReply, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof LogUnavailable)) throw error;
    reply.header('retry-after', RETRY_AFTER_SECONDS);
    throw new Problem(503, 'log-unavailable', error.message);
  }
}

function shown({ record, reason, detail, cutFromBytes }: DeadLetter): ShownLetter {
  const { partition, offset, recordedAtMs, key, value } = record;
  // A character is four bytes at most, so no more than that is decoded.
  const start = Buffer.from(
    value.buffer,
    value.byteOffset,
    Math.min(value.byteLength, 4 * MAX_TEXT_CHARACTERS),
  );
  const whole = start.toString('utf8');
  const text = whole.slice(0, MAX_TEXT_CHARACTERS).toWellFormed();
  const isCut = whole.length > text.length || value.byteLength > start.byteLength;
  return {
    reason,
    detail,
    partition,
    offset,
    recordedAt: new Date(recordedAtMs).toISOString(),
    key,
    text,
    ...(isCut ? { textIsCut: true as const } : {}),
    ...(cutFromBytes === undefined ? {} : { cutFromBytes }),
  };
}
