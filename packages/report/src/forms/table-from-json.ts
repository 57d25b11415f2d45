import { periodOfKey } from '../period.ts';
import type { StructureChange } from '../structure-change.ts';
import type { Figure } from './figures.ts';
import { columnsOf, type RowKind } from './form.ts';
import { findForm } from './index.ts';
import type { FormTable, RowHead, TableFault } from './table.ts';

interface AnsweredRow {
  readonly [name: string]: unknown;
}

/** What `tableJson` writes, as it is read back. */
interface Answered {
  readonly form: string;
  readonly period: { readonly key: string };
  readonly baseline?: { readonly key: string };
  readonly asKnownAt: string;
  readonly by: RowKind;
  readonly scope: string;
  readonly structureOn: string;
  readonly structure?: StructureChange;
  readonly rows: readonly AnsweredRow[];
  readonly total: AnsweredRow;
  readonly faults: readonly TableFault[];
  readonly notes: readonly string[];
}

/** The table that an answer in JSON was written from; its notes are in the language of the answer. */
export function tableFromJson(text: string): FormTable {
  const answered = JSON.parse(text) as Answered;
  const { asKnownAt, by, scope, structureOn, structure, faults } = answered;
  const form = findForm(answered.form);
  if (form === undefined) throw new RangeError(`there is no form "${answered.form}"`);
  const columns = columnsOf(form);
  const figures = (row: AnsweredRow) => columns.map(({ path }) => figureAtPath(row, path));
  return {
    form,
    period: periodOfKey(answered.period.key, form.cutOffDay),
    baseline: answered.baseline === undefined ? null : periodOfKey(answered.baseline.key, form.cutOffDay),
    asKnownAt,
    by,
    scope,
    structureOn,
    ...(structure === undefined ? {} : { structure }),
    columns,
    rows: answered.rows.map((row) => ({ head: row[by] as RowHead, figures: figures(row) })),
    total: figures(answered.total),
    faults,
    notes: answered.notes.map((note) => ({ vi: note, en: note })),
  };
}

function figureAtPath(row: AnsweredRow, path: string): Figure {
  const found = path
    .split('.')
    .reduce<unknown>((value, name) => (value as Readonly<Record<string, unknown>> | undefined)?.[name], row);
  return typeof found === 'number' ? found : null;
}
