import type { PrintedReport, PrintedTable } from '@sohoso/report';
import writeExcelFile from 'write-excel-file/node';
import { FONT } from '../layout.ts';
import { withoutDates } from '../zip.ts';
import { textCell } from './cells.ts';
import { sheetNames } from './names.ts';
import { printSetup } from './print-setup.ts';
import { LETTERS, type Sheet } from './sheet.ts';
import { tableSheet } from './table-sheet.ts';
import { textSheet } from './text-sheet.ts';

const TEXT = 'Thuyết minh';

/** What no workbook can do without: a sheet. */
const EMPTY: Sheet = {
  rows: [[textCell('')]],
  columns: [{ width: 20 }],
  landscape: false,
  repeated: null,
  frozen: { rows: 0, columns: 0 },
};

/** The workbook of tables and, where there is one, of the report around them; all texts printable. */
export async function workbook(
  tables: readonly PrintedTable[],
  report: PrintedReport | null,
): Promise<Buffer> {
  const text = report === null ? null : textSheet(report);
  const wanted = [
    ...tables.map((table) => [table.label ?? table.title, tableSheet(table)] as const),
    ...(text === null ? [] : [[TEXT, text] as const]),
  ];
  const sheets = wanted.length === 0 ? [[TEXT, EMPTY] as const] : wanted;
  const names = sheetNames(sheets.map(([name]) => name));
  const named = sheets.map(([, sheet], n) => ({ ...sheet, name: names[n] ?? '' }));
  const archive = await writeExcelFile(
    named.map(({ rows, columns, name, frozen }) => ({
      data: rows,
      sheet: name,
      columns,
      stickyRowsCount: frozen.rows,
      stickyColumnsCount: frozen.columns,
      showGridLines: false,
    })),
    { fontFamily: FONT, fontSize: LETTERS, features: [printSetup(named)] },
  ).toBuffer();
  return withoutDates(archive);
}
