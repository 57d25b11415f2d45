import { type Form, findForm, forms, lastDay, type Period, type RowKind } from '@sohoso/report';
import { Problem } from '@sohoso/service';
import { z } from 'zod';
import type { TableAsked } from './ask-table.ts';
import { dayParameter } from './day-parameter.ts';
import { knownAt, knownAtParameter } from './known-at.ts';
import { keyed, periodParameters, requestedPeriod } from './period-parameters.ts';
import type { QueryOptions } from './query-plugin.ts';

export const formParameter = z.string().describe(`The form: ${forms.map(({ id }) => id).join(', ')}`);

export const scopeParameter = z
  .string()
  .min(1)
  .default('all')
  .describe('all, province, department, district, commune, or unit codes with commas');

/** How a request names a table. */
export const tableParameters = {
  ...periodParameters,
  scope: scopeParameter,
  by: z.enum(['unit', 'field', 'procedure']).optional().describe('What the rows are of; unit unless given'),
  on: dayParameter
    .optional()
    .describe('The day whose structure of units the rows follow; the last of the period unless given'),
  rollUp: z
    .enum(['true', 'false'])
    .optional()
    .describe('true: a unit’s row has the figures of the units below it as well'),
  baseline: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Key of the period to compare with: of forms that compare; of the appendix what its text compares with, in docx, pdf and xlsx: 2020-Q1',
    ),
  asKnownAt: knownAtParameter,
};
export const languageParameter = z
  .enum(['vi', 'en'])
  .optional()
  .describe('Language of headings and notes: vi unless given, and en for notes in JSON');

/** The form that reports are sent with. */
export const REPORT_FORM = 'appendix';

type Asked = z.infer<z.ZodObject<typeof tableParameters>>;

/** The table that a request names. Throws a Problem with a sentence where there is none such. */
export function tableAsked(
  { zone, now = Date.now }: Pick<QueryOptions, 'zone' | 'now'>,
  formId: string,
  asked: Asked,
): TableAsked {
  const form = formOf(formId);
  const period = requestedPeriod(asked, form.cutOffDay);
  return {
    form,
    period,
    ...baselineOf(form, asked.baseline),
    by: rowsOf(form, asked.by),
    scope: asked.scope,
    on: structureDay(period, asked.on),
    rollUp: asked.rollUp === 'true',
    known: knownAt(asked.asKnownAt, zone, now()),
  };
}

function formOf(id: string): Form {
  const form = findForm(id);
  if (form !== undefined) return form;
  throw new Problem(
    404,
    'form-unknown',
    `there is no form "${id}"; there are: ${forms.map((one) => one.id).join(', ')}`,
  );
}

function rowsOf(form: Form, by: RowKind | undefined): RowKind {
  const [usual] = form.rows;
  if (usual === undefined) throw new TypeError(`the form ${form.id} has no rows`);
  if (by === undefined || form.rows.includes(by)) return by ?? usual;
  throw new Problem(
    400,
    'request-invalid',
    `by: the form ${form.id} is to be had by ${form.rows.join(', ')}`,
  );
}

function baselineOf(form: Form, key: string | undefined): Pick<TableAsked, 'baseline' | 'textBaseline'> {
  if (form.compares && key === undefined)
    throw new Problem(
      400,
      'period-invalid',
      `the form ${form.id} compares two periods; give the other one as baseline, e.g. baseline=2020-Q1`,
    );
  if (!form.compares && key !== undefined && form.id !== REPORT_FORM)
    throw new Problem(
      400,
      'request-invalid',
      `baseline: the form ${form.id} does not compare; ask for the form comparison`,
    );
  const baseline = key === undefined ? null : keyed(key, 'baseline: ', form.cutOffDay);
  return form.compares ? { baseline, textBaseline: null } : { baseline: null, textBaseline: baseline };
}

/** Refuses a baseline where only the table is asked for, which compares with nothing. Throws a Problem (400). */
export function requireNoTextBaseline({ form, textBaseline }: TableAsked): void {
  if (textBaseline !== null)
    throw new Problem(
      400,
      'request-invalid',
      `baseline: the table of the form ${form.id} does not compare, only its text in docx, pdf and xlsx; ask for the form comparison`,
    );
}

/** A structure of a day far from the period would leave most figures without a row of their own. */
function structureDay(period: Period, on: TableAsked['on']): TableAsked['on'] {
  if (on !== undefined && on > lastDay(period))
    throw new Problem(
      400,
      'request-invalid',
      'on: the structure of a day after the period; take its last day or one before',
    );
  return on;
}
