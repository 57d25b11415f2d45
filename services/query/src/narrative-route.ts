import { BalanceBroken, findForm, type Narrative, type NarrativeInput, narrativeCsv } from '@sohoso/report';
import { Problem } from '@sohoso/service';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { askNarrative } from './ask-narrative.ts';
import { askBalances, type TableAsked } from './ask-table.ts';
import { asFile, fileNameOf, formatOf } from './formats.ts';
import { knownAt, knownAtParameter } from './known-at.ts';
import { keyed, periodParameters, requestedPeriod } from './period-parameters.ts';
import type { QueryOptions } from './query-plugin.ts';
import { wholeReport } from './report-file.ts';
import { REPORT_FORM } from './report-parameters.ts';
import { withRetryAfter } from './retry-after.ts';

const narrativeFormats = ['json', 'csv', 'docx', 'pdf', 'xlsx'] as const;

const parameters = z.strictObject({
  ...periodParameters,
  baseline: z
    .string()
    .min(1)
    .optional()
    .describe('Key of the period that the share of online dossiers is compared with: 2020-Q1'),
  asKnownAt: knownAtParameter,
  published: z
    .string()
    .optional()
    .describe(
      'Published figures to compare with, by id: province.postal.share:2.2,… ; those that differ get a footnote',
    ),
  format: z.enum(narrativeFormats).optional().describe('Goes before the Accept header'),
});

/** `GET /v1/narrative`: section II of a province's report in Vietnamese, with its figures; as a file the whole report with its appendices. */
export function registerNarrative(app: FastifyInstance, options: QueryOptions): void {
  const schema = {
    tags: ['reports'],
    summary: 'The report in words',
    description: 'Section II of a province’s report in Vietnamese; every number in it is among the figures.',
    querystring: parameters,
  };
  app.withTypeProvider<ZodTypeProvider>().get('/v1/narrative', { schema }, async (request, reply) => {
    const { query, headers } = request;
    const format = formatOf({ format: query.format, accept: headers.accept }, narrativeFormats);
    const asked = tableOf(options, query);
    const baseline = query.baseline === undefined ? null : keyed(query.baseline, 'baseline: ');
    const published = publishedFigures(query.published);
    const balances = await askBalances(options, asked);
    const narrative = await askNarrative(options, asked, baseline, balances, published).catch(
      (error: unknown) => {
        if (error instanceof BalanceBroken) throw new Problem(500, 'figures-broken', error.message);
        throw error;
      },
    );
    requireKnown(published, narrative);
    if (format === 'json') return narrative;
    const name = fileNameOf('report', asked.period);
    if (format === 'csv') return asFile(reply, format, name).send(narrativeCsv(narrative));
    const printed = await wholeReport(options, asked, narrative, balances);
    const file = await options.files.make(printed, format).catch((error: unknown) => {
      throw withRetryAfter(reply, error);
    });
    return asFile(reply, format, name).send(file);
  });
}

/** The table that goes with the text: the 13-column form of all units. */
function tableOf(
  { zone, now = Date.now }: QueryOptions,
  query: Parameters<typeof requestedPeriod>[0] & { readonly asKnownAt?: string | undefined },
): TableAsked {
  const form = findForm(REPORT_FORM);
  if (form === undefined) throw new TypeError('there is no 13-column form');
  return {
    form,
    period: requestedPeriod(query),
    baseline: null,
    textBaseline: null,
    by: 'unit',
    scope: 'all',
    on: undefined,
    rollUp: false,
    known: knownAt(query.asKnownAt, zone, now()),
  };
}

/** A figure that is misspelt must not look as if it agreed. */
function requireKnown(published: NarrativeInput['published'], { figures }: Narrative): void {
  const ids = new Set(figures.map(({ id }) => id));
  const unknown = Object.keys(published ?? {}).filter((id) => !ids.has(id));
  if (unknown.length > 0)
    throw new Problem(
      400,
      'request-invalid',
      `published: the text has no figure ${unknown.join(', ')}; its figures are listed in the JSON answer`,
    );
}

const PUBLISHED = /^\s*([\w.-]+)\s*:\s*(-?\d+(?:\.\d+)?)\s*$/;

function publishedFigures(text: string | undefined): NarrativeInput['published'] {
  if (text === undefined) return undefined;
  const figures = text.split(',').map((pair) => {
    const [, id, value] = PUBLISHED.exec(pair) ?? [];
    if (id === undefined || value === undefined)
      throw new Problem(
        400,
        'request-invalid',
        `published: "${pair.trim()}" is not an id and a number, as in a.b:2.2`,
      );
    return [id, { value: Number(value), text: value.replace('.', ',') }] as const;
  });
  return Object.fromEntries(figures);
}
