import {
  appendixCsv,
  appendixReport,
  BalanceBroken,
  firstDay,
  lastDay,
  type Period,
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

const parameters = z.strictObject({
  ...periodParameters,
  scope: z
    .string()
    .min(1)
    .default('all')
    .describe('all, department, district, commune, or unit codes with commas'),
  format: z.enum(['json', 'csv']).optional().describe('Goes before the Accept header'),
});

/** `GET /v1/reports/appendix`: the 13-column form of any period and scope, as JSON or CSV. */
export function registerAppendix(app: FastifyInstance, options: QueryOptions): void {
  const schema = {
    tags: ['reports'],
    summary: 'The 13-column form',
    description:
      'Per unit: received by channel and carried over, resolved on time and late, pending and overdue.',
    querystring: parameters,
  };
  app.withTypeProvider<ZodTypeProvider>().get('/v1/reports/appendix', { schema }, async (request, reply) => {
    const { scope, format } = request.query;
    const wanted = format ?? acceptedFormat(request.headers.accept);
    const report = await appendix(options, requestedPeriod(request.query), scope);
    if (wanted === 'json') return report;
    const name = `appendix-${report.period.from}--${report.period.to}.csv`;
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `inline; filename="${name}"`)
      .send(appendixCsv(report));
  });
}

async function appendix(options: QueryOptions, period: Period, scope: string) {
  const { clickhouse, registry, now = Date.now } = options;
  const asKnownAt = new Date(now()).toISOString();
  const balances = await unitBalances(clickhouse, firstDay(period), lastDay(period));
  try {
    const units = unitsOfScope({ onDay: registry.on(lastDay(period)), all: registry.units }, scope, balances);
    return appendixReport(period, units, balances, asKnownAt);
  } catch (error) {
    if (error instanceof ScopeUnknown) throw new Problem(400, 'unit-unknown', error.message);
    if (error instanceof BalanceBroken) throw new Problem(500, 'figures-broken', error.message);
    throw error;
  }
}

/** The first of the types asked for that there is; JSON where none is asked for. */
function acceptedFormat(accept: string | undefined): 'json' | 'csv' {
  const types = (accept ?? '*/*').split(',').map((type) => type.split(';')[0]?.trim().toLowerCase());
  for (const type of types) {
    if (type === 'text/csv') return 'csv';
    if (type === 'application/json' || type === '*/*' || type === 'application/*') return 'json';
    if (type === 'text/*') return 'csv';
  }
  throw new Problem(406, 'not-acceptable', 'this report is to be had as application/json and text/csv');
}
