import { formatDay } from '@sohoso/dossier';
import {
  appendixCells,
  type CellColumn,
  type CellDossier,
  cellColumns,
  cellDossiers,
  cellDossiersCsv,
  firstDay,
  lastDay,
  ScopeUnknown,
  unitsOfScope,
  weightsOf,
} from '@sohoso/report';
import { Problem } from '@sohoso/service';
import {
  type CellLegs,
  cellLegs,
  eventsOfDossiers,
  MAX_CELL_LEGS,
  PlaceInvalid,
  unitBalances,
} from '@sohoso/store';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { periodParameters, requestedPeriod } from './period-parameters.ts';
import type { QueryOptions } from './query-plugin.ts';

const TOTAL = 'total';
const DEFAULT_LIMIT = 100;

const path = z.object({
  unit: z.string().describe('Code of the unit, or total for the total row'),
  column: z.string().describe(`The figure’s path in the JSON row: ${cellColumns.join(', ')}`),
});

const parameters = z.strictObject({
  ...periodParameters,
  scope: z.string().min(1).default('all').describe('Which units the total row is of'),
  order: z
    .enum(['dossier', 'recorded'])
    .default('dossier')
    .describe('By dossier and leg, or those first that the log recorded something of last'),
  limit: z.coerce.number().int().min(1).max(MAX_CELL_LEGS).default(DEFAULT_LIMIT).describe('Legs on a page'),
  after: z.string().optional().describe('The "next" of the page before'),
  format: z.enum(['json', 'csv']).optional().describe('Goes before the Accept header'),
});
type Asked = z.infer<typeof parameters>;

interface CellAnswer {
  readonly form: 'appendix';
  readonly period: { readonly from: string; readonly to: string; readonly key: string };
  readonly unit: string;
  readonly column: CellColumn;
  /** The figure of the cell: the sum of the quantities of all its legs. */
  readonly figure: number;
  /** How many legs are behind it; more than the figure where transfers take some back. */
  readonly legs: number;
  readonly dossiers: readonly CellDossier[];
  readonly next: string | null;
}

/** `GET /v1/reports/appendix/cells/{unit}/{column}`: the dossiers behind one cell, page by page; their number is the cell. */
export function registerCells(app: FastifyInstance, options: QueryOptions): void {
  const schema = {
    tags: ['reports'],
    summary: 'The dossiers behind one cell of the 13-column form',
    params: path,
    querystring: parameters,
  };
  app
    .withTypeProvider<ZodTypeProvider>()
    .get('/v1/reports/appendix/cells/:unit/:column', { schema }, async (request, reply) => {
      const answer = await cell(options, request.params.unit, request.params.column, request.query);
      if (answer.next !== null) {
        const next = new URL(request.url, 'http://next');
        next.searchParams.set('after', answer.next);
        reply.header('link', `<${next.pathname}${next.search}>; rel="next"`);
      }
      const wantsCsv = /\btext\/csv\b/.test(request.headers.accept ?? '');
      if ((request.query.format ?? (wantsCsv ? 'csv' : 'json')) === 'json') return answer;
      return reply.type('text/csv; charset=utf-8').send(cellDossiersCsv(answer.dossiers));
    });
}

async function cell(
  { clickhouse, registry }: QueryOptions,
  unit: string,
  column: string,
  asked: Asked,
): Promise<CellAnswer> {
  const period = requestedPeriod(asked);
  if (!isColumn(column))
    throw new Problem(
      404,
      'column-unknown',
      `the form has no column "${column}"; it has: ${cellColumns.join(', ')}`,
    );
  const [from, to] = [firstDay(period), lastDay(period)];
  const balances = unit !== TOTAL && registry.has(unit) ? [] : await unitBalances(clickhouse, from, to);
  const structure = { onDay: registry.on(to), all: registry.units };
  const units = unit === TOTAL ? codesOf(structure, asked.scope, balances) : [unit];
  if (unit !== TOTAL && !registry.has(unit) && !balances.some((balance) => balance.unit === unit))
    throw new Problem(404, 'unit-unknown', `"${unit}" is no unit of the registry, nor ${TOTAL}`);
  const weights = weightsOf(appendixCells[column]);
  const found = await pageOf(clickhouse, { units, from, to, weights }, asked);
  const dossiers = [...new Set(found.page.map((leg) => leg.dossier))];
  return {
    form: 'appendix',
    period: { from: formatDay(from), to: formatDay(to), key: period.key },
    unit,
    column,
    figure: found.figure,
    legs: found.legs,
    dossiers: cellDossiers(found.page, await eventsOfDossiers(clickhouse, dossiers), to),
    next: found.next,
  };
}

const isColumn = (text: string): text is CellColumn => Object.hasOwn(appendixCells, text);

async function pageOf(
  clickhouse: QueryOptions['clickhouse'],
  asked: Parameters<typeof cellLegs>[1],
  { order, limit, after }: Asked,
): Promise<CellLegs> {
  try {
    return await cellLegs(clickhouse, asked, { order, limit, after: after ?? null });
  } catch (error) {
    if (error instanceof PlaceInvalid) throw new Problem(400, 'request-invalid', error.message);
    throw error;
  }
}

function codesOf(...[structure, scope, balances]: Parameters<typeof unitsOfScope>): readonly string[] {
  try {
    return unitsOfScope(structure, scope, balances).map((unit) => unit.code);
  } catch (error) {
    if (error instanceof ScopeUnknown) throw new Problem(400, 'unit-unknown', error.message);
    throw error;
  }
}
