import writeExcelFile, { type Cell, type Row } from 'write-excel-file/node';
import { type Column, columns, type Frame, titleOf, totalOf } from './columns.ts';
import type { ExportedLeg } from './leg-row.ts';

/** What a sheet can hold, title, headings and total included. */
const MAX_ROWS = 1_048_576;

const FORMATS = { day: 'dd/mm/yyyy', moment: 'dd/mm/yyyy hh:mm:ss' } as const;

/**
 * The list as an XLSX file with one sheet: a title over all columns, the headings, the rows with real numbers and dates, their
 * number. A sheet is built in memory as a whole; throws a RangeError where it cannot hold the rows.
 */
export async function writeXlsx(legs: Iterable<ExportedLeg>, frame: Frame, file: string): Promise<void> {
  const sheet: Row[] = [
    [{ value: titleOf(frame), fontWeight: 'bold', columnSpan: columns.length }],
    columns.map(({ heading }): Cell => ({ value: heading, fontWeight: 'bold', wrap: true })),
  ];
  const before = sheet.length;
  for (const leg of legs) {
    const number = sheet.length - before + 1;
    if (sheet.length + 1 >= MAX_ROWS)
      throw new RangeError(`a sheet holds ${MAX_ROWS} rows, and there are more`);
    sheet.push(columns.map((column) => cellOf(column, column.value(leg, number, frame.nameOf))));
  }
  sheet.push([{ value: totalOf(sheet.length - before), fontWeight: 'bold', columnSpan: columns.length }]);
  const options = {
    sheet: 'Danh sách hồ sơ',
    stickyRowsCount: before,
    columns: columns.map(({ width }) => ({ width })),
  };
  await writeExcelFile(sheet, options).toFile(file);
}

function cellOf({ kind }: Column, value: string | number | null): Cell {
  if (value === null) return null;
  if (typeof value === 'number' || kind === 'text' || kind === 'number') return value;
  // The local time is told as if it were UTC: a cell has no zone, and the writer takes the digits of UTC.
  const date = new Date(`${kind === 'day' ? `${value}T00:00:00` : value}Z`);
  return { value: date, type: Date, format: FORMATS[kind] };
}
