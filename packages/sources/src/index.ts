export { legOf, type RowChanges, rowChanges } from './changes/changes.ts';
export type { ChangeContext, Told } from './changes/context.ts';
export type { LegClose, LegRow, LocalMoment, RefusedRow, ReturnRow, SourceRow } from './leg-row.ts';
export { builtInMappings } from './mapping/built-in.ts';
export { wantedColumns } from './mapping/columns.ts';
export type { Mapping } from './mapping/mapping.ts';
export { normalize } from './mapping/normalize.ts';
export { readMapping } from './mapping/read-mapping.ts';
export { type Mapped, rowMapper } from './mapping/row-mapper.ts';
export type { SkipReason } from './mapping/skipped-rows.ts';
export { toldBy } from './mapping/told.ts';
export type { KnownUnit } from './mapping/unit-names.ts';
export { columnsNamed } from './read/heading/names.ts';
export { openTable } from './read/open-table.ts';
export type { Encoding, ReadLimits, TableOptions } from './read/options.ts';
export {
  type Cell,
  type FaultCell,
  FileFault,
  type NumberCell,
  type Row,
  type RowFault,
  type Table,
} from './read/table.ts';
