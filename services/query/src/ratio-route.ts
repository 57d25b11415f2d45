import {
  BalanceBroken,
  firstDay,
  lastDay,
  type Period,
  PeriodInvalid,
  periodOfKey,
  type RatioDefinition,
  type RatioInput,
  type RatioReport,
  type RatioUnit,
  ratioDefinitions,
  ratioReport,
  ScopeUnknown,
  unitsOfScope,
} from '@sohoso/report';
import { Problem } from '@sohoso/service';
import { unitBalances } from '@sohoso/store';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { periodParameters, requestedPeriod } from './period-parameters.ts';
import type { QueryOptions } from './query-plugin.ts';

const MAX_BASELINES = 12;

const parameters = z.strictObject({
  ...periodParameters,
  scope: z
    .string()
    .min(1)
    .default('all')
    .describe('all, department, district, commune, or unit codes with commas'),
  by: z.enum(['unit']).optional().describe('unit: the ratio of every unit as well'),
  baseline: z
    .string()
    .min(1)
    .optional()
    .describe('Keys of periods to compare with, with commas: 2020-Q1,2020-Q1@vpcp'),
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
  typed.get('/v1/ratios/:of/:to', { schema }, ({ params: { of, to }, query }) =>
    ratio(options, `${of}/${to}`, query),
  );
  const escaped = { ...schema, params: z.object({ definition: z.string() }), hide: true };
  typed.get('/v1/ratios/:definition', { schema: escaped }, ({ params: { definition }, query }) =>
    ratio(options, definition, query),
  );
}

async function ratio(
  options: QueryOptions,
  id: string,
  asked: z.infer<typeof parameters>,
): Promise<RatioReport> {
  const { now = Date.now } = options;
  const definition = definitionOf(id);
  const { scope, by } = asked;
  const period = requestedPeriod(asked);
  const baselines = baselinesOf(asked.baseline);
  const asKnownAt = new Date(now()).toISOString();
  const [input, ...others] = await Promise.all(
    [period, ...baselines].map((one) => inputOf(options, one, scope)),
  );
  if (input === undefined) throw new TypeError('a period has an input');
  try {
    return ratioReport({ definition, scope, asKnownAt, byUnit: by === 'unit' }, input, others);
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
  try {
    return keys.map(periodOfKey);
  } catch (error) {
    if (error instanceof PeriodInvalid)
      throw new Problem(400, 'period-invalid', `baseline: ${error.message}`);
    throw error;
  }
}

async function inputOf(
  { clickhouse, registry }: QueryOptions,
  period: Period,
  scope: string,
): Promise<RatioInput> {
  const to = lastDay(period);
  const balances = await unitBalances(clickhouse, firstDay(period), to);
  const onDay = registry.on(to);
  try {
    const units: readonly RatioUnit[] = unitsOfScope({ onDay, all: registry.units }, scope, balances);
    const chosen = new Set(unitsOfScope({ onDay, all: registry.units }, scope, []).map(({ code }) => code));
    return { period, units, structure: onDay.filter(({ code }) => chosen.has(code)), balances };
  } catch (error) {
    if (error instanceof ScopeUnknown) throw new Problem(400, 'unit-unknown', error.message);
    throw error;
  }
}
