import { audit, migrate } from '@sohoso/store';
import { openEmbeddedClickHouse } from '../../services/standalone/src/embedded-clickhouse.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { checksum, type Figure, percentile } from './measure.ts';

const PARTITIONS = 12;
const FACTS_PER_INSERT = 500_000;
const ROUNDS = 5;

/** How long the audit takes over so many facts: the one that feeds the metrics every minute. */
export async function benchAudit(facts: number): Promise<Figure[]> {
  const folder = await temporaryFolder();
  const clickhouse = await openEmbeddedClickHouse(folder.path);
  try {
    await migrate(clickhouse.writer);
    for (let from = 0; from < facts; from += FACTS_PER_INSERT) {
      await clickhouse.writer.command({
        query: insertOf(from, Math.min(FACTS_PER_INSERT, facts - from)),
        clickhouse_settings: { insert_deduplication_token: `audit-${from}`, max_execution_time: 600 },
      });
    }
    const ends = Array.from({ length: PARTITIONS }, (_, partition) => {
      const end = Math.floor((facts - partition + PARTITIONS - 1) / PARTITIONS);
      return { partition, end, committed: end };
    });
    const times: number[] = [];
    let sum = '';
    for (let round = 0; round < ROUNDS; round++) {
      const found = await audit(clickhouse.reader, async () => ends);
      if (!found.holds) throw new Error(found.faults[0]?.text);
      times.push(found.durationMs);
      sum = checksum(found.positions);
    }
    return [
      {
        name: `audit: log = facts = roll-ups, ${facts / 1e6} M facts, median`,
        value: percentile(times, 50),
        unit: 'ms',
        aim: '< 60000',
        checksum: sum,
      },
    ];
  } finally {
    await clickhouse.close();
    await folder.remove();
  }
}

/**
 * Facts of five events a dossier over ten years at 200 units, made by the engine itself. Each is a batch of its own, as when
 * events come one by one, which is what the marks of batches cost most for.
 */
function insertOf(from: number, count: number): string {
  return `
INSERT INTO dossier_events
SELECT
    n % ${PARTITIONS} AS partition,
    intDiv(n, ${PARTITIONS}) AS offset,
    toDateTime64('2020-01-01 00:00:00', 3, 'UTC') + toIntervalSecond(n * 30) AS recorded_at,
    toDate32(recorded_at) AS recorded_day,
    'counted' AS disposition, '' AS reason, '' AS detail,
    concat('HS-', toString(number_of_dossier)) AS dossier, '/bench' AS source, concat('e-', toString(n)) AS id,
    'received' AS type, recorded_at AS time, recorded_day AS event_day,
    concat('{"unit":"', unit, '"}') AS data,
    arrayMap(
        (measure, quantity) -> (unit, concat('2.0006', toString(n % 40)), concat('f', toString(n % 7)), event_day, measure, 0, quantity),
        multiIf(step = 0, ['received_online'], step = 1, ['overdue'], step = 4, ['overdue', 'resolved_late'], []),
        multiIf(step = 0, [1], step = 1, [1], step = 4, [-1, 1], [])
    ) AS movements,
    [] AS anomalies, 1 AS batch_positions, 0 AS gap_before, 0 AS gap_is_lost, 0 AS restored
FROM
(
    SELECT
        number AS n,
        intDiv(n, ${PARTITIONS} * 5) * ${PARTITIONS} + n % ${PARTITIONS} AS number_of_dossier,
        intDiv(n, ${PARTITIONS}) % 5 AS step,
        concat('u', toString(number_of_dossier % 200)) AS unit
    FROM numbers(${from}, ${count})
)`;
}
