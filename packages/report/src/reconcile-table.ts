import type { CellColumn } from './appendix-figures.ts';
import { appendix } from './forms/appendix.ts';
import { printedColumns } from './forms/form.ts';
import { TOTAL_LABEL } from './forms/table-csv.ts';
import type { ReportUnit } from './structure.ts';

/** A figure column of a published table: its name in CSV files, its number in the form, and its path in the JSON row. */
export interface TableColumn {
  readonly name: string;
  readonly number: number;
  readonly path: CellColumn;
}

const FIRST_FIGURE = 3;

const tableColumns: readonly TableColumn[] = printedColumns(appendix).map(({ csv, path }, index) => ({
  name: csv,
  number: FIRST_FIGURE + index,
  path: path as CellColumn,
}));

/** One line of a table file, as it stands there. */
export interface TableLine {
  /** Its line in the file, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** A row of a published table. A figure that is no whole number is not among them; a fault tells of it. */
export interface TableRow {
  readonly line: number;
  /** Null in the total row. */
  readonly unit: ReportUnit | null;
  readonly figures: ReadonlyMap<CellColumn, number>;
}

export interface UnitTableRow extends TableRow {
  readonly unit: ReportUnit;
}

/** Something that a published table gets wrong by itself, whatever the computed one says. */
export interface TableFault {
  readonly line: number;
  readonly text: string;
}

export interface PublishedTable {
  readonly columns: readonly TableColumn[];
  /** Columns of the form that the file does not have. */
  readonly missingColumns: readonly TableColumn[];
  readonly rows: readonly UnitTableRow[];
  readonly total: TableRow | null;
  readonly faults: readonly TableFault[];
}

/** A table that cannot be read; the message is a sentence with line and column. */
export class TableBroken extends RangeError {
  override readonly name = 'TableBroken';
}

const UNIT = 'unit';
const NOT_READ = new Set(['no', UNIT]);

/**
 * Reads a published table: columns by the names of the CSV form, units by code or by name, in capitals or small letters, with or
 * without accents. Throws TableBroken.
 */
export function publishedTable(
  header: TableLine,
  lines: readonly TableLine[],
  units: readonly ReportUnit[],
): PublishedTable {
  const columns = columnsOf(header);
  const unitAt = header.cells.indexOf(UNIT);
  const find = unitFinder(units);
  const faults: TableFault[] = [];
  const rows: UnitTableRow[] = [];
  let total: TableRow | null = null;
  for (const line of lines) {
    const text = line.cells[unitAt] ?? '';
    const unit = isTotal(text) ? null : find(text, line.line);
    const figures = figuresOf(line, columns, unit?.name ?? TOTAL_LABEL, faults);
    if (unit !== null) rows.push({ line: line.line, unit, figures });
    else if (total === null) total = { line: line.line, unit, figures };
    else throw new TableBroken(`line ${line.line}, column unit: is a second total row`);
  }
  const shown = new Set([...columns.values()].map(({ name }) => name));
  return {
    columns: tableColumns.filter(({ name }) => shown.has(name)),
    missingColumns: tableColumns.filter(({ name }) => !shown.has(name)),
    rows,
    total,
    faults,
  };
}

/** The figure columns by their place in a line. */
function columnsOf({ line, cells }: TableLine): ReadonlyMap<number, TableColumn> {
  const known = tableColumns.map(({ name }) => name);
  const columns = new Map<number, TableColumn>();
  cells.forEach((name, index) => {
    if (cells.indexOf(name) !== index) throw new TableBroken(`line ${line}, column ${name}: is there twice`);
    const column = tableColumns.find((one) => one.name === name);
    if (column !== undefined) columns.set(index, column);
    else if (!NOT_READ.has(name))
      throw new TableBroken(`line ${line}, column "${name}": is none of no, unit, ${known.join(', ')}`);
  });
  if (!cells.includes(UNIT)) throw new TableBroken(`line ${line}: there is no column unit`);
  if (columns.size === 0)
    throw new TableBroken(`line ${line}: there is none of the columns ${known.join(', ')}`);
  return columns;
}

const WHOLE = /^-?(\d+|\d{1,3}(\.\d{3})+)$/;
const FRACTION = /^-?\d+[.,]\d+$/;

function figuresOf(
  { line, cells }: TableLine,
  columns: ReadonlyMap<number, TableColumn>,
  name: string,
  faults: TableFault[],
): ReadonlyMap<CellColumn, number> {
  const figures = new Map<CellColumn, number>();
  for (const [index, column] of columns) {
    const text = (cells[index] ?? '').replace('−', '-');
    if (FRACTION.test(text) && !WHOLE.test(text)) {
      faults.push({ line, text: `${name}: (${column.number}) is ${text}, which is no whole number` });
      continue;
    }
    if (!WHOLE.test(text)) {
      const what = text === '' ? 'is empty; write 0 where there is nothing' : `"${text}" is not a number`;
      throw new TableBroken(`line ${line}, column ${column.name}: ${what}`);
    }
    const figure = Number(text.replaceAll('.', ''));
    // What was carried over can be negative: a unit may pass on by transfer what it received within the period.
    if (figure < 0 && column.path !== 'received.carriedOver')
      faults.push({ line, text: `${name}: (${column.number}) is ${figure}, which is negative` });
    figures.set(column.path, figure);
  }
  return figures;
}

const isTotal = (text: string): boolean => totalLabels.has(withoutAccents(text));
const totalLabels = new Set(['tong so', 'tong cong', 'total']);

function unitFinder(units: readonly ReportUnit[]): (text: string, line: number) => ReportUnit {
  return (text, line) => {
    const looks: readonly ((unit: ReportUnit) => boolean)[] = [
      (unit) => unit.code === text,
      (unit) => normal(unit.name) === normal(text),
      (unit) => withoutAccents(unit.name) === withoutAccents(text),
    ];
    for (const fits of looks) {
      const [found, another] = units.filter(fits);
      if (found !== undefined && another === undefined) return found;
      if (found !== undefined)
        throw new TableBroken(
          `line ${line}, column unit: "${text}" may be ${found.code} or ${another?.code}; write the code`,
        );
    }
    throw new TableBroken(`line ${line}, column unit: "${text}" is no unit of the registry`);
  };
}

function normal(text: string): string {
  return text.normalize('NFC').toLowerCase().replaceAll(/\s+/g, ' ').trim();
}

function withoutAccents(text: string): string {
  return normal(text).normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('đ', 'd');
}
