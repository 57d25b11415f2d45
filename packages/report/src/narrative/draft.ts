import type { ParagraphKind, PrintedFootnote, PrintedParagraph, PrintedRun } from '../print/printed.ts';
import type { NarrativeFigure } from './figure.ts';
import { plainText, type Runs } from './runs.ts';
import { footnoteTexts } from './texts-footnotes.ts';

/** A figure as it stands in a report that was published, where that one is to be compared with. */
export interface PublishedFigure {
  readonly value: number;
  /** `82 hồ sơ/ngày (899/11)` */
  readonly text: string;
  /** Why it is another one, in Vietnamese. */
  readonly note?: string;
}

/** A narrative in the making: figures by id, paragraphs, and footnotes by the key of what they belong to. */
export class Draft {
  readonly #figures = new Map<string, NarrativeFigure>();
  readonly #paragraphs: { readonly kind: ParagraphKind; readonly runs: Runs }[] = [];
  readonly #footnotes = new Map<string, string[]>();
  readonly #notes: string[] = [];

  /** Keeps the figure and gives it back. The same figure may be kept twice, two of one id may not. */
  figure(figure: NarrativeFigure): NarrativeFigure {
    const known = this.#figures.get(figure.id);
    if (known !== undefined && known.value !== figure.value)
      throw new TypeError(`two figures are called ${figure.id}`);
    this.#figures.set(figure.id, figure);
    return figure;
  }

  paragraph(kind: ParagraphKind, runs: Runs): void {
    this.#paragraphs.push({ kind, runs });
  }

  /** What is said of one thing in several places makes one footnote. */
  footnote(key: string, runs: Runs): void {
    this.#footnotes.set(key, [...(this.#footnotes.get(key) ?? []), plainText(runs)]);
  }

  note(...texts: readonly string[]): void {
    this.#notes.push(...texts);
  }

  /** A footnote wherever our figure is another one than the published; a figure that is not in the text has a note instead. */
  compareWith(published: Readonly<Record<string, PublishedFigure>>): void {
    const printed = new Set(this.#paragraphs.flatMap(({ runs }) => runs.map(({ key }) => key)));
    for (const [id, { value, text, note }] of Object.entries(published)) {
      const ours = this.#figures.get(id);
      if (ours === undefined) this.note(`published figure ${id}: the narrative has no figure of this id`);
      else if (ours.value !== null && Math.round(ours.value * 10) === Math.round(value * 10)) continue;
      else if (printed.has(id)) this.footnote(id, footnoteTexts.published(text, note));
      else this.note(`published figure ${id}: ${text}, ours is ${ours.text} (${ours.how})`);
    }
  }

  /** Footnotes are numbered in the order of the text; one that belongs to a figure stands where that comes first. */
  finish(): {
    readonly figures: readonly NarrativeFigure[];
    readonly paragraphs: readonly PrintedParagraph[];
    readonly footnotes: readonly PrintedFootnote[];
    readonly notes: readonly string[];
  } {
    const footnotes: PrintedFootnote[] = [];
    const placed = new Set<string>();
    const numberOf = (key: string | undefined): number | null => {
      const texts = key === undefined || placed.has(key) ? undefined : this.#footnotes.get(key);
      if (key === undefined || texts === undefined) return null;
      placed.add(key);
      return footnotes.push({ number: footnotes.length + 1, text: texts.join(' ') });
    };
    const paragraphs = this.#paragraphs.map(({ kind, runs }) => ({ kind, runs: numbered(runs, numberOf) }));
    return { figures: [...this.#figures.values()], paragraphs, footnotes, notes: this.#notes };
  }
}

/** What belongs to a figure so closely that its footnote comes after it; right after a number it would look like a power. */
const MEASURE = /^(?: hồ sơ(?:\/ngày)?|\))/;

function numbered(runs: Runs, numberOf: (key: string | undefined) => number | null): readonly PrintedRun[] {
  const printed: PrintedRun[] = [];
  let printedBefore = 0;
  for (const [index, { key, ...whole }] of runs.entries()) {
    const run = { ...whole, text: whole.text.slice(printedBefore) };
    printedBefore = 0;
    const footnote = numberOf(key);
    const measure = run.figure === undefined ? undefined : MEASURE.exec(runs[index + 1]?.text ?? '')?.[0];
    if (footnote === null) printed.push(run);
    else if (measure === undefined) printed.push({ ...run, footnote });
    else {
      printed.push(run, { text: measure, footnote });
      printedBefore = measure.length;
    }
  }
  return printed.filter(({ text }) => text !== '');
}
