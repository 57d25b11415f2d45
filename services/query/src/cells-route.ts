import type { Day } from '@sohoso/dossier';
import {
  type CellDossier,
  type CellWindow,
  cellDossiers,
  cellDossiersCsv,
  cellWindows,
  columnsOf,
  type Form,
  type FormColumn,
  type FormTable,
  figureOfRow,
  keyedPeriod,
  type RowHead,
  type TableRow,
} from '@sohoso/report';
import { Problem } from '@sohoso/service';
import { type CellLegs, cellLegs, eventsOfDossiers, MAX_CELL_LEGS, PlaceInvalid } from '@sohoso/store';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { askBalances, askTable, type TableAsked, unitHeads } from './ask-table.ts';
import { asFile, formatOf, listFormats } from './formats.ts';
import type { QueryOptions } from './query-plugin.ts';
import { formParameter, requireNoTextBaseline, tableAsked, tableParameters } from './report-parameters.ts';
import { requireValid } from './unit-valid.ts';

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
      requireNoTextBaseline(asked);
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
  const found = await legsOfCell(options, asked, { row, path, windows, page });
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

interface CellAsked {
  readonly row: string;
  readonly path: string;
  readonly windows: readonly CellWindow[];
  readonly page: Asked;
}

/** How often the two questions are asked: what is inserted between them makes them differ for that once. */
const MAX_TRIES = 4;

/**
 * The legs of a cell, whose number is that of the table. Throws a Problem (500) where the table has no sound figure there, or another one than
 * the legs add up to: the store was damaged, and neither number can be relied upon.
 */
async function legsOfCell(
  options: QueryOptions,
  asked: TableAsked,
  { row, path, windows, page }: CellAsked,
): Promise<CellLegs> {
  for (let tries = 1; ; tries++) {
    const table = await askTable(options, asked);
    const shown = rowOf(options, asked, table, row);
    const fault = table.faults.find(({ code }) => row === TOTAL || code === row);
    if (fault !== undefined) throw new Problem(500, 'figures-broken', fault.detail);
    const behind = await legsOfRow(options, asked, table, shown);
    const found = await pageOf(options.clickhouse, { ...behind, windows, known: asked.known.at }, page);
    const figure = figureOfRow(table, shown, path) ?? null;
    if (figure === null)
      throw new Problem(
        409,
        'not-comparable',
        `${row}, ${path}: the units of the two periods do not correspond, so nothing is compared; ask for each period by itself`,
      );
    if (figure === found.figure) return found;
    if (tries === MAX_TRIES)
      throw new Problem(
        500,
        'figures-broken',
        `the dossiers behind ${row}, ${path} add up to ${found.figure}, and the report says ${figure}; run: sohoso audit`,
      );
  }
}

function columnAt(form: Form, path: string): FormColumn {
  const columns = columnsOf(form);
  const found = columns.find((column) => column.path === path);
  if (found !== undefined) return found;
  const paths = columns.map((column) => column.path).join(', ');
  throw new Problem(404, 'column-unknown', `the form has no column "${path}"; it has: ${paths}`);
}

type Behind = Pick<Parameters<typeof cellLegs>[1], 'units' | 'of'>;
type ShownRow = Pick<TableRow, 'figures'> & { readonly head: RowHead | null };

/** The row of a code, or the total, which has no head. A unit that ended within the period and has no figures is a row of zeros. */
function rowOf({ registry }: QueryOptions, asked: TableAsked, table: FormTable, row: string): ShownRow {
  if (row === TOTAL) return { head: null, figures: table.total };
  const shown = table.rows.find(({ head }) => head.code === row);
  if (shown !== undefined) return shown;
  const unit = asked.by === 'unit' && asked.scope === 'all' ? registry.find(row) : undefined;
  if (unit !== undefined) {
    requireValid(registry, [unit], asked.period, []);
    return { head: unit, figures: table.columns.map(() => 0) };
  }
  throw new Problem(
    404,
    'unit-unknown',
    `"${row}" is no unit of the registry, no row of this table, and not ${TOTAL}`,
  );
}

/** Which legs a row is of: those of its units, or those of a field or procedure at the units of the scope. */
async function legsOfRow(
  options: QueryOptions,
  asked: TableAsked,
  table: FormTable,
  { head }: ShownRow,
): Promise<Behind> {
  const { by, scope } = asked;
  const unitsOf = (heads: readonly RowHead[]) => heads.flatMap(({ code, of }) => of ?? [code]);
  if (by === 'unit') return { units: unitsOf(head === null ? table.rows.map((row) => row.head) : [head]) };
  if (scope === 'all') return head === null ? { units: null } : { units: null, of: { by, key: head.code } };
  const found = await askBalances(options, asked);
  const units = unitsOf(unitHeads(options, asked, [...found.period, ...(found.baseline ?? [])]));
  return head === null ? { units } : { units, of: { by, key: head.code } };
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
