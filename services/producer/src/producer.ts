import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { asyncApi, type EventRules, eventJsonSchema, refusalReasons, wireEvent } from '@sohoso/dossier';
import { type EventLog, LogUnavailable } from '@sohoso/log';
import { Problem } from '@sohoso/service';
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { eventLines } from './event-lines.ts';
import { Intake, type IntakeLimits } from './intake.ts';

export interface ProducerOptions {
  readonly log: EventLog;
  readonly rules: EventRules;
  readonly limits?: Partial<ProducerLimits>;
}

export interface ProducerLimits extends IntakeLimits {
  /** Requests that may be under way at once; more are told to come back. */
  readonly maxRequests: number;
  /** The longest array of events, bytes. NDJSON may be of any length. */
  readonly maxArrayBytes: number;
}

const defaultLimits: ProducerLimits = {
  maxAppendEvents: 2_000,
  maxAppendBytes: 2 * 1_048_576,
  maxListedRejections: 10_000,
  maxRequests: 64,
  maxArrayBytes: 16 * 1_048_576,
};

const documentation = {
  tags: ['events'],
  summary: 'Take events in',
  description:
    'One event, an array of events, or one event a line (streamed, of any length). Answers once the accepted ones are durable. A refused event never takes its neighbours down; sending the same event again is harmless.',
  consumes: ['application/cloudevents+json', 'application/cloudevents-batch+json', 'application/x-ndjson'],
  body: wireEvent,
  response: {
    202: z.object({
      accepted: z.int(),
      repeated: z.int().describe('Known before; 0 where the log cannot know'),
      rejectedCount: z.int(),
      rejected: z.array(
        z.object({
          index: z.int(),
          id: z.string().nullable(),
          reason: z.enum(refusalReasons),
          detail: z.string(),
        }),
      ),
    }),
  },
};

const asyncApiSchema = { tags: ['events'], summary: 'The log, as AsyncAPI' };
const eventSchema = { tags: ['events'], summary: 'One event, as JSON Schema' };

const ONE = 'application/cloudevents+json';
const ARRAY = 'application/cloudevents-batch+json';
const LINES = 'application/x-ndjson';
const RETRY_AFTER_SECONDS = 1;

/**
 * `POST /v1/events`: takes events in, in three content types, and answers after the log holds the accepted ones durably.
 * A Fastify plugin, so that it runs alone or beside the query service.
 */
export const producer: FastifyPluginAsync<ProducerOptions> = async (app, { log, rules, limits: given }) => {
  const limits = { ...defaultLimits, ...given };
  let underWay = 0;
  registerBodies(app, limits);

  /** Counts a request before its body is read, for bodies are what fills memory; until its answer is gone. */
  async function admit(_request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (underWay >= limits.maxRequests) overloaded(reply, limits.maxRequests);
    underWay++;
    let counted = true;
    const leave = () => {
      if (counted) underWay--;
      counted = false;
    };
    reply.raw.once('finish', leave).once('close', leave);
  }

  app.get('/asyncapi.json', { schema: asyncApiSchema }, async () => asyncApi('1.0.0'));
  app.get('/event.schema.json', { schema: eventSchema }, async () => eventJsonSchema());
  app.post(
    '/v1/events',
    { schema: documentation, validatorCompiler: () => () => true, onRequest: admit },
    async (request, reply) => {
      const intake = new Intake(log, rules, limits);
      try {
        await takeIn(request, intake);
        await intake.flush();
        return await reply.code(202).send(intake.result);
      } catch (error) {
        if (!(error instanceof LogUnavailable)) throw error;
        reply.header('retry-after', RETRY_AFTER_SECONDS);
        const detail = `${error.message}. ${intake.result.accepted} events of this request are in; send all of it again, repeats are ignored.`;
        throw new Problem(503, 'log-unavailable', detail, { accepted: intake.result.accepted });
      }
    },
  );
};

function overloaded(reply: FastifyReply, maxRequests: number): never {
  reply.header('retry-after', RETRY_AFTER_SECONDS);
  throw new Problem(
    429,
    'overloaded',
    `${maxRequests} requests are under way; nothing of this one was taken in, send it again later`,
  );
}

/** Bodies reach the handler as they are: the events in them are parsed one by one, so that each can be refused alone. */
function registerBodies(app: FastifyInstance, limits: ProducerLimits): void {
  app.addContentTypeParser(
    ONE,
    { parseAs: 'buffer', bodyLimit: limits.maxArrayBytes },
    (_request, body, done) => done(null, body),
  );
  app.addContentTypeParser(
    ARRAY,
    { parseAs: 'buffer', bodyLimit: limits.maxArrayBytes },
    (_request, body, done) => done(null, body),
  );
  app.addContentTypeParser(LINES, (_request, payload, done) => done(null, payload));
}

async function takeIn(request: FastifyRequest, intake: Intake): Promise<void> {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type === ONE) return intake.addText(request.body as Buffer);
  if (type === ARRAY) return takeInArray(request.body as Buffer, intake);
  if (type === LINES) return takeInLines(request.body as Readable, intake);
  throw new Problem(415, 'media-type-unsupported', `send ${ONE}, ${ARRAY} or ${LINES}`);
}

const EVENTS_BETWEEN_PAUSES = 200;

async function takeInArray(body: Buffer, intake: Intake): Promise<void> {
  let values: unknown;
  try {
    values = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    throw new Problem(
      400,
      'body-invalid',
      `the batch is not JSON: ${(error as Error).message}; nothing was taken in`,
    );
  }
  if (!Array.isArray(values))
    throw new Problem(400, 'body-invalid', 'a batch is a JSON array of events; nothing was taken in');
  for (const [index, value] of values.entries()) {
    // Others are served while a long batch is checked.
    if (index % EVENTS_BETWEEN_PAUSES === EVENTS_BETWEEN_PAUSES - 1) await setImmediate();
    await intake.addValue(value);
  }
}

async function takeInLines(body: Readable, intake: Intake): Promise<void> {
  for await (const line of eventLines(body)) await intake.addText(line);
}
