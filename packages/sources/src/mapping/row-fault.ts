import type { RefusedRow } from '../leg-row.ts';

/** Why a row is refused by its mapping. */
export type RowReason =
  | 'cell-unreadable'
  | 'dossier-missing'
  | 'dossier-invalid'
  | 'value-missing'
  | 'value-unknown'
  | 'value-too-long'
  | 'unit-unknown'
  | 'date-invalid'
  | 'date-ambiguous'
  | 'forwarded-to-itself'
  | 'supplement-contradicted'
  | 'due-missing'
  | 'receipt-contradicted'
  | 'close-without-day'
  | 'close-contradicted';

/** Where the faults of a row are noted while its cells are read; the first one is what the row is refused for. */
export class RowFaults {
  #row = 0;
  #first: RefusedRow | null = null;

  begin(row: number): void {
    this.#row = row;
    this.#first = null;
  }

  note(column: string | null, reason: RowReason, detail: string): void {
    this.#first ??= { row: this.#row, column, reason, detail };
  }

  get first(): RefusedRow | null {
    return this.#first;
  }
}

const LONGEST_QUOTE = 80;

/** A text out of a file as a sentence repeats it: short. */
export function quote(text: string): string {
  return `"${text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…`.toWellFormed() : text}"`;
}
