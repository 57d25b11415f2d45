import { A4, MARGINS, SIZES } from '../layout.ts';
import { type Alignment, balancedLines, drawLine, linesOf, type TextLine } from './lines.ts';
import type { Paper, Piece } from './paper.ts';

/** Between the text and the footnotes of a page. */
const ABOVE_NOTES = 10;
const RULE = 140;

/** How a paragraph stands on the page, in points. */
export interface Standing {
  readonly align: Alignment;
  readonly indent?: number;
  readonly after?: number;
  readonly colour?: string;
  /** How much must fit below it on the same page: a heading does not stand alone at the end. */
  readonly keep?: number;
  /** Footnotes that belong to its pieces, by the text of the raised piece. */
  readonly notes?: ReadonlyMap<string, readonly Piece[]>;
}

/** The pages of one part of the document (the report itself, an appendix), counted from 1, and how far they are filled. */
export class Sheets {
  readonly paper: Paper;
  readonly left = MARGINS.left;
  readonly width: number;
  readonly #size: { readonly width: number; readonly height: number };
  #page = 0;
  #top = 0;
  #notes: TextLine[] = [];

  constructor(paper: Paper, landscape: boolean) {
    this.paper = paper;
    this.#size = landscape ? { width: A4.height, height: A4.width } : A4;
    this.width = this.#size.width - MARGINS.left - MARGINS.right;
    this.nextPage();
  }

  get top(): number {
    return this.#top;
  }

  /** Points between what is written and the footnotes or the lower margin. */
  get room(): number {
    return this.#size.height - MARGINS.bottom - this.#notesHeight(this.#notes) - this.#top;
  }

  /** How high a page is that has nothing on it yet. */
  get wholePage(): number {
    return this.#size.height - MARGINS.bottom - MARGINS.top;
  }

  nextPage(): void {
    this.finish();
    this.paper.addPage(this.#size.width, this.#size.height);
    this.#page++;
    this.#top = MARGINS.top;
    if (this.#page === 1) return;
    const number: Piece = { text: String(this.#page), face: 'regular', size: SIZES.pageNumber };
    const left = (this.#size.width - this.paper.widthOf(number)) / 2;
    this.paper.draw(number, left, MARGINS.header);
  }

  /** Writes what still belongs on the page: its footnotes. To be called once after the last line. */
  finish(): void {
    if (this.#notes.length === 0) return;
    let top = this.#size.height - MARGINS.bottom - this.#notesHeight(this.#notes) + ABOVE_NOTES;
    this.paper.lines([[this.left, top - 4, this.left + RULE, top - 4]]);
    for (const line of this.#notes) {
      drawLine(this.paper, line, { left: this.left, top, width: this.width }, 'justify');
      top += line.height;
    }
    this.#notes = [];
  }

  /** Goes on `points` lower; on the next page where there is no room for `needed`. */
  down(points: number, needed = 0): void {
    this.#top += points;
    if (this.room < needed && this.#top > MARGINS.top) this.nextPage();
  }

  /** A paragraph, line by line, over as many pages as it takes. */
  write(pieces: readonly Piece[], standing: Standing): void {
    const { align, indent = 0, after = 0, colour, keep = 0 } = standing;
    const lines =
      align === 'center'
        ? balancedLines(this.paper, pieces, this.width)
        : linesOf(this.paper, pieces, this.width, indent);
    const height = lines.reduce((sum, line) => sum + line.height, 0);
    if (keep > 0 && this.room < height + keep && this.#top > MARGINS.top) this.nextPage();
    lines.forEach((line, n) => {
      const notes = this.#notesOf(line, standing.notes);
      const needed =
        line.height + this.#notesHeight([...this.#notes, ...notes]) - this.#notesHeight(this.#notes);
      if (this.room < needed && this.#top > MARGINS.top) this.nextPage();
      this.#notes.push(...notes);
      const inward = n === 0 ? indent : 0;
      const at = { left: this.left + inward, top: this.#top, width: this.width - inward };
      drawLine(this.paper, line, at, align, colour);
      this.#top += line.height;
    });
    this.#top += after;
  }

  #notesOf(line: TextLine, notes: Standing['notes']): TextLine[] {
    return line.pieces.flatMap((piece) => {
      const note = piece.raised === true ? notes?.get(piece.text) : undefined;
      return note === undefined ? [] : linesOf(this.paper, note, this.width);
    });
  }

  #notesHeight(lines: readonly TextLine[]): number {
    return lines.length === 0 ? 0 : ABOVE_NOTES + lines.reduce((sum, line) => sum + line.height, 0);
  }
}
