import { openCsv } from './csv/csv-table.ts';
import { defaultLimits, type ReadOptions, type TableOptions } from './options.ts';
import { sniff } from './sniff.ts';
import { SourceFile } from './source-file.ts';
import type { Table } from './table.ts';
import { openXlsx } from './xlsx/xlsx-table.ts';

/**
 * Opens a list that another system exported, CSV or XLSX, told apart by content and not by name. Throws a FileFault where the
 * file cannot be used as a whole: another format, an encoding that is not certain, headings that are missing. The same may be
 * thrown while the rows are read, by what is found only then.
 */
export async function openTable(path: string, options: TableOptions): Promise<Table> {
  const file = await SourceFile.open(path);
  const complete: ReadOptions = { ...options, limits: { ...defaultLimits, ...options.limits } };
  try {
    return (await sniff(file)) === 'csv' ? await openCsv(file, complete) : await openXlsx(file, complete);
  } catch (error) {
    await file.close();
    throw error;
  }
}
