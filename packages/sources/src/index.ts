export type { LegClose, LegRow, LocalMoment, RefusedRow, ReturnRow, SourceRow } from './leg-row.ts';
export { type Cell, FileFault, type NumberCell, type Row, type RowFault, type Table } from './read/table.ts';
