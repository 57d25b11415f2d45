import type { Day } from '@sohoso/dossier';
import {
  type CellDossier,
  cellDossiers,
  cellDossiersCsv,
  cellWindows,
  columnsOf,
  existedIn,
  type Form,
  type FormColumn,
  keyedPeriod,
} from '@sohoso/report';
import { Problem } from '@sohoso/service';
import { type CellLegs, cellLegs, eventsOfDossiers, MAX_CELL_LEGS, PlaceInvalid } from '@sohoso/store';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { askBalances, type TableAsked, unitHeads } from './ask-table.ts';
import { asFile, formatOf, listFormats } from './formats.ts';
import type { QueryOptions } from './query-plugin.ts';
import { formParameter, tableAsked, tableParameters } from './report-parameters.ts';
import { requireNamed, requireValid } from './unit-valid.ts';

const TOTAL = 'total';
const DEFAULT_LIMIT = 100;

const path = z.object({
  form: formParameter,
  unit: z
    .string()
    .describe('Code of the row: a unit (a field or procedure with by), or total for the total row'),
  column: z.string().describe('The figure’s path in the JSON row, e.g. received.carriedOver'),
});

const parameters = z.strictObject({
  ...tableParameters,
  order: z
    .enum(['dossier', 'recorded'])
    .default('dossier')
    .describe('By dossier and leg, or those first that the log recorded something of last'),
  limit: z.coerce.number().int().min(1).max(MAX_CELL_LEGS).default(DEFAULT_LIMIT).describe('Legs on a page'),
  after: z.string().optional().describe('The "next" of the page before'),
  format: z.enum(listFormats).optional().describe('Goes before the Accept header'),
});
type Asked = z.infer<typeof parameters>;

interface CellAnswer {
  readonly form: string;
  readonly period: ReturnType<typeof keyedPeriod>;
  readonly baseline?: ReturnType<typeof keyedPeriod>;
  readonly asKnownAt: string;
  /** Code of the row. */
  readonly unit: string;
  readonly column: string;
  /** The figure of the cell: the sum of the quantities of all its legs. */
  readonly figure: number;
  /** How many legs are behind it; more than the figure where transfers take some back. */
  readonly legs: number;
  readonly dossiers: readonly CellDossier[];
  readonly next: string | null;
}

/** `GET /v1/reports/{form}/cells/{unit}/{column}`: the dossiers behind one cell, page by page; their number is the cell. */
export function registerCells(app: FastifyInstance, options: QueryOptions): void {
  const schema = {
    tags: ['reports'],
    summary: 'The dossiers behind one cell of a form',
    params: path,
    querystring: parameters,
  };
  app
    .withTypeProvider<ZodTypeProvider>()
    .get('/v1/reports/:form/cells/:unit/:column', { schema }, async (request, reply) => {
      const { form, unit, column } = request.params;
      const asked = tableAsked(options, form, request.query);
      const format = formatOf({ format: request.query.format, accept: request.headers.accept }, listFormats);
      const answer = await cell(options, asked, unit, column, request.query);
      if (answer.next !== null) {
        const next = new URL(request.url, 'http://next');
        next.searchParams.set('after', answer.next);
        reply.header('link', `<${next.pathname}${next.search}>; rel="next"`);
      }
      if (format === 'json') return answer;
      return asFile(reply, format, `${form}-${unit}-${column}`).send(cellDossiersCsv(answer.dossiers));
    });
}

async function cell(
  options: QueryOptions,
  asked: TableAsked,
  row: string,
  path: string,
  page: Asked,
): Promise<CellAnswer> {
  const { clickhouse } = options;
  const { form, period, baseline, known } = asked;
  const column = columnAt(form, path);
  const windows = cellWindows(column, period, baseline);
  if (windows === null)
    throw new Problem(
      404,
      'column-unknown',
      `the column "${path}" is a share, with no dossiers of its own; ask for the counts that it is made of`,
    );
  const behind = await legsOfRow(options, asked, row);
  const found = await pageOf(clickhouse, { ...behind, windows, known: known.at }, page);
  const dossiers = [...new Set(found.page.map((leg) => leg.dossier))];
  return {
    form: form.id,
    period: keyedPeriod(period),
    ...(baseline === null ? {} : { baseline: keyedPeriod(baseline) }),
    asKnownAt: known.asKnownAt,
    unit: row,
    column: path,
    figure: found.figure,
    legs: found.legs,
    dossiers: cellDossiers(
      found.page,
      await eventsOfDossiers(clickhouse, dossiers, known.at),
      Math.max(...windows.map(({ to }) => to)) as Day,
    ),
    next: found.next,
  };
}

function columnAt(form: Form, path: string): FormColumn {
  const columns = columnsOf(form);
  const found = columns.find((column) => column.path === path);
  if (found !== undefined) return found;
  const paths = columns.map((column) => column.path).join(', ');
  throw new Problem(404, 'column-unknown', `the form has no column "${path}"; it has: ${paths}`);
}

type Behind = Pick<Parameters<typeof cellLegs>[1], 'units' | 'of'>;

/** Which legs a row is of: those of its units, or those of a field or procedure at the units of the scope. */
async function legsOfRow(options: QueryOptions, asked: TableAsked, row: string): Promise<Behind> {
  const { registry } = options;
  const { period, by, scope } = asked;
  const isTotal = row === TOTAL;
  // Of all units, a unit's row is the unit itself; a narrower scope may have no such row.
  const unit = by === 'unit' && scope === 'all' && !isTotal && !asked.rollUp ? registry.find(row) : undefined;
  if (unit !== undefined && existedIn(unit, period)) return { units: [row] };
  const found = by !== 'unit' && scope === 'all' ? null : await askBalances(options, asked);
  if (unit !== undefined) {
    requireValid(registry, [unit], period, [...(found?.period ?? []), ...(found?.baseline ?? [])]);
    return { units: [row] };
  }
  const heads =
    found === null ? null : unitHeads(options, asked, [...found.period, ...(found.baseline ?? [])]);
  requireNamed(registry, asked, heads ?? [], found?.period ?? []);
  if (by !== 'unit') {
    const units = heads?.flatMap(({ code, of }) => of ?? [code]) ?? null;
    return isTotal ? { units } : { units, of: { by, key: row } };
  }
  const chosen = isTotal ? heads : heads?.filter(({ code }) => code === row);
  if (chosen === null || chosen === undefined || (chosen.length === 0 && !isTotal))
    throw new Problem(
      404,
      'unit-unknown',
      `"${row}" is no unit of the registry, no row of this table, and not ${TOTAL}`,
    );
  return { units: chosen.flatMap(({ code, of }) => of ?? [code]) };
}

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
