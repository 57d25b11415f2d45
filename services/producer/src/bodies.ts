import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { Problem } from '@sohoso/service';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { binaryEvent } from './binary-event.ts';
import { eventLines } from './event-lines.ts';
import type { Intake } from './intake.ts';

const ONE = 'application/cloudevents+json';
const ARRAY = 'application/cloudevents-batch+json';
const LINES = 'application/x-ndjson';
/** Of an event in binary mode, whose attributes are headers. */
const DATA = 'application/json';

export const contentTypes: readonly string[] = [ONE, ARRAY, LINES, DATA];

/** Bodies reach the handler as they are: the events in them are parsed one by one, so that each can be refused alone. */
export function registerBodies(app: FastifyInstance, maxArrayBytes: number): void {
  for (const type of [ONE, ARRAY, DATA]) {
    app.addContentTypeParser(type, { parseAs: 'buffer', bodyLimit: maxArrayBytes }, (_request, body, done) =>
      done(null, body),
    );
  }
  app.addContentTypeParser(LINES, (_request, payload, done) => done(null, payload));
}

/** Passes the events of a request on, one by one. Throws a Problem where the body as a whole cannot be read. */
export async function takeIn(request: FastifyRequest, intake: Intake): Promise<void> {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type === ONE) return intake.addText(request.body as Buffer);
  if (type === ARRAY) return takeInArray(request.body as Buffer, intake);
  if (type === LINES) return takeInLines(request.body as Readable, intake);
  if (type === DATA && request.headers['ce-id'] !== undefined) {
    const event = binaryEvent(request.headers, request.body as Buffer);
    // What is not JSON is refused as such, and not the attributes around it.
    return event === null ? intake.addText(request.body as Buffer) : intake.addValue(event);
  }
  throw new Problem(
    415,
    'media-type-unsupported',
    `send ${ONE}, ${ARRAY} or ${LINES}, or ${DATA} with the attributes as ce- headers`,
  );
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
