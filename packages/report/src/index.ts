export {
  type AppendixFigures,
  type AppendixReport,
  type AppendixRow,
  appendixCells,
  appendixColumns,
  appendixFigures,
  type CellColumn,
  cellColumns,
  figureAt,
  totalOf,
} from './appendix-figures.ts';
export { assertBalanced, BalanceBroken, emptyBalance, hasMoved, type UnitBalance } from './balance.ts';
export { type CellDossier, type CellLeg, cellDossiers, cellDossiersCsv } from './cells.ts';
export { figureOf, type Sum, weightsOf } from './cells-columns.ts';
export { type CellWindow, cellWindows } from './cells-windows.ts';
export { corresponds, type Ends, unlike } from './correspondence.ts';
export { csvField, csvFile } from './csv.ts';
export {
  columnsOf,
  type Form,
  type FormColumn,
  type Language,
  printedColumns,
  type RowKind,
  type Text,
} from './forms/form.ts';
export { findForm, forms } from './forms/index.ts';
export {
  balancesOf,
  type FormTable,
  figureOfRow,
  formTable,
  keyedPeriod,
  type RowHead,
  type RowInput,
  type TableRow,
} from './forms/table.ts';
export { TOTAL_LABEL, tableCsv } from './forms/table-csv.ts';
export { tableFromJson } from './forms/table-from-json.ts';
export { tableJson } from './forms/table-json.ts';
export type { NarrativeInput } from './narrative/input.ts';
export { type Narrative, narrativeOf } from './narrative/narrative.ts';
export { narrativeCsv } from './narrative/narrative-csv.ts';
export { type PerDayAverage, perDayAverage, type WorkingDays } from './per-day.ts';
export {
  firstDay,
  lastDay,
  type Period,
  PeriodInvalid,
  periodBetween,
  periodOfKey,
} from './period.ts';
export { periodDays, periodTitle } from './period-title.ts';
export { type Letterhead, usualLetterhead } from './print/letterhead.ts';
export { printReport } from './print/print-report.ts';
export { printTable } from './print/print-table.ts';
export type * from './print/printed.ts';
export { type Finding, findingsOf } from './quality.ts';
export {
  type QualityAnswer,
  type QualityEntry,
  type QualityPage,
  QualityTally,
  qualityCsv,
  qualityPageCsv,
} from './quality-answer.ts';
export {
  dossierReasons,
  explanations,
  PLAUSIBLE_DUE_YEARS,
  type QualityReason,
  qualityReasons,
} from './quality-reasons.ts';
export { silentUnits } from './quality-silent.ts';
export {
  percentTenths,
  pointsBetween,
  type RatioDefinition,
  ratioDefinitions,
  roundedQuotient,
  type Share,
  shareOf,
  vietnameseTenths,
} from './ratio.ts';
export type { RatioUnit } from './ratio-coverage.ts';
export { ratioCsv } from './ratio-csv.ts';
export { type RatioInput, type RatioReport, ratioReport } from './ratio-report.ts';
export { type CellDifference, type Reconciliation, reconcile } from './reconcile.ts';
export {
  checkAverages,
  checkShares,
  type PrintedAverage,
  type PrintedFinding,
  type PrintedShare,
} from './reconcile-shares.ts';
export { publishedTable, TableBroken, type TableLine } from './reconcile-table.ts';
export {
  type RestatedCell,
  type RestatedRow,
  type Restatement,
  restatement,
  TOTAL_ROW,
} from './restatement.ts';
export {
  type RestatementAnswer,
  type RestatementCell,
  restatementCsv,
} from './restatement-answer.ts';
export { shiftOf } from './shift.ts';
export {
  knownOfScope,
  type ReportUnit,
  ScopeUnknown,
  type Structure,
  unitRows,
  unitsOfScope,
} from './structure.ts';
export { type DatedUnit, existedIn, type StructureChange, unitChanges } from './structure-change.ts';
export {
  type NameOf,
  outOfTimeNotes,
  structureNotes,
  unregisteredNotes,
  vietnameseDay,
} from './structure-notes.ts';
