import { type FormColumn, type FormGroup, type Language, printedColumns, type Text } from '../forms/form.ts';
import type { FormTable } from '../forms/table.ts';
import { TOTAL_LABEL } from '../forms/table-csv.ts';
import { periodDays, periodTitle } from '../period-title.ts';
import type { PrintedCell, PrintedColumn, PrintedHeading, PrintedTable } from './printed.ts';

const ROW_NAMES: Readonly<Record<FormTable['by'], Text>> = {
  unit: { vi: 'Đơn vị (Cơ quan)', en: 'Unit' },
  field: { vi: 'Lĩnh vực', en: 'Field' },
  procedure: { vi: 'Thủ tục hành chính', en: 'Procedure' },
};
const LEADING_COLUMNS = 2;

/** The table as it is printed, under a label such as `PHỤ LỤC 1` where it is one of several. */
export function printTable(table: FormTable, language: Language, label: string | null = null): PrintedTable {
  const { form, period, baseline, by, faults, notes } = table;
  const columns = printedColumns(form);
  const words = (text: Text) => text[language];
  const shown = (figures: readonly PrintedCell[]) => columns.map((_, index) => figures[index] ?? null);
  return {
    label,
    title: words(form.titles[table.scope] ?? form.titles.all),
    subtitles: [
      `${words({ vi: 'Kỳ báo cáo', en: 'Period' })}: ${words(periodTitle(period))}`,
      words(periodDays(period)),
      ...(baseline === null
        ? []
        : [
            `${words({ vi: 'Kỳ gốc để so sánh', en: 'Compared with' })}: ${words(periodTitle(baseline))} ${words(periodDays(baseline))}`,
          ]),
    ],
    unitOfMeasure: words({ vi: 'Đơn vị tính: Số hồ sơ TTHC', en: 'Unit of measure: dossiers' }),
    columns: [
      { kind: 'number', name: words({ vi: 'STT', en: 'No' }) },
      { kind: 'name', name: words(ROW_NAMES[by]) },
      ...columns.map((column) => ({ kind: kindOf(column), name: words(column.heading) })),
    ],
    headings: headingsOf(form.columns, words, by),
    rows: [
      ...table.rows.map(({ head, figures }, index) => ({
        style: 'row' as const,
        cells: [index + 1, head.name, ...shown(figures)],
      })),
      {
        style: 'total',
        cells: ['', language === 'vi' ? TOTAL_LABEL : 'Total', ...shown(table.total)],
      },
    ],
    warnings: faults.map(({ name, detail }) =>
      words({
        vi: `SỐ LIỆU KHÔNG CÂN ĐỐI, KHÔNG ĐƯỢC SỬ DỤNG: ${name}. Lệnh “sohoso audit” chỉ ra ô sai.`,
        en: `FIGURES DO NOT BALANCE AND MUST NOT BE USED: ${name} (${detail})`,
      }),
    ),
    notes: notes.map(words),
  };
}

function kindOf({ value }: FormColumn): PrintedColumn['kind'] {
  switch (value.kind) {
    case 'count':
      return 'count';
    case 'share':
    case 'relative':
      return 'percent';
    case 'points':
      return 'points';
    default:
      throw new TypeError(`there is no such column value: ${JSON.stringify(value satisfies never)}`);
  }
}

type Node = FormColumn | FormGroup;
const isGroup = (node: Node): node is FormGroup => 'columns' in node;
const depthOf = (node: Node): number => (isGroup(node) ? 1 + Math.max(...node.columns.map(depthOf)) : 1);
const breadthOf = (node: Node): number => (isGroup(node) ? printedColumns(node).length : 1);

/** Rows of merged headings: a group over its columns, a column down to the row of numbers. */
function headingsOf(
  columns: readonly Node[],
  words: (text: Text) => string,
  by: FormTable['by'],
): readonly (readonly PrintedHeading[])[] {
  const depth = Math.max(...columns.map(depthOf));
  const rows: PrintedHeading[][] = Array.from({ length: depth }, () => []);
  rows[0]?.push({ text: words({ vi: 'STT', en: 'No' }), columns: 1, rows: depth });
  rows[0]?.push({ text: words(ROW_NAMES[by]), columns: 1, rows: depth });
  const place = (node: Node, level: number): void => {
    const text = words(node.heading);
    rows[level]?.push({ text, columns: breadthOf(node), rows: isGroup(node) ? 1 : depth - level });
    if (isGroup(node)) for (const child of node.columns) place(child, level + 1);
  };
  for (const node of columns) place(node, 0);
  const numbering = [
    ...Array.from({ length: LEADING_COLUMNS }, (_, index) => `(${index + 1})`),
    ...columns.flatMap((node) => (isGroup(node) ? printedColumns(node) : [node])).map((c) => c.numbering),
  ];
  return [...rows, numbering.map((text) => ({ text, columns: 1, rows: 1 }))];
}
