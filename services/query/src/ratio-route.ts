import {
  BalanceBroken,
  type Period,
  type RatioDefinition,
  type RatioReport,
  ratioCsv,
  ratioDefinitions,
  ratioReport,
} from '@sohoso/report';
import { Problem } from '@sohoso/service';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { askPeriods } from './ask-narrative.ts';
import { asFile, formatOf, listFormats } from './formats.ts';
import { knownAt, knownAtParameter } from './known-at.ts';
import { keyed, periodParameters, requestedPeriod } from './period-parameters.ts';
import type { QueryOptions } from './query-plugin.ts';
import { scopeParameter } from './report-parameters.ts';

const MAX_BASELINES = 12;

const parameters = z.strictObject({
  ...periodParameters,
  scope: scopeParameter,
  by: z.enum(['unit']).optional().describe('unit: the ratio of every unit as well'),
  baseline: z
    .string()
    .min(1)
    .optional()
    .describe('Keys of periods to compare with, with commas: 2020-Q1,2020-Q1@vpcp'),
  asKnownAt: knownAtParameter,
  format: z.enum(listFormats).optional().describe('Goes before the Accept header'),
});

/**
 * `GET /v1/ratios/{definition}`: a ratio of any period with its numerator, denominator, coverage and baselines; `GET /v1/ratios`:
 * the definitions. An id has a slash; it may be written in the address as it is, or as %2F.
 */
export function registerRatios(app: FastifyInstance, options: QueryOptions): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const tags = ['ratios'];
  typed.get('/v1/ratios', { schema: { tags, summary: 'The definitions of the ratios' } }, async () => ({
    definitions: ratioDefinitions,
  }));
  const params = z.object({ of: z.string(), to: z.string() });
  const schema = {
    tags,
    summary: 'A ratio of a period, with its baselines',
    description: `The definitions: ${ratioDefinitions.map(({ id }) => id).join(', ')}.`,
    params,
    querystring: parameters,
  };
  typed.get('/v1/ratios/:of/:to', { schema }, async (request, reply) => {
    const { of, to } = request.params;
    return answered(request, reply, await ratio(options, `${of}/${to}`, request.query));
  });
  const escaped = { ...schema, params: z.object({ definition: z.string() }), hide: true };
  typed.get('/v1/ratios/:definition', { schema: escaped }, async (request, reply) =>
    answered(request, reply, await ratio(options, request.params.definition, request.query)),
  );
}

function answered(
  {
    query,
    headers,
  }: { readonly query: z.infer<typeof parameters>; readonly headers: FastifyRequest['headers'] },
  reply: FastifyReply,
  report: RatioReport,
) {
  if (formatOf({ format: query.format, accept: headers.accept }, listFormats) === 'json') return report;
  return asFile(reply, 'csv', report.definition.id.replace('/', '-')).send(ratioCsv(report));
}

async function ratio(
  options: QueryOptions,
  id: string,
  asked: z.infer<typeof parameters>,
): Promise<RatioReport> {
  const { zone, now = Date.now } = options;
  const definition = definitionOf(id);
  const { scope, by } = asked;
  const period = requestedPeriod(asked);
  const baselines = baselinesOf(asked.baseline);
  const known = knownAt(asked.asKnownAt, zone, now());
  const [input, ...others] = await askPeriods(options, [period, ...baselines], scope, known);
  if (input === undefined) throw new TypeError('a period has an input');
  try {
    return ratioReport(
      { definition, scope, asKnownAt: known.asKnownAt, byUnit: by === 'unit' },
      input,
      others,
    );
  } catch (error) {
    if (error instanceof BalanceBroken) throw new Problem(500, 'figures-broken', error.message);
    throw error;
  }
}

function definitionOf(id: string): RatioDefinition {
  const found = ratioDefinitions.find((definition) => definition.id === id);
  if (found !== undefined) return found;
  const known = ratioDefinitions.map((definition) => definition.id).join(', ');
  throw new Problem(404, 'ratio-unknown', `there is no ratio "${id}"; there are: ${known}`);
}

function baselinesOf(text: string | undefined): readonly Period[] {
  const keys = text === undefined ? [] : [...new Set(text.split(',').map((key) => key.trim()))];
  if (keys.length > MAX_BASELINES)
    throw new Problem(400, 'request-invalid', `at most ${MAX_BASELINES} baselines may be asked for at once`);
  return keys.map((key) => keyed(key, 'baseline: '));
}
