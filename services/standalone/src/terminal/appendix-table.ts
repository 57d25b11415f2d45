import { type AppendixFigures, type AppendixReport, appendixColumns, TOTAL_LABEL } from '@sohoso/report';
import Table from 'cli-table3';
import { formatCount, vietnameseDay } from './format.ts';

/** What a cell should have been, by row (unit code, or null for the total) and column name; for showing differences. */
export type ExpectedFigures = (unit: string | null, column: string) => number | undefined;

const TITLE = 'TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH';

/** The 13-column form as an aligned table with its Vietnamese headings. */
export function appendixTable(report: AppendixReport, title = TITLE, expected?: ExpectedFigures): string {
  const table = new Table({
    style: { head: [], border: [] },
    colAligns: ['right', 'left', ...appendixColumns.map(() => 'right' as const)],
  });
  const columns = appendixColumns.map(([name]) => name);
  table.push(...headings());
  report.rows.forEach((row, index) => {
    table.push([index + 1, row.unit.name, ...cells(row, row.unit.code, columns, expected)]);
  });
  table.push(['', TOTAL_LABEL, ...cells(report.total, null, columns, expected)]);
  const { from, to } = report.period;
  const notes = report.notes.map((note) => `\n* ${note}`).join('');
  return `${title}\n(Từ ngày ${vietnameseDay(from)} đến ngày ${vietnameseDay(to)})\n${withFewRules(table.toString())}${notes}\n`;
}

/** Keeps the horizontal rules below the headings and above the total, and leaves out those between rows. */
function withFewRules(table: string): string {
  const lines = table.split('\n');
  const rules = lines.flatMap((line, index) => (line.startsWith('├') ? [index] : []));
  const kept = new Set([rules[HEADING_ROWS - 1], rules.at(-1)]);
  return lines.filter((line, index) => !line.startsWith('├') || kept.has(index)).join('\n');
}

const HEADING_ROWS = 4;

function headings(): Table.HorizontalTableRow[] {
  const cell = (content: string, colSpan = 1, rowSpan = 1) => ({
    content,
    colSpan,
    rowSpan,
    hAlign: 'center' as const,
  });
  return [
    [
      cell('STT'),
      cell('Đơn vị (cơ quan)'),
      cell('Số hồ sơ nhận giải quyết', 5),
      cell('Đã giải quyết', 3),
      cell('Đang giải quyết', 3),
    ],
    [
      '',
      '',
      ...['Tổng', 'Trực', 'Kỳ', 'T.tiếp,', 'Liên', 'Tổng', 'Đúng', 'Quá', 'Tổng', 'Chưa', 'Quá'].map((text) =>
        cell(text),
      ),
    ],
    [
      '',
      '',
      ...['số', 'tuyến', 'trước', 'BCCI', 'thông', 'số', 'hạn', 'hạn', 'số', 'đến hạn', 'hạn'].map((text) =>
        cell(text),
      ),
    ],
    Array.from({ length: 13 }, (_, i) => cell(`(${i + 1})`)),
  ];
}

/** A figure that is not what was expected is shown as `12≠11`: computed, then published. */
function cells(
  row: AppendixFigures,
  unit: string | null,
  columns: readonly string[],
  expected?: ExpectedFigures,
): string[] {
  return appendixColumns.map(([, value], index) => {
    const computed = value(row);
    const published = expected?.(unit, columns[index] ?? '');
    const text = formatCount(computed);
    return published === undefined || published === computed ? text : `${text}≠${formatCount(published)}`;
  });
}
