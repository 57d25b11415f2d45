import { restatementCsv } from '@sohoso/report';
import { MAX_LISTED_CAUSES } from '@sohoso/store';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { asFile, formatOf, listFormats } from './formats.ts';
import { restate } from './issued-restatement.ts';
import { issuedId } from './issued-route.ts';
import { findIssued } from './issued-shelf.ts';
import { knownAtParameter } from './known-at.ts';
import type { QueryOptions } from './query-plugin.ts';
import { withRetryAfter } from './retry-after.ts';

const parameters = z.strictObject({
  asKnownAt: knownAtParameter,
  limit: z.coerce.number().int().min(1).max(500).default(200).describe('Cells on a page'),
  after: z.coerce
    .number()
    .int()
    .min(0)
    .max(10_000_000)
    .default(0)
    .describe('The "next" of the page before; give asKnownAt with it, so that the pages are of one moment'),
  causes: z.coerce
    .number()
    .int()
    .min(0)
    .max(MAX_LISTED_CAUSES)
    .default(20)
    .describe('Events or rows that are listed of one cell; their number and sum are always of all'),
  format: z.enum(listFormats).optional().describe('Goes before the Accept header'),
});

/** `GET /v1/issued/{id}/restatement`: each cell of an issued report that would be another one now, and the events that caused it. */
export function registerRestatement(app: FastifyInstance, options: QueryOptions): void {
  const schema = {
    tags: ['issued reports'],
    summary: 'What would differ now in an issued report, and why',
    params: issuedId,
    querystring: parameters,
  };
  app
    .withTypeProvider<ZodTypeProvider>()
    .get('/v1/issued/:id/restatement', { schema }, async (request, reply) => {
      const { format: wanted, ...asked } = request.query;
      const format = formatOf({ format: wanted, accept: request.headers.accept }, listFormats);
      const found = await findIssued(options.clickhouse, request.params.id);
      const answer = await restate(options, found, { ...asked, asKnownAt: asked.asKnownAt }).catch(
        (error: unknown) => {
          throw withRetryAfter(reply, error);
        },
      );
      if (answer.next !== null) {
        const next = new URL(request.url, 'http://next');
        next.searchParams.set('after', answer.next);
        next.searchParams.set('asKnownAt', answer.asKnownAt);
        reply.header('link', `<${next.pathname}${next.search}>; rel="next"`);
      }
      if (format === 'json') return answer;
      return asFile(reply, format, `${answer.id}-restatement`).send(restatementCsv(answer));
    });
}
