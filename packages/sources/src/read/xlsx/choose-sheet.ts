import { quoted } from '../fault.ts';
import type { TableOptions } from '../options.ts';
import type { Workbook } from './workbook.ts';
import type { ZipParts } from './zip-parts.ts';

/** A sheet of cells that may hold the table. */
export interface CellSheet {
  readonly name: string;
  readonly part: string;
}

/**
 * The sheets to look at: the one that is asked for, by name (without regard to case, hidden ones too) or by number among the
 * visible ones; else all visible ones. Throws a FileFault where there is none.
 */
export function sheetsToTry(
  parts: ZipParts,
  workbook: Workbook,
  asked: TableOptions['sheet'],
): readonly CellSheet[] {
  const visible = workbook.sheets.filter(({ hidden }) => !hidden);
  const names = visible.map(({ name }) => quoted(name)).join(', ');
  const cellSheets = (sheets: Workbook['sheets']): readonly CellSheet[] =>
    sheets.flatMap(({ name, part }) => (part !== null && parts.has(part) ? [{ name, part }] : []));
  if (asked === null) {
    const all = cellSheets(visible);
    if (all.length === 0) throw parts.fault('it has no visible sheet with cells');
    return all;
  }
  const sheet =
    typeof asked === 'number'
      ? visible[asked - 1]
      : workbook.sheets.find(({ name }) => comparableName(name) === comparableName(asked));
  if (sheet === undefined)
    throw parts.fault(
      `it has no sheet ${typeof asked === 'number' ? asked : quoted(asked)}; its visible sheets are ${names}`,
    );
  const found = cellSheets([sheet]);
  if (found.length === 0) throw parts.fault(`its sheet ${quoted(sheet.name)} has no cells`);
  return found;
}

function comparableName(name: string): string {
  return name.normalize('NFC').trim().toLowerCase();
}
