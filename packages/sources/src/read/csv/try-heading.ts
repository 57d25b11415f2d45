import { textCell } from '../cell.ts';
import { csvPlaces } from '../column-label.ts';
import { findHeading, type Heading, headRows } from '../heading/find-heading.ts';
import type { HeadRow } from '../heading/head-row.ts';
import type { ReadOptions } from '../options.ts';
import { type CsvRecord, CsvRecords } from './records.ts';

export type HeadingTrial =
  | { readonly found: Heading; readonly delimiter: string }
  | { readonly found: null; readonly sentence: string };

/**
 * Looks for the heading in the beginning of a file with each delimiter that may be meant. The one by which it is found is the
 * file's; of several the one with the most columns.
 */
export function tryHeading(text: string, whole: boolean, options: ReadOptions): HeadingTrial {
  const query = {
    wanted: options.wanted,
    normalize: options.normalize,
    headerRow: options.headerRow,
    maxColumns: options.limits.maxColumns,
  };
  let found: { found: Heading; delimiter: string } | null = null;
  let closest = { fits: -1, columns: 0, sentence: '' };
  for (const delimiter of delimiters(text, options)) {
    const search = findHeading(firstRows(text, whole, delimiter, options), [], query, csvPlaces);
    if (search.found !== null) {
      if (found === null || search.found.names.length > found.found.names.length)
        found = { found: search.found, delimiter };
    } else if (
      search.fits > closest.fits ||
      (search.fits === closest.fits && search.columns > closest.columns)
    ) {
      closest = search;
    }
  }
  return found ?? { found: null, sentence: closest.sentence };
}

/** The delimiters to try. Excel writes and reads a first line such as `sep=;` that names it. */
function delimiters(text: string, options: ReadOptions): readonly string[] {
  if (options.delimiter !== 'auto') return [options.delimiter];
  const named = /^"?sep=([^"\r\n])"?\r?\n/i.exec(text)?.[1];
  return named === undefined ? [',', ';', '\t', '|'] : [named];
}

const sliceChars = 64 * 1024;

function firstRows(
  text: string,
  whole: boolean,
  delimiter: string,
  options: ReadOptions,
): readonly HeadRow[] {
  const { headerRow, limits } = options;
  const rows: HeadRow[] = [];
  const from = headerRow ?? 1;
  const records = new CsvRecords(delimiter, limits);
  for (let at = 0; at < text.length; at += sliceChars) {
    const last = whole && at + sliceChars >= text.length;
    for (const record of records.push(text.slice(at, at + sliceChars), last)) {
      if ('reason' in record || record.line < from || isBlankRecord(record)) continue;
      const cells = record.fields.map((field) => textCell(field, limits.maxCellChars));
      rows.push({ number: record.line, last: record.lastLine, cells });
      if (rows.length === headRows) return rows;
    }
  }
  return rows;
}

function isBlankRecord({ fields }: CsvRecord): boolean {
  return fields.every((field) => field.trim() === '');
}
