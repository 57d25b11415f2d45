import type { Sum } from '../cells-columns.ts';

/** A text for readers, in both languages. */
export interface Text {
  readonly vi: string;
  readonly en: string;
}
export type Language = keyof Text;

/** What the rows of a table are of. */
export type RowKind = 'unit' | 'field' | 'procedure';

/** Which days a figure is of: the period's, or the baseline's where the form compares two periods. */
type Side = 'period' | 'baseline';

/**
 * What a column says of a row. `count`: so many legs, as a signed sum of items of the balance; `difference`: of the period less of the baseline.
 * `share`: per cent of one sum in another; `relative`: by how many per cent the baseline's count grew; `points`: how far the period's
 * share lies above the baseline's. All but counts are half up to one decimal, and have no value where they would divide by 0.
 */
export type ColumnValue =
  | { readonly kind: 'count'; readonly sum: Sum; readonly of: Side | 'difference' }
  | { readonly kind: 'share'; readonly above: Sum; readonly below: Sum; readonly of: Side }
  | { readonly kind: 'relative'; readonly sum: Sum }
  | { readonly kind: 'points'; readonly above: Sum; readonly below: Sum };

export interface FormColumn {
  /** Where the figure stands in the JSON row, e.g. `received.carriedOver`; also its address for drill-down. */
  readonly path: string;
  /** Its name in CSV files. */
  readonly csv: string;
  readonly heading: Text;
  /** What stands below the heading in the row of numbers, e.g. `(3)=(4)+(5)`. */
  readonly numbering: string;
  readonly value: ColumnValue;
}

/** Columns under a common heading. */
export interface FormGroup {
  readonly heading: Text;
  readonly columns: readonly (FormColumn | FormGroup)[];
}

/** What must hold in every row: one column is the sum of others, less some where there are such. Columns by their paths. */
interface Identity {
  readonly whole: string;
  readonly parts: readonly string[];
  readonly less?: readonly string[];
}

/**
 * A form as a value: nothing else needs to be written for one. Its table, JSON, CSV, XLSX, DOCX, PDF, the dossiers behind each
 * cell and its place on the command line all follow from here.
 */
export interface Form {
  readonly id: string;
  /** Raised when a column changes its meaning; issued reports name it. */
  readonly version: number;
  /** Its title, by scope where the title says which units it is of; `all` where there is no other. */
  readonly titles: { readonly all: Text } & Readonly<Record<string, Text>>;
  /** Where the form is laid down. */
  readonly source: string;
  /** What its rows can be of; the first unless another is asked for. */
  readonly rows: readonly RowKind[];
  /** Whether it compares the period with a baseline. */
  readonly compares: boolean;
  /** On which day of the month before the government's reporting months (`@vpcp`) begin for this form. */
  readonly cutOffDay: number;
  readonly columns: readonly (FormColumn | FormGroup)[];
  /** Figures that the form does not print but JSON gives beside the others. */
  readonly shownAgain: readonly FormColumn[];
  readonly identities: readonly Identity[];
  /** What a reader must know of the form. */
  readonly notes: readonly Text[];
}

/** The printed columns of a form, left to right. */
export function printedColumns({ columns }: Pick<Form, 'columns'>): readonly FormColumn[] {
  return columns.flatMap((column) => ('columns' in column ? printedColumns(column) : [column]));
}

/** All columns that have a figure: the printed ones, then those shown again. */
export function columnsOf(form: Form): readonly FormColumn[] {
  return [...printedColumns(form), ...form.shownAgain];
}

/** A column that counts legs of the period. */
export function count(path: string, csv: string, heading: Text, numbering: string, sum: Sum): FormColumn {
  return { path, csv, heading, numbering, value: { kind: 'count', sum, of: 'period' } };
}
