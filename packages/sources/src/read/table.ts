/** A number out of a spreadsheet; where its cell is formatted as a date, `value` is an Excel serial (days since 1899-12-30). */
export interface NumberCell {
  readonly value: number;
  readonly isDate: boolean;
}

/** A cell that has no value to go by: an error such as #N/A, a formula that was never calculated, text that is garbled. */
export interface FaultCell {
  /** One sentence for a person, without the place. */
  readonly fault: string;
}

/** What stands in one cell; the empty string where nothing does. Texts are in NFC, without white space at the ends. */
export type Cell = string | NumberCell | FaultCell;

/** One row below the header. */
export interface Row {
  /** Its number in the file as a person counts: the line where it begins in a CSV file, the row in a sheet; from 1. */
  readonly number: number;
  /** By column, as many as the header has. */
  readonly cells: readonly Cell[];
}

/** A row that cannot be read as such (broken quoting, more columns than the header); the rows around it can. */
export interface RowFault {
  readonly number: number;
  readonly reason: string;
  /** One sentence for a person, without file and row. */
  readonly detail: string;
}

/** A file of rows under a header, read as a stream: memory does not grow with its length. */
export interface Table {
  readonly file: string;
  readonly format: 'csv' | 'xlsx';
  /** How its text is encoded, as found or as told; `null` for XLSX. */
  readonly encoding: string | null;
  /** The header: its row and the text of each column, NFC, white space collapsed. */
  readonly header: { readonly row: number; readonly names: readonly string[] };
  /** The rows below the header, empty ones left out. To be iterated once; ending early closes the file. */
  rows(): AsyncIterable<Row | RowFault>;
  /** The share of the file that was read so far, 0 to 1. */
  progress(): number;
  close(): Promise<void>;
}

/** A file that cannot be used as a whole; the message is one sentence naming the file, and row and column where there are any. */
export class FileFault extends Error {
  override readonly name = 'FileFault';
}
