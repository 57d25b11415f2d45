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
export { appendixColumns, appendixCsv, TOTAL_LABEL } from './appendix-csv.ts';
export { assertBalanced, BalanceBroken, emptyBalance, type UnitBalance } from './balance.ts';
export {
  firstDay,
  lastDay,
  type Period,
  PeriodInvalid,
  periodBetween,
  periodOfKey,
} from './period.ts';
