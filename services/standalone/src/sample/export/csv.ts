import { vietnameseDay } from '../../terminal/format.ts';
import { type Column, columns, type Frame, titleOf, totalOf } from './columns.ts';
import type { ExportedLeg } from './leg-row.ts';

const SEPARATOR = ';';
const LINE_END = '\r\n';
/** Without it, spreadsheets take UTF-8 for something else and break every Vietnamese letter. */
const BYTE_ORDER_MARK = '\uFEFF';

/** The list as CSV the way Vietnamese spreadsheets write it: a line with the title, the headings, the rows, their number. */
export function* csvOf(legs: Iterable<ExportedLeg>, frame: Frame): Generator<string> {
  yield `${BYTE_ORDER_MARK}${line([titleOf(frame)])}${line(columns.map(({ heading }) => heading))}`;
  let rows = 0;
  for (const leg of legs) {
    rows += 1;
    const number = rows;
    yield line(columns.map((column) => textOf(column, column.value(leg, number, frame.nameOf))));
  }
  yield line([totalOf(rows)]);
}

/** Short lines are filled up with empty cells, as a spreadsheet does that saves a sheet as CSV. */
function line(cells: readonly string[]): string {
  const missing = SEPARATOR.repeat(columns.length - cells.length);
  return `${cells.map(quoted).join(SEPARATOR)}${missing}${LINE_END}`;
}

function quoted(text: string): string {
  return /[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function textOf({ kind }: Column, value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number' || kind === 'text' || kind === 'number') return String(value);
  return kind === 'day' ? vietnameseDay(value) : `${vietnameseDay(value)} ${value.slice(11)}`;
}
