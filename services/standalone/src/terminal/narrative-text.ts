import type { Narrative, ParagraphKind } from '@sohoso/report';
import { plain } from './format.ts';
import { wrapped } from './wrap.ts';

/** What a line of text takes where nothing bounds it, and at most, for eyes lose the way back from longer ones. */
const EASY_WIDTH = 100;

/** How a paragraph begins, and how far its further lines are set in. */
const BEGINNINGS: Readonly<Record<ParagraphKind, readonly [first: string, further: string]>> = {
  section: ['', ''],
  part: ['', ''],
  text: ['', ''],
  item: ['- ', '  '],
  subitem: ['  + ', '    '],
};

/** The narrative in lines, its footnotes as [1] in the text and below it. `width` of the terminal in characters; null where there is none. */
export function narrativeText({ paragraphs, footnotes, notes }: Narrative, width: number | null): string {
  const most = Math.min(width ?? EASY_WIDTH, EASY_WIDTH);
  const lines = paragraphs.flatMap(({ kind, runs }) => {
    const text = runs.map((run) => `${run.text}${run.footnote === undefined ? '' : `[${run.footnote}]`}`);
    const paragraph = setIn(text.join(''), BEGINNINGS[kind], most);
    return kind === 'section' || kind === 'part' ? ['', ...paragraph] : paragraph;
  });
  const below = footnotes.flatMap(({ number, text }) => setIn(text, [`[${number}] `, '    '], most));
  const remarks = notes.flatMap((note) => setIn(note, ['* ', '  '], most));
  return [...lines.slice(lines[0] === '' ? 1 : 0), ...apart(below), ...apart(remarks), ''].join('\n');
}

const apart = (lines: readonly string[]) => (lines.length === 0 ? [] : ['', ...lines]);

function setIn(
  text: string,
  [first, further]: readonly [first: string, further: string],
  width: number,
): readonly string[] {
  const lines = wrapped(plain(text).trim(), width - further.length);
  return lines.map((line, index) => `${index === 0 ? first : further}${line}`);
}
