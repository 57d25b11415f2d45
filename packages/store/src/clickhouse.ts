import type { ClickHouseClient, ClickHouseSettings } from '@clickhouse/client';

/**
 * The two ways into one ClickHouse, server or in-process engine alike. They are apart because an in-process
 * connection runs one statement after the other: a report must not wait for an insert.
 */
export interface ClickHouse {
  readonly writer: ClickHouseClient;
  readonly reader: ClickHouseClient;
}

/** The longest that one insert may take, ms: it must end while the consumer still owns the partition. */
export const INSERT_TIMEOUT_MS = 20_000;
/** The longest that one query may take, seconds. */
const QUERY_TIMEOUT_SECONDS = 60;

/**
 * Every setting that correctness rests on, none left to a default: defaults changed between versions (insert
 * deduplication in 26.2, asynchronous inserts in 26.3).
 */
export const settings: ClickHouseSettings = {
  async_insert: 0,
  // A repeated token must skip the views' targets as it skips the source, or it would add to the roll-ups alone.
  insert_deduplicate: 1,
  deduplicate_blocks_in_dependent_materialized_views: 1,
  materialized_views_ignore_errors: 0,
  // One INSERT is one block and so one part: all of a batch is there, or nothing of it.
  input_format_parallel_parsing: 0,
  max_insert_threads: '1',
  // The facts first, then the roll-ups, one after the other: a cut leaves roll-ups behind the facts, never before them.
  parallel_view_processing: 0,
  min_insert_block_size_rows: '4000000',
  min_insert_block_size_bytes: '1073741824',
  max_insert_block_size: '4000000',
  // The views group already; merging each part on insert as well costs a quarter of the insert rate (measured).
  optimize_on_insert: 0,
  // Values are what was sent, or an error: no guessing at dates, no default in place of null.
  date_time_input_format: 'basic',
  input_format_null_as_default: 0,
  // Counts and offsets stay below 2^53; a row schema that asks for a whole number refuses what does not.
  output_format_json_quote_64bit_integers: 0,
  max_execution_time: QUERY_TIMEOUT_SECONDS,
};
