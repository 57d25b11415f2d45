import { Problem, requireThisMachine } from '@sohoso/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { QueryOptions } from './query-plugin.ts';

const THIS_MACHINE = {
  what: 'issuing a report without a key',
  instead: 'run sohoso issue on the machine itself, or where keys are required show one',
};

/**
 * Lets those issue who may send events: whoever shows a key where keys are required, else this machine. Gives the name of the key; null where there
 * is none. Throws a Problem (401, 403).
 */
export async function permitted(
  { mayIssue }: Pick<QueryOptions, 'mayIssue'>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<string | null> {
  try {
    const key = (await mayIssue?.(request)) ?? null;
    if (key === null) requireThisMachine(request, THIS_MACHINE);
    return key;
  } catch (error) {
    // RFC 6750: how a key is shown.
    if (error instanceof Problem && error.kind === 'key-invalid') reply.header('www-authenticate', 'Bearer');
    throw error;
  }
}
