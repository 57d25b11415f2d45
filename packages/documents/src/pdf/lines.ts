import { LINE } from '../layout.ts';
import type { Paper, Piece } from './paper.ts';

/** Pieces that stand on one line. */
export interface TextLine {
  readonly pieces: readonly Piece[];
  /** Without the blanks at its end. */
  readonly width: number;
  readonly height: number;
  /** Whether the paragraph goes on below, so that the line may be stretched. */
  readonly goesOn: boolean;
}

const WORDS = /[^ ]+ *| +/g;
const TRAILING = / +$/;

interface Word {
  readonly pieces: readonly Piece[];
  /** Without, and with, the blanks behind it. */
  readonly width: number;
  readonly advance: number;
}

/**
 * Pieces broken into lines between words; a word that is wider than a line by itself is broken between letters. `indent`
 * makes the first line shorter.
 */
export function linesOf(paper: Paper, pieces: readonly Piece[], width: number, indent = 0): TextLine[] {
  const single = pieces.length === 1 ? singleWord(paper, pieces, width - indent) : null;
  if (single !== null) return [single];
  const lines: Word[][] = [[]];
  let room = width - indent;
  for (const word of wordsOf(paper, pieces)) {
    const fits = fitted(paper, word, width);
    for (const part of fits) {
      if (part.width > room + 0.01 && lines.at(-1)?.length !== 0) {
        lines.push([]);
        room = width;
      }
      lines.at(-1)?.push(part);
      room -= part.advance;
    }
  }
  return lines.map((words, n) => lineOf(words, n < lines.length - 1, pieces[0]?.size ?? 0));
}

/** The short way for what most cells hold: one figure. */
function singleWord(paper: Paper, pieces: readonly Piece[], width: number): TextLine | null {
  const [piece] = pieces;
  if (piece === undefined || piece.text.includes(' ')) return null;
  const needed = paper.widthOf(piece);
  return needed > width ? null : { pieces, width: needed, height: piece.size * LINE, goesOn: false };
}

/** Runs of letters without a blank, even over pieces: `27` and the `)` behind it stay together. */
function wordsOf(paper: Paper, pieces: readonly Piece[]): Word[] {
  const words: Piece[][] = [];
  let open = false;
  for (const piece of pieces) {
    for (const [text] of piece.text.matchAll(WORDS)) {
      if (open) words.at(-1)?.push({ ...piece, text });
      else words.push([{ ...piece, text }]);
      open = !text.endsWith(' ');
    }
  }
  return words.map((parts) => wordOf(paper, parts));
}

function wordOf(paper: Paper, pieces: readonly Piece[]): Word {
  const advance = pieces.reduce((sum, piece) => sum + paper.widthOf(piece), 0);
  const last = pieces.at(-1);
  const blanks = last === undefined ? '' : (TRAILING.exec(last.text)?.[0] ?? '');
  const behind = last === undefined || blanks === '' ? 0 : paper.widthOf({ ...last, text: blanks });
  return { pieces, advance, width: advance - behind };
}

/** A word, or its parts of letters that fit a line. */
function fitted(paper: Paper, word: Word, width: number): Word[] {
  if (word.width <= width) return [word];
  const parts: Word[] = [];
  for (const piece of word.pieces) {
    let text = '';
    for (const letter of piece.text) {
      if (text !== '' && paper.widthOf({ ...piece, text: text + letter }) > width) {
        parts.push(wordOf(paper, [{ ...piece, text }]));
        text = '';
      }
      text += letter;
    }
    if (text !== '') parts.push(wordOf(paper, [{ ...piece, text }]));
  }
  return parts;
}

function lineOf(words: readonly Word[], goesOn: boolean, size: number): TextLine {
  const pieces: Piece[] = [];
  for (const piece of words.flatMap((word) => word.pieces)) {
    const before = pieces.at(-1);
    const same =
      before?.face === piece.face &&
      before.size === piece.size &&
      (before.raised ?? false) === (piece.raised ?? false);
    if (same && before !== undefined) pieces.splice(-1, 1, { ...before, text: before.text + piece.text });
    else pieces.push(piece);
  }
  const last = words.at(-1);
  const advance = words.slice(0, -1).reduce((sum, word) => sum + word.advance, 0);
  const greatest = Math.max(
    size,
    ...pieces.filter(({ raised }) => raised !== true).map((piece) => piece.size),
  );
  return { pieces, width: advance + (last?.width ?? 0), height: greatest * LINE, goesOn };
}

/** The same number of lines, about equally long: what stands in the middle of a page shall not end in a single word. */
export function balancedLines(paper: Paper, pieces: readonly Piece[], width: number): TextLine[] {
  const lines = linesOf(paper, pieces, width);
  if (lines.length === 1) return lines;
  let [tooNarrow, enough] = [width / 2, width];
  while (enough - tooNarrow > 1) {
    const middle = (tooNarrow + enough) / 2;
    if (linesOf(paper, pieces, middle).length > lines.length) tooNarrow = middle;
    else enough = middle;
  }
  return linesOf(paper, pieces, enough);
}

export type Alignment = 'left' | 'center' | 'right' | 'justify';

/** Draws a line into the width given. A line of a justified paragraph that goes on below is stretched between its words. */
export function drawLine(
  paper: Paper,
  line: TextLine,
  at: { readonly left: number; readonly top: number; readonly width: number },
  align: Alignment,
  colour?: string,
): void {
  const spare = at.width - line.width;
  const blanks = blanksIn(
    line.pieces
      .map(({ text }) => text)
      .join('')
      .trimEnd(),
  );
  const stretch = align === 'justify' && line.goesOn && blanks > 0 && spare > 0 ? spare / blanks : 0;
  let left = at.left + (align === 'center' ? spare / 2 : align === 'right' ? spare : 0);
  const size = line.height / LINE;
  for (const piece of line.pieces) {
    // Letters of unlike sizes stand on one base line; a raised number hangs from the upper edge instead.
    const down = piece.raised === true ? 0 : (size - piece.size) * ASCENT;
    // Each word takes its blanks along, so that whoever copies the text gets them.
    for (const text of stretch === 0 ? [piece.text] : (piece.text.match(WORDS) ?? [])) {
      paper.draw({ ...piece, text }, left, at.top + down, colour);
      left += paper.widthOf({ ...piece, text }) + blanksIn(text) * stretch;
    }
  }
}

const blanksIn = (text: string): number => text.length - text.replaceAll(' ', '').length;

/** From the upper edge of a line to its base, in heights of its letters, as the font has it. */
const ASCENT = 0.891;
