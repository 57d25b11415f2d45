export { type ClickHouse, INSERT_TIMEOUT_MS, settings } from './clickhouse.ts';
export { type Fact, Facts } from './facts.ts';
export { type DossierEvents, EmbeddedFoldState, type FoldState } from './fold-state.ts';
export { MigrationChanged, migrate, migrations } from './migrate.ts';
export { auditStore, type DifferingCell, type ImpossibleStock, type StoreAudit } from './queries/audit.ts';
export { type PartitionPositions, positions } from './queries/facts.ts';
export { type UnitBalanceRow, unitBalances } from './queries/unit-balances.ts';
export {
  type ClickHouseServer,
  openClickHouseServer,
  type StoreVariables,
  storeVariables,
} from './server.ts';
