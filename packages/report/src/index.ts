export {
  type AppendixFigures,
  type AppendixReport,
  type AppendixRow,
  appendixFigures,
  appendixReport,
  type ReportUnit,
  ScopeUnknown,
  totalOf,
  unitsOfScope,
} from './appendix.ts';
export { appendixColumns, appendixCsv, csvField, TOTAL_LABEL } from './appendix-csv.ts';
export { assertBalanced, BalanceBroken, emptyBalance, type UnitBalance } from './balance.ts';
export { type CellDossier, type CellLeg, cellDossiers, cellDossiersCsv } from './cells.ts';
export {
  appendixCells,
  type CellColumn,
  cellColumns,
  figureOf,
  weightsOf,
} from './cells-columns.ts';
export {
  firstDay,
  lastDay,
  type Period,
  PeriodInvalid,
  periodBetween,
  periodOfKey,
} from './period.ts';
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
export { type RatioInput, type RatioReport, ratioReport } from './ratio-report.ts';
export { type CellDifference, figureAt, type Reconciliation, reconcile } from './reconcile.ts';
export {
  checkAverages,
  checkShares,
  type PrintedAverage,
  type PrintedFinding,
  type PrintedShare,
} from './reconcile-shares.ts';
export { publishedTable, TableBroken, type TableLine } from './reconcile-table.ts';
export { shiftOf } from './shift.ts';
