import type { Places } from '../column-label.ts';
import { quoted } from '../fault.ts';
import {
  type HeadRow,
  headingFault,
  headings,
  type Merge,
  mergedAsPair,
  numbersColumns,
  pairedNames,
} from './head-row.ts';
import { type ComparableNames, columnsOf, comparable } from './names.ts';

/** How many rows from the top are looked at for the heading. */
export const headRows = 50;

export interface HeadingQuery {
  readonly wanted: readonly (readonly string[])[];
  readonly normalize: (text: string) => string;
  readonly headerRow: number | null;
  readonly maxColumns: number;
}

export interface Heading {
  /** Its first row; the rows of the table come after `last`. */
  readonly row: number;
  readonly last: number;
  readonly names: readonly string[];
}

/** `fits` says how many of the wanted columns were there where it came closest. */
export type HeadingSearch =
  | { readonly found: Heading }
  | { readonly found: null; readonly sentence: string; readonly fits: number; readonly columns: number };

interface Candidate {
  readonly rows: readonly HeadRow[];
  readonly names: readonly string[];
  /** For each wanted column those that fit it. */
  readonly columns: readonly (readonly number[])[];
  readonly fits: number;
  /** Every wanted column is there, and once. */
  readonly complete: boolean;
}

/**
 * Finds the heading among the first rows: the first row, or two rows, in which every wanted column has a cell. Titles above it
 * are passed over, and a row of column numbers below it.
 */
export function findHeading(
  rows: readonly HeadRow[],
  merges: readonly Merge[],
  query: HeadingQuery,
  places: Places,
): HeadingSearch {
  const first = query.headerRow === null ? 0 : rows.findIndex((row) => row.number === query.headerRow);
  if (first < 0)
    return {
      found: null,
      sentence: `${places.row} ${query.headerRow} has no heading, it is blank or behind the end`,
      fits: 0,
      columns: 0,
    };
  const tried: Candidate[] = [];
  const end = query.headerRow === null ? rows.length : first + 1;
  for (let at = first; at < end; at++) {
    const candidate = candidateAt(rows, at, merges, query, tried);
    if (candidate !== null) return accept(candidate, rows, query, places);
  }
  return refuse(tried, query, places);
}

/** The heading that begins with this row, if it is complete; what was tried is noted. */
function candidateAt(
  rows: readonly HeadRow[],
  at: number,
  merges: readonly Merge[],
  query: HeadingQuery,
  tried: Candidate[],
): Candidate | null {
  const upper = rows[at] as HeadRow;
  const single = candidateOf([upper], headings(upper), query);
  tried.push(single);
  const lower = rows[at + 1];
  if (lower === undefined || lower.number !== upper.last + 1) return single.complete ? single : null;
  const pair = candidateOf([upper, lower], pairedNames(upper, lower, merges), query);
  if (single.complete) return pair.complete && goesOn(single, upper, lower) ? pair : single;
  tried.push(pair);
  if (!pair.complete) return null;
  // A title above a heading of one row makes a pair as well; the lower row alone is the better one then.
  const below = candidateOf([lower], headings(lower), query);
  return below.complete && query.headerRow === null && !mergedAsPair(upper, merges) ? null : pair;
}

function candidateOf(rows: readonly HeadRow[], names: readonly string[], query: HeadingQuery): Candidate {
  const compared: ComparableNames = comparable(names, query.normalize);
  const columns = query.wanted.map((accepted) => columnsOf(compared, accepted.map(query.normalize)));
  return {
    rows,
    names,
    columns,
    fits: columns.filter((found) => found.length > 0).length,
    complete: names.length > 0 && columns.every((found) => found.length === 1),
  };
}

/** Whether the row below a complete heading has further names: blank where something is wanted, with a name below a group. */
function goesOn(single: Candidate, upper: HeadRow, lower: HeadRow): boolean {
  const groups = headings(upper);
  const own = headings(lower);
  const blankBelow = single.columns.every(([column]) => (own[column ?? 0] ?? '') === '');
  const besideGroup = own.some(
    (name, column) => name !== '' && (groups[column] ?? '') === '' && (own[column - 1] ?? '') !== '',
  );
  return single.columns.length > 0 && blankBelow && besideGroup;
}

