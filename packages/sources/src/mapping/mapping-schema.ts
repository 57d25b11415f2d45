import { z } from 'zod';
import { builtInMappings } from './built-in.ts';
import { dateFormat, FORMAT_HELP } from './date-format.ts';
import { encodings, type Field, fields, kinds, type ListedField, valuesOf } from './vocabulary.ts';

/** The name among the date formats that lets numbers in as the serials of a spreadsheet. */
export const SERIALS = 'excel';

const text = z.string().trim().min(1, 'is empty');
const headings = z.union([text, z.array(text).min(1)]);
const dates = z
  .array(
    z
      .string()
      .refine(
        (format) => format === SERIALS || dateFormat(format) !== null,
        `is not a date format; ${FORMAT_HELP}, or "${SERIALS}" for the serials of a spreadsheet`,
      ),
  )
  .min(1, 'has no format');

const COLUMN_HELP =
  'is a heading, a list of accepted headings, { heading: …, required: true, dates: […] }, or { value: … } instead of a column';
const column = z.union(
  [
    text,
    z.array(text).min(1),
    z.strictObject({ heading: headings, required: z.boolean().optional(), dates: dates.optional() }),
    z.strictObject({ value: text }),
    z.null(),
  ],
  { error: COLUMN_HELP },
);
export type ColumnSpec = z.infer<typeof column>;

const oneOf = <const T extends readonly [string, ...string[]]>(allowed: T) =>
  z.enum(allowed, { error: `must be one of ${allowed.join(', ')}` });
/** A table of texts; null takes an entry of the adapter away. */
const table = <const T extends readonly [string, ...string[]]>(allowed: T) =>
  z.record(z.string(), oneOf(allowed).nullable());
const codes = z.record(z.string(), text.nullable());

const listed = Object.fromEntries(
  (Object.keys(valuesOf) as ListedField[])
    .filter((field) => field !== 'status')
    .map((field) => [field, table(valuesOf[field]).optional()]),
) as unknown as { readonly [F in Exclude<ListedField, 'status'>]: z.ZodOptional<ReturnType<typeof table>> };

const columns = z.strictObject(
  Object.fromEntries(fields.map((field) => [field, column.optional()])) as {
    readonly [F in Field]: z.ZodOptional<typeof column>;
  },
);

const hasOnly = (places: readonly string[]) => (template: string) =>
  [...template.matchAll(/\{[^}]*\}/g)].every(([place]) => places.includes(place));
const LEG_PLACES = ['{dossier}', '{leg}', '{step}'];

/** A mapping file as it is written; what it leaves out comes from its adapter or from the defaults. */
export const mappingFile = z.strictObject({
  version: z.literal(1, { error: 'must be 1' }),
  name: text.optional(),
  adapter: oneOf(builtInMappings).optional(),
  source: text
    .max(1_024)
    .refine((source) => !/[\s\p{Cc}]/u.test(source), 'is a URI: it has no white space')
    .optional(),
  kind: oneOf(kinds).optional(),
  file: z
    .strictObject({
      encoding: oneOf(['auto', ...encodings]).nullish(),
      delimiter: z
        .string()
        .refine(
          (delimiter) => delimiter.length === 1 || delimiter === 'tab' || delimiter === 'auto',
          'is one character such as ";", or tab, or auto',
        )
        .nullish(),
      sheet: z
        .union([text, z.int().min(1)], { error: 'is the name of a sheet or its number from 1' })
        .nullish(),
      headerRow: z
        .int({ error: 'is the number of a row, from 1' })
        .min(1, 'is the number of a row, from 1')
        .nullish(),
    })
    .optional(),
  columns: columns.optional(),
  dates: dates.optional(),
  values: z.strictObject({ ...listed, procedure: codes.optional(), field: codes.optional() }).optional(),
  statuses: table(valuesOf.status).optional(),
  units: z.strictObject({ by: oneOf(['name', 'code']).optional(), names: codes.optional() }).optional(),
  onlyUnits: z.array(text).min(1, 'has no unit').nullish(),
  dossier: text
    .refine((template) => template.includes('{code}'), 'has no {code}')
    .refine(hasOnly(['{code}', '{unit}']), 'has a place other than {code} and {unit}')
    .optional(),
  dossierCodes: oneOf(['unique', 'per-unit']).optional(),
  unitCorrections: z.boolean({ error: 'is true or false' }).optional(),
  ids: text
    .refine(
      (template) => LEG_PLACES.every((place) => template.includes(place)),
      `must have all of ${LEG_PLACES.join(', ')}`,
    )
    .refine(hasOnly(LEG_PLACES), `has a place other than ${LEG_PLACES.join(', ')}`)
    .optional(),
  skip: z.array(text).optional(),
});
export type MappingFile = z.infer<typeof mappingFile>;

/** The tables that every mapping has to begin with; see adapters/tables.yaml. */
export const sharedTables = z.strictObject({
  values: z.strictObject(listed),
  statuses: table(valuesOf.status),
  abbreviations: z.record(z.string(), text),
});
