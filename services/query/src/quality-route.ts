import {
  keyedPeriod,
  type Period,
  type QualityAnswer,
  type QualityPage,
  qualityCsv,
  qualityPageCsv,
  qualityReasons,
} from '@sohoso/report';
import { Problem } from '@sohoso/service';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { asFile, formatOf, listFormats } from './formats.ts';
import { periodParameters, requestedPeriod } from './period-parameters.ts';
import { type QualityParts, qualityCounts } from './quality-counts.ts';
import { qualityPage } from './quality-pages.ts';
import type { QueryOptions } from './query-plugin.ts';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1_000;
const DEFAULT_SILENT_AFTER = 5;
const MAX_SILENT_AFTER = 250;

const parameters = z.strictObject({
  ...periodParameters,
  reason: z.enum(qualityReasons).optional().describe('Lists the dossiers of this reason instead of counting'),
  unit: z
    .string()
    .optional()
    .describe('With reason: only those at this unit (code); empty for those at none'),
  source: z.string().optional().describe('With reason: only those of this source; empty for those of none'),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(MAX_LIMIT)
    .optional()
    .describe(`With reason: entries on a page; ${DEFAULT_LIMIT} unless given`),
  after: z.string().optional().describe('With reason: the "next" of the page before'),
  silentAfter: z.coerce
    .number()
    .int()
    .min(1)
    .max(MAX_SILENT_AFTER)
    .default(DEFAULT_SILENT_AFTER)
    .describe('After how many working days without an event a unit counts as silent'),
  format: z.enum(['json', 'csv']).optional().describe('Goes before the Accept header'),
});
type Asked = z.infer<typeof parameters>;

/** `GET /v1/data-quality`: what is wrong with the events of a period, counted by unit, source and reason, or the dossiers of one reason. */
export function registerQuality(app: FastifyInstance, options: QueryOptions): void {
  const { clickhouse, registry, zone, calendar, now = Date.now } = options;
  const parts = { clickhouse, registry, zone, now, calendar };
  const schema = {
    tags: ['data quality'],
    summary: 'What is wrong with the events of a period',
    description:
      'Anomalies, missing and impossible dues, dossiers open at two units, records refused on the days of the period, silent units: counted by unit, source and reason; with a reason, the dossiers.',
    querystring: parameters,
  };
  app.withTypeProvider<ZodTypeProvider>().get('/v1/data-quality', { schema }, async (request, reply) => {
    const asked = request.query;
    const period = requestedPeriod(asked);
    const format = formatOf({ format: asked.format, accept: request.headers.accept }, listFormats);
    const wantsCsv = format === 'csv';
    const csv = (text: string) => asFile(reply, 'csv', 'data-quality').send(text);
    if (asked.reason === undefined) {
      const answer = await counts(parts, period, asked);
      return wantsCsv ? csv(qualityCsv(answer)) : answer;
    }
    const page = await list(parts, period, { ...asked, reason: asked.reason });
    return wantsCsv ? csv(qualityPageCsv(page)) : page;
  });
}

async function counts(parts: QualityParts, period: Period, asked: Asked): Promise<QualityAnswer> {
  const alone = (['unit', 'source', 'limit', 'after'] as const).find((name) => asked[name] !== undefined);
  if (alone !== undefined)
    throw new Problem(400, 'request-invalid', `${alone}: goes with reason, which lists dossiers`);
  return { ...asOf(parts, period), ...(await qualityCounts(parts, period, asked.silentAfter)) };
}

async function list(
  parts: QualityParts,
  period: Period,
  asked: Asked & Required<Pick<Asked, 'reason'>> & { reason: QualityPage['reason'] },
): Promise<QualityPage> {
  const { reason, unit, limit = DEFAULT_LIMIT } = asked;
  const page = await qualityPage(parts, period, { ...asked, limit });
  const isKnown = unit === undefined || unit === '' || parts.registry.has(unit);
  // A unit that has left the registry may still have dossiers; one that has neither is misspelt.
  if (!isKnown && page.dossiers.length === 0 && asked.after === undefined)
    throw new Problem(400, 'unit-unknown', `"${unit}" is no unit of the registry`);
  return { ...asOf(parts, period), reason, ...page };
}

function asOf({ now }: QualityParts, period: Period) {
  return {
    period: keyedPeriod(period),
    asKnownAt: new Date(now()).toISOString(),
  };
}
