import type { Socket } from 'node:net';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  fastify,
  LogController,
} from 'fastify';
import {
  hasZodFastifySchemaValidationErrors,
  jsonSchemaTransform,
  validatorCompiler,
} from 'fastify-type-provider-zod';
import { Problem, type ProblemKind } from './problem.ts';

export interface AppOptions {
  readonly title: string;
  readonly description: string;
  readonly version: string;
  readonly logger: FastifyBaseLogger;
}

/** A connection on which nothing moves for so long is closed: a sender that stands still must not hold a place. */
const IDLE_CONNECTION_MS = 60_000;

/** A question may name thousands of units in its address. */
const MAX_HEADER_BYTES = 131_072;

/**
 * The Fastify set-up that every service of ours stands on: zod schemas for what comes in, OpenAPI made from them at
 * `/openapi.json` and as pages at `/docs`, and one error handler. It builds and never listens.
 */
export async function buildApp({
  title,
  description,
  version,
  logger,
}: AppOptions): Promise<FastifyInstance> {
  const app = fastify({
    connectionTimeout: IDLE_CONNECTION_MS,
    http: { maxHeaderSize: MAX_HEADER_BYTES },
    clientErrorHandler: answerUnreadable,
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
  });
  app.setValidatorCompiler(validatorCompiler);
  // Answers are made by typed code and specified by specs; checking each one again would cost more than making it.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const problem = toProblem(error);
    if (problem.statusCode >= 500) request.log.error({ err: error }, problem.message);
    return reply.code(problem.statusCode).type('application/problem+json').send(problem.body());
  });
  app.setNotFoundHandler((request) => {
    throw new Problem(404, 'not-found', `there is nothing at ${request.method} ${request.url}; see /docs`);
  });
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title, description, version } },
    transform: jsonSchemaTransform,
  });
  await app.register(swaggerUi, { routePrefix: '/docs' });
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  return app;
}

/** What cannot be read as HTTP at all gets an answer of the same kind as every other failure. */
function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return;
  const isLong = error.code === 'HPE_HEADER_OVERFLOW';
  const problem = isLong
    ? new Problem(431, 'request-invalid', `the address and headers are longer than ${MAX_HEADER_BYTES} bytes`)
    : new Problem(400, 'request-invalid', 'this is no HTTP request that can be read');
  const body = JSON.stringify(problem.body());
  const head = [
    `HTTP/1.1 ${problem.statusCode} ${isLong ? 'Request Header Fields Too Large' : 'Bad Request'}`,
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

const kindOfStatus: Record<number, ProblemKind> = {
  404: 'not-found',
  406: 'not-acceptable',
  413: 'body-too-large',
  415: 'media-type-unsupported',
};

function toProblem(error: FastifyError): Problem {
  if (error instanceof Problem) return error;
  if (hasZodFastifySchemaValidationErrors(error))
    return new Problem(400, 'request-invalid', validationSentence(error));
  const status = error.statusCode ?? 500;
  if (status >= 500) return new Problem(500, 'internal', 'this is a fault of the server; its log says more');
  return new Problem(status, kindOfStatus[status] ?? 'request-invalid', error.message);
}

function validationSentence(error: FastifyError): string {
  const issues = error.validation ?? [];
  const sentences = issues.map((issue) => {
    const where = issue.instancePath.replace(/^\//, '').replaceAll('/', '.');
    return where === '' ? (issue.message ?? 'invalid') : `${where}: ${issue.message ?? 'invalid'}`;
  });
  return sentences.join('; ');
}
