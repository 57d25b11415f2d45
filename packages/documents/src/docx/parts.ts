import {
  AlignmentType,
  BorderStyle,
  type IRunOptions,
  LineRuleType,
  Paragraph,
  type ParagraphChild,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import { FONT } from '../layout.ts';
import { halves, twentieths } from './xml.ts';

/** A text in a size of its own (points). */
export const words = (text: string, size: number, look: IRunOptions = {}): TextRun =>
  new TextRun({ ...look, text, font: FONT, size: halves(size) });

type Alignment = 'left' | 'center' | 'right';

/** A line that stands by itself, outside the body; `before` and `after` in points. */
export function line(
  children: readonly ParagraphChild[],
  alignment: Alignment,
  { before = 0, after = 0 }: { readonly before?: number; readonly after?: number } = {},
): Paragraph {
  return new Paragraph({
    alignment: AlignmentType[ALIGNMENTS[alignment]],
    spacing: { before: twentieths(before), after: twentieths(after) },
    children,
  });
}

const ALIGNMENTS = { left: 'LEFT', center: 'CENTER', right: 'RIGHT' } as const;

/** A rule of `length` points in the middle of `width`: the border of a paragraph that is as good as empty. */
export function rule(width: number, length: number): Paragraph {
  const indent = twentieths(Math.max(0, (width - length) / 2));
  return new Paragraph({
    border: { top: { style: BorderStyle.SINGLE, size: 6, color: '000000', space: 1 } },
    indent: { left: indent, right: indent },
    spacing: { before: 60, after: 0, line: 60, lineRule: LineRuleType.EXACT },
  });
}

const NONE = { style: BorderStyle.NONE, size: 0, color: 'auto' };
const NO_BORDERS = { top: NONE, bottom: NONE, left: NONE, right: NONE };

/** Paragraphs side by side without borders, as the head and the foot of a document are laid out; widths in points. */
export function sideBySide(
  rows: readonly (readonly (readonly Paragraph[])[])[],
  widths: readonly number[],
): Table {
  const columnWidths = widths.map(twentieths);
  return new Table({
    layout: TableLayoutType.FIXED,
    columnWidths,
    width: { size: columnWidths.reduce((sum, width) => sum + width, 0), type: WidthType.DXA },
    borders: { ...NO_BORDERS, insideHorizontal: NONE, insideVertical: NONE },
    margins: { left: 0, right: 0 },
    rows: rows.map(
      (cells) =>
        new TableRow({
          cantSplit: true,
          children: cells.map(
            (children, n) =>
              new TableCell({
                borders: NO_BORDERS,
                width: { size: columnWidths[n] ?? 0, type: WidthType.DXA },
                children: [...children],
              }),
          ),
        }),
    ),
  });
}

/** About how wide a bold text is, in points: capitals two thirds of their height, small letters half of it. */
export function aboutWidth(text: string, size: number): number {
  const capitals = text.match(/\p{Lu}/gu)?.length ?? 0;
  return size * (capitals * 0.68 + (text.length - capitals) * 0.46);
}

/** A bold text as lines of about the same length that fit a width, so that no single word is left over. */
export function balanced(text: string, size: number, width: number): string[] {
  const lines = Math.ceil(aboutWidth(text, size) / width);
  const share = aboutWidth(text, size) / lines;
  const broken = [''];
  for (const word of text.split(' ')) {
    const before = broken.at(-1) ?? '';
    const longer = before === '' ? word : `${before} ${word}`;
    // Half of the word may stand out over the line's share; the last line takes what is left.
    const fits = aboutWidth(longer, size) - aboutWidth(word, size) / 2 <= share;
    if (before === '' || fits || broken.length === lines) broken[broken.length - 1] = longer;
    else broken.push(word);
  }
  return broken;
}
