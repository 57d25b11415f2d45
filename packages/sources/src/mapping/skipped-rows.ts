import type { Cell } from '../read/table.ts';
import { isBlank } from './blank.ts';
import { normalize } from './normalize.ts';

/** Why a row is passed over without being refused; `told` is by the mapping's own `skip`. */
export type SkipReason =
  | 'totals'
  | 'repeated-header'
  | 'numbering'
  | 'no-dossier'
  | 'not-received'
  | 'other-unit'
  | 'told';

/** Tells the rows of a list that are no dossiers: totals, headers of further pages, numbers of columns. */
export type RowSkipper = (cells: readonly Cell[]) => SkipReason | null;

const TOTALS = ['Tổng', 'Tổng số', 'Tổng cộng', 'Cộng', 'Total'].map(normalize);
const IS_CODE = /\d{5}|\d.*[^\d\s()[\].]|[^\d\s()[\].].*\d/;
const ONLY_DIGITS = /^[\d\s.,()[\]]*$/;
const COLUMN_NUMBER = /^[([]?(\d{1,3})[)\]]?\s*(?:=.*)?$/;
const COLUMN_LETTER = /^[([]?[A-Z][)\]]?$/;

/**
 * `dossier` is the column of the dossier code, `day` that of the day that every dossier row has; `beginnings` are normalised. A
 * code of letters and digits is a dossier and costs one look only.
 */
export function rowSkipper(
  header: readonly string[],
  dossier: number,
  day: number,
  beginnings: readonly string[],
): RowSkipper {
  const headings = header.map(normalize);
  const begins = (text: string, words: readonly string[]): boolean =>
    words.some((word) => text.startsWith(word) && !/[a-z]/.test(text.charAt(word.length)));
  return (cells) => {
    const code = cells[dossier] ?? '';
    if (typeof code === 'string' && IS_CODE.test(code) && !isBlank(cells[day] ?? '')) return null;
    const filled = cells.flatMap((cell, index) => (isBlank(cell) ? [] : [index]));
    if (isBeside(cells, filled, TOTALS)) return 'totals';
    if (isBeside(cells, filled, beginnings)) return 'told';
    if (isNumbering(cells, filled)) return 'numbering';
    if (isHeader(cells, filled)) return 'repeated-header';
    const isNumberAlone = filled.length <= 1 && ONLY_DIGITS.test(textOf(cells[filled[0] ?? 0]));
    return isNumberAlone && filled[0] !== dossier ? 'no-dossier' : null;
  };

  /** Begins with one of the words, has no day, and what stands for the dossier is nothing, the word itself or a count. */
  function isBeside(cells: readonly Cell[], filled: readonly number[], words: readonly string[]): boolean {
    const first = filled[0];
    if (first === undefined || !isBlank(cells[day] ?? '') || !begins(normalize(textOf(cells[first])), words))
      return false;
    return first === dossier || ONLY_DIGITS.test(textOf(cells[dossier]));
  }

  function isHeader(cells: readonly Cell[], filled: readonly number[]): boolean {
    return (
      filled.length > 1 &&
      filled.every((index) => {
        const text = normalize(textOf(cells[index]));
        const heading = headings[index] ?? '';
        return text !== '' && (heading.endsWith(text) || heading.startsWith(text));
      })
    );
  }
}

/** (1) (2) (3) …, with letters for the first columns or without. */
function isNumbering(cells: readonly Cell[], filled: readonly number[]): boolean {
  if (filled.length < 2) return false;
  let last: number | null = null;
  for (const index of filled) {
    const text = textOf(cells[index]);
    if (last === null && COLUMN_LETTER.test(text)) continue;
    const number = Number(COLUMN_NUMBER.exec(text)?.[1] ?? Number.NaN);
    if (Number.isNaN(number) || (last !== null && number !== last + 1)) return false;
    last = number;
  }
  return last !== null;
}

function textOf(cell: Cell | undefined): string {
  if (cell === undefined) return '';
  if (typeof cell === 'string') return cell;
  return 'fault' in cell ? '' : String(cell.value);
}
