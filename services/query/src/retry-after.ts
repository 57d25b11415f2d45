import { Problem } from '@sohoso/service';
import type { FastifyReply } from 'fastify';
import { Behind } from './issued-moment.ts';

const OVERLOADED_RETRY_SECONDS = 5;

/** Says in the answer when to come back, where there is something to wait for. */
export function withRetryAfter(reply: FastifyReply, error: unknown): unknown {
  if (error instanceof Behind) reply.header('retry-after', error.retryAfterSeconds);
  if (error instanceof Problem && error.kind === 'overloaded')
    reply.header('retry-after', OVERLOADED_RETRY_SECONDS);
  return error;
}
