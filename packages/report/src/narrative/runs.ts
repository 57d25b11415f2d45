import type { NarrativeFigure } from './figure.ts';

/** A run whose footnote has no number yet: it is known by the key of what it is about. */
interface DraftRun {
  readonly text: string;
  readonly figure?: string;
  /** The key of its footnote, if there turns out to be one; a figure's is its id. */
  readonly key?: string;
  readonly italic?: boolean;
}
export type Runs = readonly DraftRun[];

/** What can stand in a template: a figure, words, or pieces made before. */
type Piece = NarrativeFigure | string | Runs;

/** Tag of the templates: figures become runs of their own, so that every number of a text can be told where it comes from. */
export function say(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Runs {
  const runs: DraftRun[] = [];
  for (const [index, words] of strings.entries()) {
    append(runs, { text: words });
    const piece = pieces[index];
    if (piece !== undefined) for (const run of runsOf(piece)) append(runs, run);
  }
  return runs;
}

function runsOf(piece: Piece): Runs {
  if (typeof piece === 'string') return [{ text: piece }];
  return isFigure(piece) ? [{ text: piece.text, figure: piece.id, key: piece.id }] : piece;
}

function isFigure(piece: NarrativeFigure | Runs): piece is NarrativeFigure {
  return !Array.isArray(piece);
}

/** Words that go together become one run. */
function append(runs: DraftRun[], run: DraftRun): void {
  if (run.text === '') return;
  const last = runs.at(-1);
  if (last !== undefined && isPlain(last) && isPlain(run)) {
    runs[runs.length - 1] = { text: last.text + run.text };
  } else runs.push(run);
}

const isPlain = ({ figure, key, italic }: DraftRun) =>
  figure === undefined && key === undefined && italic !== true;

/** Words that a footnote can belong to. */
export function keyed(text: string, key: string): Runs {
  return [{ text, key }];
}

export function italic(text: string): Runs {
  return [{ text, italic: true }];
}

export function joined(parts: readonly Runs[], separator: string): Runs {
  return parts.reduce<Runs>((all, part, index) => (index === 0 ? part : say`${all}${separator}${part}`), []);
}

export function sentences(parts: readonly Runs[]): Runs {
  return joined(
    parts.filter((part) => part.length > 0),
    ' ',
  );
}

export function plainText(runs: Runs): string {
  return runs.map(({ text }) => text).join('');
}
