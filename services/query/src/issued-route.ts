import { Problem } from '@sohoso/service';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { asFile, type Format, formatOf, formats } from './formats.ts';
import { idempotencyKey, issueBody } from './issued-body.ts';
import { issue } from './issued-keep.ts';
import { permitted } from './issued-permit.ts';
import { bytesOf, findIssued, listIssued } from './issued-shelf.ts';
import type { QueryOptions } from './query-plugin.ts';
import { withRetryAfter } from './retry-after.ts';
import { Turns } from './turns.ts';

const MAX_BODY_BYTES = 262_144;
/** Issuing makes all formats, so one is made after the other. */
const MAX_WAITING = 8;
const A_YEAR_SECONDS = 31_536_000;
const tags = ['issued reports'];

export const issuedId = z.object({
  id: z.string().min(1).max(200).describe('As it was given when the report was issued'),
});

/**
 * `POST /v1/issued`: freezes a report; `GET /v1/issued`: what was issued; `GET /v1/issued/{id}`: its bytes, the same for ever; `GET /v1/issued/{id}/record`:
 * what is said of it. There is no way over HTTP to change or remove one.
 */
export function registerIssued(app: FastifyInstance, options: QueryOptions): void {
  registerIssuing(app, options);
  registerList(app, options);
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const record = { tags, summary: 'What is said of an issued report', params: issuedId };
  typed.get('/v1/issued/:id/record', { schema: record }, async ({ params: { id } }) => {
    return (await findIssued(options.clickhouse, id)).issued;
  });
  const file = {
    tags,
    summary: 'An issued report, byte for byte',
    params: issuedId,
    querystring: z.strictObject({
      format: z.enum(formats).optional().describe('Goes before the Accept header'),
    }),
  };
  typed.get('/v1/issued/:id', { schema: file }, async (request, reply) => {
    const { params, query, headers } = request;
    const found = await findIssued(options.clickhouse, params.id);
    const offered = formats.filter((format) => found.issued.formats[format] !== undefined);
    const format = offeredFormat(query.format, headers.accept, offered);
    const tag = `"${found.issued.formats[format]?.sha256}"`;
    reply
      .header('etag', tag)
      .header('vary', 'accept')
      .header('cache-control', `private, max-age=${A_YEAR_SECONDS}, immutable`);
    if (isKnown(headers['if-none-match'], tag)) return reply.code(304).send();
    const bytes = await bytesOf(options.clickhouse, found, format).catch((error: unknown) => {
      for (const name of ['etag', 'cache-control']) reply.removeHeader(name);
      throw error;
    });
    const typedReply = asFile(reply, format, found.issued.id);
    return (format === 'json' ? reply.type('application/json; charset=utf-8') : typedReply).send(bytes);
  });
}

function offeredFormat(
  format: Format | undefined,
  accept: string | undefined,
  offered: readonly Format[],
): Format {
  if (format === undefined || offered.includes(format)) return formatOf({ format, accept }, offered);
  throw new Problem(
    406,
    'not-acceptable',
    `this report was issued as ${offered.join(', ')}, not as ${format}`,
  );
}

/** Whether the client has these bytes already (RFC 9110, If-None-Match). */
function isKnown(header: string | undefined, tag: string): boolean {
  const tags = (header ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''));
  return tags.includes(tag) || tags.includes('*');
}

function registerIssuing(app: FastifyInstance, options: QueryOptions): void {
  const senders = new WeakMap<FastifyRequest, string | null>();
  const turns = new Turns(MAX_WAITING);
  const schema = {
    tags,
    summary: 'Issue a report',
    description:
      'Freezes a report as it is known at a moment, in all formats, each with its SHA-256. With an Idempotency-Key the same request issues once. Where keys are required a key is needed; else it is taken from this machine only.',
    headers: z.object({ 'idempotency-key': idempotencyKey }),
    body: issueBody,
  };
  app.withTypeProvider<ZodTypeProvider>().post(
    '/v1/issued',
    {
      schema,
      bodyLimit: MAX_BODY_BYTES,
      onRequest: async (request, reply) => {
        senders.set(request, await permitted(options, request, reply));
      },
    },
    async (request, reply) => {
      const asked = {
        body: request.body,
        sentBy: senders.get(request) ?? null,
        idempotencyKey: request.headers['idempotency-key'],
      };
      const { issued, isRepeated } = await turns
        .take(() => issue(options, asked))
        .catch((error: unknown) => {
          throw withRetryAfter(reply, error);
        });
      if (isRepeated) reply.header('idempotency-replayed', 'true');
      return reply.code(201).header('location', `/v1/issued/${issued.id}`).send(issued);
    },
  );
}

const listParameters = z.strictObject({
  report: z.string().min(1).optional().describe('Only reports of this form'),
  period: z.string().min(1).optional().describe('Only reports of the period of this key'),
  limit: z.coerce.number().int().min(1).max(500).default(50).describe('Reports on a page'),
  after: z.string().optional().describe('The "next" of the page before'),
});

function registerList(app: FastifyInstance, { clickhouse }: QueryOptions): void {
  const schema = { tags, summary: 'The issued reports, newest first', querystring: listParameters };
  app.withTypeProvider<ZodTypeProvider>().get('/v1/issued', { schema }, async (request, reply) => {
    const { report, period, limit, after } = request.query;
    const asked = { report, period, limit, before: after === undefined ? null : placeOf(after) };
    const { issued, last } = await listIssued(clickhouse, asked);
    const next = last === null ? null : `${last.issuedAtMs}~${last.id}`;
    if (next !== null) {
      const page = new URL(request.url, 'http://next');
      page.searchParams.set('after', next);
      reply.header('link', `<${page.pathname}${page.search}>; rel="next"`);
    }
    return { issued, next };
  });
}

const PLACE = /^(\d{1,15})~([\w.-]{1,200})$/;

function placeOf(text: string) {
  const [, ms, id] = PLACE.exec(text) ?? [];
  if (ms !== undefined && id !== undefined) return { issuedAtMs: Number(ms), id };
  throw new Problem(400, 'request-invalid', 'after: is not the "next" of a page of this list');
}
