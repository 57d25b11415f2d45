import { cellWindows, type FormTable, firstDay, lastDay, type RestatedCell, TOTAL_ROW } from '@sohoso/report';
import { type CellCauses, causesOf, unitBalances } from '@sohoso/store';
import { type TableAsked, unitHeads } from './ask-table.ts';
import type { Issued } from './issued-shelf.ts';
import { knownAt } from './known-at.ts';
import type { QueryOptions } from './query-plugin.ts';

interface CausesWanted {
  readonly issued: Issued;
  /** The table as issued, and as it is now. */
  readonly tables: readonly [FormTable, FormTable];
  readonly cells: readonly RestatedCell[];
  /** How many events are listed of one cell. */
  readonly causes: number;
}

/**
 * By cell, the events between the moment of an issued table and that of the table now whose movements count in it, by the very weights that its
 * figure is made of. Null for a cell that none changed, or that no events add up to.
 */
export async function causesOfCells(
  options: QueryOptions,
  asked: TableAsked,
  { issued, tables, cells, causes }: CausesWanted,
): Promise<(cell: RestatedCell) => CellCauses | null> {
  const counted = cells.filter(({ row, difference }) => row !== TOTAL_ROW && difference !== null);
  const columns = [...new Set(counted.map(({ column }) => column))];
  const windows = columns.map((column) => cellWindows(column, asked.period, asked.baseline) ?? []);
  const found = await causesOf(options.clickhouse, {
    afterMs: Date.parse(issued.asKnownAt),
    untilMs: Date.parse(asked.known.asKnownAt),
    by: asked.by,
    rowOf: rowsByKey(tables, new Set(counted.map(({ row }) => row))),
    units: asked.by === 'unit' ? null : await unitsOf(options, asked, issued),
    columns: windows,
    limit: causes,
  });
  const byCell = new Map(found.map((one) => [nameOf(one.row, one.column), one]));
  return ({ row, column }) => byCell.get(nameOf(row, columns.indexOf(column))) ?? null;
}

const nameOf = (row: string, column: number) => `${column} ${row}`;

/** Which row of a table a unit, field or procedure counts in. */
function rowsOf({ rows }: FormTable): ReadonlyMap<string, string> {
  return new Map(
    rows.flatMap(({ head }) => (head.of ?? [head.code]).map((key) => [key, head.code] as const)),
  );
}

/** The same of both tables: as issued where it counted in a row then. */
function rowsByKey([before, now]: readonly [FormTable, FormTable], wanted: ReadonlySet<string>) {
  const all = new Map([...rowsOf(now), ...rowsOf(before)]);
  return new Map([...all].filter(([, row]) => wanted.has(row)));
}

/** Whether something counts in another row now than when a table was issued, as where a row appeared that takes in units below it. */
export function isRegrouped([before, now]: readonly [FormTable, FormTable]): boolean {
  const rows = rowsOf(now);
  return [...rowsOf(before)].some(([key, row]) => rows.has(key) && rows.get(key) !== row);
}

/** At which units movements count where rows are of fields or procedures: those of the scope at either moment; null for all. */
async function unitsOf(
  options: QueryOptions,
  asked: TableAsked,
  issued: Issued,
): Promise<readonly string[] | null> {
  if (asked.scope === 'all') return null;
  const then = knownAt(issued.asKnownAt, options.zone, (options.now ?? Date.now)());
  const units = new Set<string>();
  for (const { at } of [then, asked.known]) {
    const { period } = asked;
    const found = await unitBalances(options.clickhouse, firstDay(period), lastDay(period), at);
    for (const { code, of } of unitHeads(options, asked, found))
      for (const unit of of ?? [code]) units.add(unit);
  }
  return [...units];
}
