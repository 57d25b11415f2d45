import type { RefusedRow, SourceRow } from '../leg-row.ts';
import { type Cell, FileFault, type Row } from '../read/table.ts';
import { boundColumns } from './columns.ts';
import { FieldReaders } from './field-readers.ts';
import { legReader } from './leg-reader.ts';
import type { Mapping } from './mapping.ts';
import { returnReader } from './return-reader.ts';
import { RowFaults } from './row-fault.ts';
import { rowSkipper, type SkipReason } from './skipped-rows.ts';
import type { KnownUnit } from './unit-names.ts';

/** What became of a row. */
export type Mapped =
  | { readonly kind: 'row'; readonly row: SourceRow }
  | { readonly kind: 'refused'; readonly refused: RefusedRow }
  | { readonly kind: 'skipped'; readonly row: number; readonly reason: SkipReason };

/**
 * Reads a row by its columns; null where it is at fault, which is noted, or a reason to pass it over. `number` is the row's.
 */
export type RowReader = (
  number: number,
  cells: readonly Cell[],
  faults: RowFaults,
) => SourceRow | SkipReason | null;

/**
 * Compiles a mapping for the files that have this header: a function that makes of a row what it says of a leg, or the reason
 * why it is refused or passed over. The function keeps what it has looked up; use it for one file after the other.
 *
 * `units` are the registry's. A FileFault where the header lacks a column, or the mapping names a unit that is not among them.
 */
export function rowMapper(
  mapping: Mapping,
  header: readonly string[],
  units: readonly KnownUnit[],
): (row: Row) => Mapped {
  checkUnits(mapping, units);
  const columns = boundColumns(mapping, header);
  const readers = new FieldReaders(mapping, columns, units);
  const isLeg = mapping.kind === 'leg';
  const read: RowReader = isLeg ? legReader(mapping, readers) : returnReader(mapping, readers);
  const dossier = columns.found.get('dossier')?.index ?? -1;
  const day = columns.found.get(isLeg ? 'receivedAt' : 'returnedAt')?.index ?? -1;
  const skip = rowSkipper(header, dossier, day, mapping.skip);
  const faults = new RowFaults();
  return ({ number, cells }) => {
    const skipped = skip(cells);
    if (skipped !== null) return { kind: 'skipped', row: number, reason: skipped };
    faults.begin(number);
    const row = read(number, cells, faults);
    if (typeof row === 'string') return { kind: 'skipped', row: number, reason: row };
    if (faults.first !== null) return { kind: 'refused', refused: faults.first };
    if (row === null) throw new TypeError(`row ${number} was refused without a reason`);
    return { kind: 'row', row };
  };
}

function checkUnits(mapping: Mapping, units: readonly KnownUnit[]): void {
  const codes = new Set(units.map(({ code }) => code));
  const named = [
    ...[...mapping.units.names].map(([name, code]) => [`units.names has "${name}"`, code] as const),
    ...[...(mapping.onlyUnits ?? [])].map((code) => ['onlyUnits has it', code] as const),
  ];
  const unknown = named.find(([, code]) => !codes.has(code));
  if (unknown === undefined) return;
  const [place, code] = unknown;
  throw new FileFault(
    `the mapping ${mapping.origin}: the unit code "${code}" is not in the registry (${place})`,
  );
}
