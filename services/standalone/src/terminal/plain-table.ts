/** What stands in a table. A cell of several lines, parted by `\n`, makes its row that many lines high. */
interface TableContent {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** One for each column; left where none is given. */
  readonly aligns?: readonly Align[];
}

export type Align = 'left' | 'right';

/** What a column takes beside its text: a blank on either side and the line before it. */
export const COLUMN_FRAME = 3;

/**
 * A table in box-drawing lines, ruled below its head only, without a line break at its end. Lists have thousands of rows with long cells, so each
 * line of a cell is measured once and the time grows with the text only.
 */
export function plainTable({ head, rows, aligns = [] }: TableContent): string {
  const measured = [head, ...rows].map((row) => row.map(linesOf));
  const widths = widestOf(measured);
  const rule = (left: string, cross: string, right: string) =>
    `${left}${widths.map((width) => '─'.repeat(width + 2)).join(cross)}${right}`;
  const [headLines = [], ...bodyLines] = measured.map((row) => rowLines(row, widths, aligns));
  return [
    rule('┌', '┬', '┐'),
    ...headLines,
    ...(rows.length === 0 ? [] : [rule('├', '┼', '┤')]),
    ...bodyLines.flat(),
    rule('└', '┴', '┘'),
  ].join('\n');
}

/** How wide each column of these rows is, in characters, without its frame. */
export function columnWidths(rows: readonly (readonly string[])[]): readonly number[] {
  return widestOf(rows.map((row) => row.map(linesOf)));
}

interface MeasuredLine {
  readonly text: string;
  readonly width: number;
}

type MeasuredCell = readonly MeasuredLine[];

const linesOf = (cell: string): MeasuredCell =>
  cell.split('\n').map((text) => ({ text, width: widthOf(text) }));

/** Vietnamese may come decomposed, a letter and its marks apart: a mark takes no place of its own on the terminal. */
function widthOf(text: string): number {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const _ of text.normalize('NFC').replace(COMBINING, '')) width++;
  return width;
}

const ASCII = /^[ -~]*$/;
const COMBINING = /\p{M}+/gu;

function widestOf(rows: readonly (readonly MeasuredCell[])[]): readonly number[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [column, cell] of row.entries())
      for (const { width } of cell) widths[column] = Math.max(widths[column] ?? 0, width);
  return widths;
}

function rowLines(
  row: readonly MeasuredCell[],
  widths: readonly number[],
  aligns: readonly Align[],
): readonly string[] {
  const height = row.reduce((most, cell) => Math.max(most, cell.length), 1);
  return Array.from({ length: height }, (_, line) => {
    const cells = widths.map((width, column) => placed(row[column]?.[line], width, aligns[column]));
    return `│ ${cells.join(' │ ')} │`;
  });
}

function placed(line: MeasuredLine | undefined, width: number, align: Align | undefined): string {
  const { text, width: taken } = line ?? NOTHING;
  const blanks = ' '.repeat(width - taken);
  return align === 'right' ? `${blanks}${text}` : `${text}${blanks}`;
}

const NOTHING: MeasuredLine = { text: '', width: 0 };
