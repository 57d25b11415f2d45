import type { Socket } from 'node:net';
import { asyncApi, type EventRules, eventJsonSchema, refusalReasons, wireEvent } from '@sohoso/dossier';
import { type EventLog, LogUnavailable } from '@sohoso/log';
import { Problem, type Registry } from '@sohoso/service';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { BackfillLane, PipelineBehind } from './backfill-lane.ts';
import { type BodyLimits, contentTypes, registerBodies, takeIn } from './bodies.ts';
import { type Gate, showingHow } from './gate.ts';
import { HeldBytes, type HeldLimits } from './held-bytes.ts';
import { Intake, type IntakeLimits, type IntakeWay } from './intake.ts';
import { IntakeMetrics, type Lane, lanes } from './metrics.ts';
import { pause } from './pause.ts';
import { type PlaceLimits, Places } from './places.ts';
import type { Sender } from './sender.ts';

export interface ProducerOptions {
  readonly log: EventLog;
  readonly rules: EventRules;
  /** Who may send. */
  readonly gate: Gate;
  /** The consumer group, whose waiting events backfills wait for. */
  readonly group: string;
  /** The most events that may wait to be worked on before a backfill goes on. */
  readonly maxWaitingEvents: number;
  readonly limits?: Partial<ProducerLimits>;
  /** Where metrics are registered, if anywhere. */
  readonly metrics?: Registry;
}

export interface ProducerLimits extends IntakeLimits, PlaceLimits, BodyLimits, HeldLimits {
  /** Events of a request of a backfill that are brought to its lane at once. */
  readonly maxGatheredEvents: number;
  readonly maxGatheredBytes: number;
  /** Events of one partition that the lane writes together. */
  readonly maxRunEvents: number;
  /** How long nothing may be worked on before a backfill that waits is told so, ms. */
  readonly standstillMs: number;
}

const defaultLimits: ProducerLimits = {
  maxAppendEvents: 2_000,
  maxAppendBytes: 2 * 1_048_576,
  maxGatheredEvents: 24_000,
  maxGatheredBytes: 16 * 1_048_576,
  maxRunEvents: 5_000,
  maxListedRejections: 10_000,
  maxRequests: 64,
  maxRequestsOfKey: 16,
  maxBackfills: 8,
  maxBackfillsOfKey: 2,
  maxArrayBytes: 16 * 1_048_576,
  maxSilenceMs: 60_000,
  maxHeldBytes: 128 * 1_048_576,
  maxHeldBytesOfKey: 32 * 1_048_576,
  standstillMs: 30_000,
};

const LANE_HEADER = 'sohoso-lane';

