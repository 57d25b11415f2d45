/** How the bytes of a CSV file stand for text. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1258' | 'tcvn3';

/** What a file may cost before it is refused. Checked while reading, not only by what the file says of itself. */
export interface ReadLimits {
  /** Inflated bytes of any one part of an XLSX file. */
  readonly maxEntryBytes: number;
  /** Inflated bytes of the shared texts of a workbook, which are the one part that is held in memory. */
  readonly maxSharedStringBytes: number;
  /** Inflated over compressed bytes of a part. */
  readonly maxRatio: number;
  /** Inflated bytes up to which a part may be packed as tightly as it likes. */
  readonly ratioFromBytes: number;
  /** Parts of an XLSX file. */
  readonly maxEntries: number;
  /** Merged cells of a sheet. */
  readonly maxMerges: number;
  /** Characters of one cell. */
  readonly maxCellChars: number;
  readonly maxColumns: number;
  /** Characters and lines of one record of a CSV file: no unclosed quotation mark takes in more than that. */
  readonly maxRecordChars: number;
  readonly maxRecordLines: number;
}

/**
 * 32,767 characters are what a cell of Excel holds. Deflate packs at most 1 : 1,032. The references in its cells keep a sheet in
 * which every row is the same below 1 : 20, with the same 60 characters written out in every cell below 1 : 60; so what is packed
 * tighter than 1 : 200 is no list.
 */
export const defaultLimits: ReadLimits = {
  maxEntryBytes: 4 * 2 ** 30,
  maxSharedStringBytes: 256 * 2 ** 20,
  maxRatio: 200,
  ratioFromBytes: 10 * 2 ** 20,
  maxEntries: 10_000,
  maxMerges: 1_000_000,
  maxCellChars: 32_767,
  maxColumns: 1_000,
  maxRecordChars: 64 * 1024,
  maxRecordLines: 200,
};

export interface TableOptions {
  /** `auto` finds it out, and refuses a file where it cannot. Ignored for XLSX, which says it itself. */
  readonly encoding: 'auto' | Encoding;
  /** What stands between two cells of a CSV file. */
  readonly delimiter: string;
  /** Name of a sheet; or its number among the visible ones, from 1; or null for the first visible one that has the headings. */
  readonly sheet: string | number | null;
  /** The row of the heading as a person counts, from 1; null where it is to be found. */
  readonly headerRow: number | null;
  /** For each column that must be there the names that it may have, the preferred one first. */
  readonly wanted: readonly (readonly string[])[];
  /** Makes headings comparable, e.g. lower case without accents. */
  readonly normalize: (text: string) => string;
  readonly limits?: Partial<ReadLimits>;
}

/** The options with every limit filled in. */
export interface ReadOptions extends TableOptions {
  readonly limits: ReadLimits;
}
