export { legOf, type RowChanges, rowChanges } from './changes/changes.ts';
export type { ChangeContext, Told } from './changes/context.ts';
export type { LegClose, LegRow, LocalMoment, RefusedRow, ReturnRow, SourceRow } from './leg-row.ts';
export { type Cell, FileFault, type NumberCell, type Row, type RowFault, type Table } from './read/table.ts';
