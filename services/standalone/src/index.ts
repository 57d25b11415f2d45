export { openEmbeddedClickHouse } from './embedded-clickhouse.ts';
