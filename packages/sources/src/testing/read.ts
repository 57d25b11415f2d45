import { openTable } from '../read/open-table.ts';
import type { TableOptions } from '../read/options.ts';
import type { Cell, Row, RowFault, Table } from '../read/table.ts';

/** Lower case, without accents. */
export function normalize(text: string): string {
  const apart = text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
  return apart.replaceAll('đ', 'd').replace(/\s+/g, ' ').trim();
}

export function options(some: Partial<TableOptions> = {}): TableOptions {
  return {
    encoding: 'auto',
    delimiter: 'auto',
    sheet: null,
    headerRow: null,
    wanted: [['ma ho so', 'so ho so'], ['ngay tiep nhan']],
    normalize,
    ...some,
  };
}

export interface ReadTable {
  readonly table: Table;
  readonly rows: readonly (Row | RowFault)[];
}

/** Opens a file and reads all of it. */
export async function readTable(file: string, some?: Partial<TableOptions>): Promise<ReadTable> {
  const table = await openTable(file, options(some));
  const rows: (Row | RowFault)[] = [];
  for await (const row of table.rows()) rows.push(row);
  return { table, rows };
}

/** The cells of the rows that could be read. */
export function cellsOf(rows: readonly (Row | RowFault)[]): readonly (readonly Cell[])[] {
  return rows.flatMap((row) => ('cells' in row ? [row.cells] : []));
}

/** The faults of rows, as `number reason`. */
export function faultsOf(rows: readonly (Row | RowFault)[]): readonly string[] {
  return rows.flatMap((row) => ('reason' in row ? [`${row.number} ${row.reason}`] : []));
}

/** What a file is refused with. */
export async function refusal(file: string, some?: Partial<TableOptions>): Promise<string> {
  try {
    await readTable(file, some);
  } catch (error) {
    if ((error as Error).name === 'FileFault') return (error as Error).message;
    throw error;
  }
  throw new Error('the file was taken');
}
