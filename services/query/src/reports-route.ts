import { forms, printedColumns, tableCsv, tableJson } from '@sohoso/report';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { askBalances, askTable } from './ask-table.ts';
import { asFile, fileNameOf, formatOf, formats } from './formats.ts';
import type { QueryOptions } from './query-plugin.ts';
import { printedForm } from './report-file.ts';
import {
  formParameter,
  languageParameter,
  requireNoTextBaseline,
  tableAsked,
  tableParameters,
} from './report-parameters.ts';
import { withRetryAfter } from './retry-after.ts';

const parameters = z.strictObject({
  ...tableParameters,
  lang: languageParameter,
  format: z.enum(formats).optional().describe('Goes before the Accept header'),
});

/** `GET /v1/reports/{form}`: any form of any period, scope and moment, in any format; `GET /v1/forms`: the forms. */
export function registerReports(app: FastifyInstance, options: QueryOptions): void {
  const typed = app.withTypeProvider<ZodTypeProvider>();
  const tags = ['reports'];
  typed.get('/v1/forms', { schema: { tags, summary: 'The forms that there are' } }, async () => ({
    forms: forms.map(({ columns: _, ...form }) => ({ ...form, columns: printedColumns({ columns: _ }) })),
  }));
  const schema = {
    tags,
    summary: 'A form, filled',
    description: forms.map(({ id, titles }) => `${id}: ${titles.all.en.toLowerCase()}`).join('. '),
    params: z.object({ form: formParameter }),
    querystring: parameters,
  };
  typed.get('/v1/reports/:form', { schema }, async (request, reply) => {
    const { format: asked, lang } = request.query;
    const format = formatOf({ format: asked, accept: request.headers.accept }, formats);
    const question = tableAsked(options, request.params.form, request.query);
    if (format === 'json' || format === 'csv') requireNoTextBaseline(question);
    const balances = question.by === 'unit' ? await askBalances(options, question) : undefined;
    const table = await askTable(options, question, balances);
    if (format === 'json')
      return reply.type('application/json; charset=utf-8').send(tableJson(table, lang ?? 'en'));
    const name = fileNameOf(question.form.id, question.period);
    if (format === 'csv') return asFile(reply, format, name).send(tableCsv(table));
    const printed = await printedForm(options, question, { table, balances }, lang ?? 'vi');
    const file = await options.files.make(printed, format).catch((error: unknown) => {
      throw withRetryAfter(reply, error);
    });
    return asFile(reply, format, name).send(file);
  });
}
