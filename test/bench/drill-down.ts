import type { Figure } from './measure.ts';
import { timed } from './report.ts';
import { withFilledStore } from './report-server.ts';

const UNITS = 200;
const PARTITIONS = 12;
const FACTS_PER_INSERT = 500_000;
/** How far apart in the log the five events of a dossier are: so many dossiers of the same partition are begun meanwhile. */
const DOSSIERS_BETWEEN = 3_000;
const AIM_MS = 100;

/** The first page (100 legs, with what became of each) behind cells of one unit and of the total row, over so many events. */
export async function benchDrillDown(events: number, requests: number): Promise<Figure[]> {
  const inserts = Array.from({ length: Math.ceil(events / FACTS_PER_INSERT) }, (_, i) =>
    insertOf(i * FACTS_PER_INSERT, Math.min(FACTS_PER_INSERT, events - i * FACTS_PER_INSERT)),
  );
  const columns = ['pending.total', 'resolved.late', 'received.total', 'pending.overdue'];
  const last = new Date(Date.UTC(2011, 0, 1) + events * 30_000).getUTCFullYear();
  const year = (i: number) => Math.max(2011, last - 1 - (i % 4));
  const path = (unit: string, i: number) =>
    `/v1/reports/appendix/cells/${unit}/${columns[i % columns.length]}?period=${year(i)}-Q${1 + (i % 4)}`;
  return withFilledStore(UNITS, inserts, async (server) => {
    const name = `drill-down, first page, ${events / 1e6} M events`;
    return [
      ...(await timed(server, `${name}, a unit`, AIM_MS, requests, (i) => path(`u${i % UNITS}`, i))),
      ...(await timed(server, `${name}, the total row`, null, Math.ceil(requests / 5), (i) =>
        path('total', i),
      )),
    ];
  });
}

/**
 * Facts of five events a dossier, made by the engine itself: received, due changed, suspended and not any more, resolved; each
 * nine weeks of log behind the one before, so that it was overdue by then. They are of partitions that the log of the program lacks, which is empty.
 */
function insertOf(from: number, count: number): string {
  return `
INSERT INTO dossier_events
SELECT
    1000 + n % ${PARTITIONS} AS partition,
    intDiv(n, ${PARTITIONS}) AS offset,
    toDateTime64('2011-01-01 00:00:00', 3, 'UTC') + toIntervalSecond(n * 30) AS recorded_at,
    toDate32(recorded_at) AS recorded_day,
    'counted' AS disposition, '' AS reason, '' AS detail,
    concat('HS-', unit, '-', toString(number_of_dossier)) AS dossier, '/bench' AS source, concat('e-', toString(n)) AS id,
    ['received', 'due-changed', 'supplement-requested', 'supplemented', 'resolved'][step + 1] AS type,
    recorded_at AS time, recorded_day AS event_day,
    concat('{"unit":"', unit, '"', multiIf(
        step = 0, concat(',"channel":"online","due":', toString(toInt32(event_day) + 20), ',"procedure":"2.0006', toString(number_of_dossier % 40), '","field":"f"'),
        step = 1, concat(',"due":', toString(toInt32(event_day) + 60), ',"reason":null'),
        step = 2, ',"reason":null',
        step = 3, ',"due":null',
        ',"outcome":"granted","returnedVia":null,"cause":null'
    ), '}') AS data,
    arrayMap(
        (measure, quantity, day) -> (unit, concat('2.0006', toString(number_of_dossier % 40)), 'f', day, measure, 0, quantity),
        [['received_online', 'overdue'], ['overdue', 'overdue'], ['overdue', 'suspended'], ['suspended', 'overdue'], ['overdue', 'resolved_late']][step + 1],
        [[1, 1], [-1, 1], [-1, 1], [-1, 1], [-1, 1]][step + 1],
        [[event_day, event_day + 21], [event_day, event_day + 61], [event_day, event_day], [event_day, event_day], [event_day, event_day]][step + 1]
    ) AS movements,
    [] AS anomalies, 1 AS batch_positions, 0 AS gap_before, 0 AS gap_is_lost, 0 AS restored, '' AS sent_by
FROM
(
    SELECT
        number AS n,
        intDiv(n, ${PARTITIONS}) % 5 AS step,
        (intDiv(intDiv(n, ${PARTITIONS}), 5) - step * ${DOSSIERS_BETWEEN}) * ${PARTITIONS} + n % ${PARTITIONS} AS number_of_dossier,
        concat('u', toString(number_of_dossier % ${UNITS})) AS unit
    FROM numbers(${from}, ${count})
)
WHERE number_of_dossier >= 0`;
}
