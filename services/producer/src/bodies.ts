import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { MAX_EVENT_BYTES } from '@sohoso/dossier';
import { Problem } from '@sohoso/service';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ArrayCut, NoArray } from './array-cut.ts';
import { binaryEvent } from './binary-event.ts';
import { Patience, piecesOf, wholeBody } from './body-stream.ts';
import { eventLines } from './event-lines.ts';
import type { Held } from './held-bytes.ts';
import type { Intake } from './intake.ts';

const ONE = 'application/cloudevents+json';
const ARRAY = 'application/cloudevents-batch+json';
const LINES = 'application/x-ndjson';
/** Of an event in binary mode, whose attributes are headers. */
const DATA = 'application/json';

export const contentTypes: readonly string[] = [ONE, ARRAY, LINES, DATA];

export interface BodyLimits {
  /** The longest body, bytes. NDJSON may be of any length. */
  readonly maxArrayBytes: number;
  /** How long a request may bring no event, ms. */
  readonly maxSilenceMs: number;
}

/** Bodies reach the handler as they come: the events in them are parsed one by one, so that each can be refused alone. */
export function registerBodies(app: FastifyInstance): void {
  for (const type of contentTypes)
    app.addContentTypeParser(type, (_request, payload, done) => done(null, payload));
}

/**
 * Passes the events of a request on, one by one. Throws a Problem where the body as a whole cannot be read, is too large for now
 * (see HeldBytes), or brings no event for too long. NDJSON is never held as a whole, so nothing of it is counted.
 */
export async function takeIn(
  request: FastifyRequest,
  intake: Intake,
  held: Held,
  limits: BodyLimits,
): Promise<void> {
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  const isBinary = type === DATA && request.headers['ce-id'] !== undefined;
  const patience = new Patience(limits.maxSilenceMs);
  if (type === LINES) return takeInLines(request.body as Readable, intake, patience);
  if (type !== ONE && type !== ARRAY && !isBinary) {
    throw new Problem(
      415,
      'media-type-unsupported',
      `send ${ONE}, ${ARRAY} or ${LINES}, or ${DATA} with the attributes as ce- headers`,
    );
  }
  try {
    const announced = Number(request.headers['content-length'] ?? 0);
    const body = await wholeBody(request.body as Readable, announced, limits.maxArrayBytes, held, patience);
    if (type === ARRAY) await takeInArray(body, intake);
    else if (isBinary) await takeInBinary(request, body, intake);
    else await intake.addText(body);
  } finally {
    held.release();
  }
}

async function takeInBinary({ headers }: FastifyRequest, body: Buffer, intake: Intake): Promise<void> {
  // What is too large is refused before a value is made of it, which may be many times as large.
  const event = body.byteLength > MAX_EVENT_BYTES ? null : binaryEvent(headers, body);
  // What is not JSON is refused as such, and not the attributes around it.
  await (event === null ? intake.addText(body) : intake.addValue(event));
}

const EVENTS_BETWEEN_PAUSES = 200;
const SKIPS_BETWEEN_PAUSES = 50_000;

/** Others are served while a long batch is checked. */
async function takeInArray(body: Buffer, intake: Intake): Promise<void> {
  try {
    // All of the frame is seen before the first event is taken in.
    const frame = new ArrayCut(body);
    for (let count = 1; frame.skip(); count++) if (count % SKIPS_BETWEEN_PAUSES === 0) await setImmediate();
  } catch (error) {
    if (!(error instanceof NoArray)) throw error;
    throw new Problem(
      400,
      'body-invalid',
      `the batch cannot be read: ${error.message}; nothing was taken in`,
    );
  }
  const cut = new ArrayCut(body);
  let count = 0;
  for (let event = cut.next(); event !== null; event = cut.next()) {
    if (++count % EVENTS_BETWEEN_PAUSES === 0) await setImmediate();
    await intake.addText(event);
  }
}

async function takeInLines(body: Readable, intake: Intake, patience: Patience): Promise<void> {
  for await (const line of eventLines(piecesOf(body, patience))) {
    await intake.addText(line);
    patience.renew();
  }
}