function accept(
  candidate: Candidate,
  rows: readonly HeadRow[],
  query: HeadingQuery,
  places: Places,
): HeadingSearch {
  const [upper, lower] = candidate.rows as [HeadRow, HeadRow?];
  const end = lower ?? upper;
  const refused = (sentence: string): HeadingSearch => ({
    found: null,
    sentence,
    fits: candidate.fits,
    columns: candidate.names.length,
  });
  const garbled = garbledSentence([candidate], places);
  if (garbled !== null) return refused(garbled);
  if (candidate.names.length > query.maxColumns)
    return refused(
      `${places.row} ${upper.number} has ${candidate.names.length} headings, more than ${query.maxColumns}`,
    );
  const next = rows[rows.indexOf(end) + 1];
  const last = next !== undefined && numbersColumns(next) ? next.last : end.last;
  return { found: { row: upper.number, last, names: candidate.names } };
}

function refuse(tried: readonly Candidate[], query: HeadingQuery, places: Places): HeadingSearch {
  const closest = tried.reduce<Candidate | null>(
    (best, next) => (best === null || isCloser(next, best) ? next : best),
    null,
  );
  if (closest === null) return { found: null, sentence: 'it has no rows', fits: 0, columns: 0 };
  const garbled = closest.fits > 0 ? null : garbledSentence(tried, places);
  const sentence = garbled ?? closestSentence(closest, query, places);
  return { found: null, sentence, fits: closest.fits, columns: closest.names.length };
}

/** Two rows are closer than one only if more is found in them: a title and a heading make a pair as well. */
function isCloser(next: Candidate, best: Candidate): boolean {
  if (next.fits !== best.fits) return next.fits > best.fits;
  if (next.rows.length !== best.rows.length) return next.rows.length < best.rows.length;
  return texts(next) > texts(best);
}

function texts({ names }: Candidate): number {
  return names.filter((name) => name !== '').length;
}

function closestSentence(closest: Candidate, query: HeadingQuery, places: Places): string {
  const garbled = garbledSentence([closest], places);
  if (garbled !== null) return garbled;
  const place = `${places.row} ${(closest.rows[0] as HeadRow).number}`;
  const missing = query.wanted.filter((_, index) => closest.columns[index]?.length === 0);
  if (missing.length > 0) {
    const comes =
      query.headerRow === null
        ? `no ${places.row} has all the wanted headings; ${place} comes closest, but lacks`
        : `${place} lacks`;
    return `${comes} ${missing.map(either).join(', ')}; its headings are ${listed(closest.names)}`;
  }
  const index = closest.columns.findIndex((columns) => columns.length > 1);
  const twice = (closest.columns[index] ?? []).map(
    (column) => `${places.column(column)} (${quoted(closest.names[column] ?? '')})`,
  );
  return `${place} has the heading ${either(query.wanted[index] ?? [])} more than once, in the columns ${twice.join(' and ')}; it is not clear which is meant`;
}

/** Names the first cell in these rows that has a fault: where headings are garbled, that is what is wrong. */
function garbledSentence(candidates: readonly Candidate[], places: Places): string | null {
  for (const row of candidates.flatMap(({ rows }) => rows)) {
    const broken = headingFault(row);
    if (broken !== null)
      return `${places.row} ${row.number}, column ${places.column(broken.column)}: in the heading ${broken.fault}`;
  }
  return null;
}

function either(accepted: readonly string[]): string {
  return accepted.map((name) => quoted(name)).join(' or ');
}

function listed(names: readonly string[]): string {
  const there = names.filter((name) => name !== '');
  const shown = there.slice(0, 30).map((name) => quoted(name));
  return there.length > shown.length
    ? `${shown.join(', ')} and ${there.length - shown.length} more`
    : shown.join(', ');
}
