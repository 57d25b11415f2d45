export { type ClickHouse, INSERT_TIMEOUT_MS, settings } from './clickhouse.ts';
export { type Fact, Facts } from './facts.ts';
export { type DossierEvents, EmbeddedFoldState, type FoldState } from './fold-state.ts';
export { MigrationChanged, migrate, migrations } from './migrate.ts';
export { auditUnitDay, type DifferingCell } from './queries/audit.ts';
export { type PartitionPositions, positions } from './queries/facts.ts';
export { balanceParams, type UnitBalanceRow, unitBalances } from './queries/unit-balances.ts';
