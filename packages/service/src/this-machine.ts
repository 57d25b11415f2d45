import type { FastifyRequest } from 'fastify';
import { Problem } from './problem.ts';

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
/** What a request has in it that a browser sends for a page, or a proxy for somebody else. */
const FOR_ANOTHER = ['origin', 'forwarded', 'x-forwarded-for'] as const;

/** What is for this machine only, as its subject in a sentence, and what to do instead of asking from elsewhere. */
export interface ForThisMachine {
  readonly what: string;
  readonly instead: string;
}

/**
 * Lets a request pass that comes from this machine: from no web page that a browser here has open, which needs no leave to send one, and
 * from nobody whom a proxy here lets through. Throws a Problem (403).
 */
export function requireThisMachine(
  { ip, headers }: Pick<FastifyRequest, 'ip' | 'headers'>,
  { what, instead }: ForThisMachine,
): void {
  if (!LOOPBACK.has(ip))
    throw new Problem(403, 'not-allowed', `${what} is taken from the machine that it runs on only`);
  const found = FOR_ANOTHER.find((name) => headers[name] !== undefined);
  if (found === undefined) return;
  throw new Problem(
    403,
    'not-allowed',
    `${what} is taken from no web page and through no proxy, and this request has the header ${found}; ${instead}`,
  );
}
