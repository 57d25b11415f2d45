import type { TableOptions } from '../read/options.ts';
import type { DateRules } from './moment-cell.ts';
import type { UnitRules } from './unit-names.ts';
import type { Field, Kind, ListedField } from './vocabulary.ts';

/** How the file is read; what a mapping does not say is found out from the file. */
export type FileRules = Pick<TableOptions, 'encoding' | 'delimiter' | 'sheet' | 'headerRow'>;

/** Where the value of a field comes from. */
export type ColumnRule =
  | {
      readonly from: 'column';
      /** Accepted headings, the preferred ones first. */
      readonly headings: readonly string[];
      /** Whether a file without such a column is refused. */
      readonly required: boolean;
      /** Formats of this column alone. */
      readonly dates: DateRules | null;
    }
  | { readonly from: 'constant'; readonly value: string };

/** What the texts of a column mean. */
export interface ValueTable {
  /** By normalised text. */
  readonly byText: ReadonlyMap<string, string>;
  /** What an empty cell means. */
  readonly default: string | null;
}

/** What the columns of an exported list mean. */
export interface Mapping {
  /** The file or the built-in name that it was read from. */
  readonly origin: string;
  readonly name: string;
  readonly kind: Kind;
  /** The CloudEvents source under which the events of the list are sent. */
  readonly source: string;
  readonly file: FileRules;
  readonly columns: ReadonlyMap<Field, ColumnRule>;
  readonly dates: DateRules;
  readonly values: Readonly<Record<ListedField, ValueTable>>;
  /** Codes of procedures and fields by the texts of the export. */
  readonly codes: Readonly<Record<'procedure' | 'field', ReadonlyMap<string, string>>>;
  readonly units: UnitRules;
  /** Rows of other units are passed over; null lets all in. */
  readonly onlyUnits: ReadonlySet<string> | null;
  /** The dossier id, with the places `{code}` and `{unit}`. */
  readonly dossier: string;
  /** Whether a dossier that another unit took in at the same moment was moved by a correction; else it is another one of the same code. */
  readonly unitCorrections: boolean;
  /** The id of an event, with the places `{dossier}`, `{leg}` and `{step}`. */
  readonly ids: string;
  /** Rows whose first text begins so, and that are no dossiers, are passed over. */
  readonly skip: readonly string[];
}
