export {
  type Audit,
  type AuditAnswer,
  type AuditCheck,
  type AuditFault,
  audit,
  auditAnswer,
  auditChecks,
  type LogStanding,
  stateFaults,
} from './audit.ts';
export { Fenced, StoreLocked } from './claims.ts';
export { type ClickHouse, INSERT_TIMEOUT_MS, settings } from './clickhouse.ts';
export { type Fact, Facts, type Home, type PositionRange, type RecordPlace, type Settled } from './facts.ts';
export { type DossierEvents, EmbeddedFoldState, type FoldState, StateUnavailable } from './fold-state.ts';
export { RollUpsBroken } from './heal.ts';
export type { KnownAt } from './known-at.ts';
export { type Lock, MaintenanceUnderWay, takeMaintenance } from './locks.ts';
export { MigrationChanged, migrate, migrations } from './migrate.ts';
export {
  auditStore,
  type DifferingCell,
  type DifferingGrain,
  type ImpossibleStock,
  type StoreAudit,
} from './queries/audit.ts';
export {
  type CellAsked,
  type CellLegs,
  type CellWindow,
  cellLegs,
  MAX_CELL_LEGS,
  PlaceInvalid,
} from './queries/cells.ts';
export {
  channelKey,
  channelsOfLegs,
  type DueLegRow,
  type DueWindow,
  dossiersAheadOf,
  dossiersOpenOn,
  dossiersWatchedOn,
  dueCounts,
  dueLegs,
} from './queries/deadlines.ts';
export { eventsOfDossiers, sources } from './queries/dossiers.ts';
export { installation } from './queries/facts.ts';
export {
  type IssuedAsked,
  type IssuedReport,
  type IssuedRow,
  issuedFile,
  issuedReports,
  keepIssued,
} from './queries/issued.ts';
export { type KeyedBalanceRow, keyedBalances } from './queries/keyed-balances.ts';
export { missingPositions, type PartitionPositions, positions } from './queries/positions.ts';
export { refusedCounts, refusedRecords, suspectDossiers, tellingUnits } from './queries/quality.ts';
export {
  type CellCause,
  type CellCauses,
  causesOf,
  MAX_LISTED_CAUSES,
} from './queries/restatement.ts';
export { type Transfers, transfers } from './queries/transfers.ts';
export { type UnitBalanceRow, unitBalances } from './queries/unit-balances.ts';
export { type RebuildProgress, rebuildRollUps } from './rebuild.ts';
export { RollUpsOutdated } from './roll-ups-hold.ts';
export {
  type ClickHouseServer,
  openClickHouseServer,
  type StoreVariables,
  storeVariables,
} from './server.ts';
export { auditState, type DifferingDossier } from './state-audit.ts';