const documentation = {
  tags: ['events'],
  summary: 'Take events in',
  description: [
    'One event, an array of events, or one event a line (streamed, of any length). Answers once the accepted ones are durable.',
    'A refused event never takes its neighbours down; sending the same event again is harmless.',
    'Where keys are required: `Authorization: Bearer shs_…`; 401 `key-invalid` without a good one, 429 `rate-limited` with Retry-After when the key has sent more than it may; a stream is slowed to its rate.',
    `With \`${LANE_HEADER}: backfill\` the events wait while too many others are waiting to be worked on, so that live ones pass; 503 \`pipeline-behind\` where nothing is worked on for 30 s.`,
    'A request that brings no event for 60 s is ended with 408; blank lines are none.',
  ].join(' '),
  consumes: [...contentTypes],
  headers: z.object({
    [LANE_HEADER]: z
      .enum(lanes)
      .optional()
      .describe(
        'backfill: for many events from the past, which let live ones pass; live where it is missing',
      ),
  }),
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

const RETRY_AFTER_SECONDS = 1;
const BEHIND_RETRY_AFTER_SECONDS = 30;

/** A request that may go on. */
interface Admitted {
  readonly sender: Sender | null;
  readonly lane: Lane;
}

/**
 * `POST /v1/events`: takes events in, in four content types, and answers after the log holds the accepted ones durably.
 * A Fastify plugin, so that it runs alone or beside the query service.
 */
export const producer: FastifyPluginAsync<ProducerOptions> = async (app, options) => {
  const limits = { ...defaultLimits, ...options.limits };
  registerBodies(app);
  const door = new Door(options, limits);
  app.get('/asyncapi.json', { schema: asyncApiSchema }, async () => asyncApi('1.0.0'));
  app.get('/event.schema.json', { schema: eventSchema }, async () => eventJsonSchema());
  app.post(
    '/v1/events',
    {
      schema: documentation,
      validatorCompiler: () => () => true,
      onRequest: (request, reply) => door.admit(request, reply),
    },
    (request, reply) => door.takeIn(request, reply),
  );
};

/** Takes requests in: first whether it does at all, before a body is read, then event by event. */
class Door {
  readonly #options: ProducerOptions;
  readonly #limits: ProducerLimits;
  readonly #metrics: IntakeMetrics;
  readonly #places: Places;
  readonly #held: HeldBytes;
  readonly #lane: BackfillLane;
  readonly #admitted = new WeakMap<FastifyRequest, Admitted>();

  constructor(options: ProducerOptions, limits: ProducerLimits) {
    this.#options = options;
    this.#limits = limits;
    this.#metrics = new IntakeMetrics(options.metrics);
    this.#places = new Places(limits);
    this.#held = new HeldBytes(limits);
    this.#lane = new BackfillLane({
      log: options.log,
      group: options.group,
      maxWaitingEvents: options.maxWaitingEvents,
      // Two runs at least, so that one can be worked on while the other comes.
      maxRunEvents: Math.min(limits.maxRunEvents, Math.ceil(options.maxWaitingEvents / 2)),
      standstillMs: limits.standstillMs,
      onWaited: (seconds) => this.#metrics.backfillWaited(seconds),
    });
  }

  /** Counts a request before its body is read, for bodies are what fills memory; until its answer is gone. */
  async admit(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    try {
      const sender = await showingHow(reply, () => this.#options.gate.admit(request.headers.authorization));
      const lane = laneOf(request);
      if (sender !== null) requireToken(sender, reply);
      const leave = this.#places.enter(lane, sender?.name ?? null);
      this.#admitted.set(request, { sender, lane });
      this.#metrics.backfillsUnderWay(this.#places.backfills);
      whenGone(reply, () => {
        leave();
        this.#metrics.backfillsUnderWay(this.#places.backfills);
      });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const { kind } = error;
      if (kind === 'overloaded') reply.header('retry-after', RETRY_AFTER_SECONDS);
      if (kind === 'overloaded' || kind === 'key-invalid' || kind === 'rate-limited')
        this.#metrics.turnedAway(kind);
      throw error;
    }
  }

  async takeIn(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { sender, lane } = this.#admitted.get(request) ?? { sender: null, lane: 'live' };
    const intake = new Intake(this.#wayOf(request, reply, lane), sender);
    try {
      await takeIn(request, intake, this.#held.of(sender?.name ?? null), this.#limits);
      await intake.flush();
      return await reply.code(202).send(intake.result);
    } catch (error) {
      if (isGivenUp(error, request)) reply.header('connection', 'close');
      throw this.#problemOf(error, reply, intake.result.accepted);
    }
  }

  #wayOf(request: FastifyRequest, reply: FastifyReply, lane: Lane): IntakeWay {
    const { log, rules, gate } = this.#options;
    const { maxGatheredEvents, maxGatheredBytes } = this.#limits;
    const gone = goneSignal(reply);
    const { socket } = request.raw;
    const isBackfill = lane === 'backfill';
    return {
      rules,
      limits: isBackfill
        ? { ...this.#limits, maxAppendEvents: maxGatheredEvents, maxAppendBytes: maxGatheredBytes }
        : this.#limits,
      sender: () => showingHow(reply, () => gate.admit(request.headers.authorization)),
      append: isBackfill
        ? (entries, durable) => whilePatient(socket, () => this.#lane.append(entries, gone, durable))
        : async (entries, durable) => {
            await log.append(entries);
            durable(entries.length);
          },
      hold: (ms) => whilePatient(socket, () => pause(ms, gone)),
      onAccepted: (count) => this.#metrics.accepted(lane, count),
      onRefused: (reason) => this.#metrics.refused(lane, reason),
      now: Date.now,
    };
  }

  /** What the client is told of a failure in the middle of its events. */
  #problemOf(error: unknown, reply: FastifyReply, accepted: number): unknown {
    const soFar = `${accepted} events of this request are in; send all of it again, repeats are ignored.`;
    if (error instanceof LogUnavailable) {
      reply.header('retry-after', RETRY_AFTER_SECONDS);
      return new Problem(503, 'log-unavailable', `${error.message}. ${soFar}`, { accepted });
    }
    if (error instanceof PipelineBehind) {
      reply.header('retry-after', BEHIND_RETRY_AFTER_SECONDS);
      return new Problem(503, 'pipeline-behind', `${error.message}. ${soFar}`, { accepted });
    }
    if (error instanceof Problem && error.kind === 'overloaded') {
      reply.header('retry-after', RETRY_AFTER_SECONDS);
      this.#metrics.turnedAway('overloaded');
    }
    // What reads a body throws this when its sender goes away; that is no fault of ours.
    if ((error as NodeJS.ErrnoException).code === 'ECONNRESET') return brokeOff();
    if (error instanceof Problem && accepted > 0)
      return new Problem(error.statusCode, error.kind, `${error.message}. ${soFar}`, { accepted });
    return error;
  }
}

function laneOf(request: FastifyRequest): Lane {
  const asked = request.headers[LANE_HEADER] ?? 'live';
  const lane = lanes.find((name) => name === asked);
  if (lane !== undefined) return lane;
  throw new Problem(400, 'request-invalid', `${LANE_HEADER}: is one of ${lanes.join(', ')}`);
}

/** A sender without a token left comes back later; one who runs out of them in the middle is slowed. */
function requireToken(sender: Sender, reply: FastifyReply): void {
  const seconds = Math.ceil(sender.bucket.secondsUntilToken());
  if (seconds === 0) return;
  reply.header('retry-after', seconds);
  throw new Problem(
    429,
    'rate-limited',
    `the key ${sender.name} may send ${sender.bucket.perSecond} events a second, and has; nothing of this request was taken in, send it again in ${seconds} s`,
  );
}

/** Whether a body was left in the middle because of itself: what is still to come of it would stand before the next request. */
function isGivenUp(error: unknown, { raw }: FastifyRequest): boolean {
  if (!(error instanceof Problem) || raw.complete !== false || !raw.readableDidRead) return false;
  return error.kind === 'body-invalid' || error.kind === 'body-too-large' || error.kind === 'overloaded';
}

function whenGone(reply: FastifyReply, leave: () => void): void {
  let isGone = false;
  const once = () => {
    if (!isGone) leave();
    isGone = true;
  };
  reply.raw.once('finish', once).once('close', once);
}

/** Aborted when the client has gone, or the server ends, before the answer was sent: then nobody is to be waited for. */
function goneSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (reply.raw.writableFinished) return;
    controller.abort(brokeOff());
  });
  return controller.signal;
}

const brokeOff = () => new Problem(400, 'body-invalid', 'the sender broke off');

/** Does what may take long on our side: meanwhile the connection is not closed for standing still. */
async function whilePatient<T>(socket: Socket, work: () => Promise<T>): Promise<T> {
  const limitMs = socket.timeout ?? 0;
  if (limitMs > 0) socket.setTimeout(0);
  try {
    return await work();
  } finally {
    if (limitMs > 0) socket.setTimeout(limitMs);
  }
}
