import { checksum, type Figure, percentile } from './measure.ts';
import { hasPostgresql, type Postgresql, startPostgresql } from './postgresql.ts';
import { periodNumber } from './report-periods.ts';

const UNITS = 200;

/**
 * One row per leg, as an office's own database has them. Every index covers the query: by day of receipt, by day of closing,
 * the open ones apart, and by overlap with a period, of which the planner takes what it finds cheapest.
 */
const SCHEMA = `
CREATE EXTENSION btree_gist;
CREATE TABLE leg (
    dossier bigint NOT NULL, unit smallint NOT NULL, channel smallint NOT NULL,
    received date NOT NULL, due date NOT NULL, closed date
);`;
const INDEXES = `
CREATE INDEX ON leg (received) INCLUDE (unit, channel, due, closed);
CREATE INDEX ON leg (closed) INCLUDE (unit, channel, received, due);
CREATE INDEX ON leg (received) INCLUDE (unit, channel, due, closed) WHERE closed IS NULL;
CREATE INDEX ON leg USING gist (daterange(received, closed, '[]')) INCLUDE (unit, channel, received, due, closed);
VACUUM (FREEZE, ANALYZE) leg;
SELECT pg_size_pretty(pg_total_relation_size('leg'));`;

/** Dossiers of ten years, evenly over units and days; nine in ten closed within 40 days, a few of the last ones still open. */
const fill = (dossiers: number) => `
INSERT INTO leg
SELECT n, n % ${UNITS}, (n / ${UNITS}) % 3, received, received + 20,
    CASE WHEN closed <= DATE '2020-12-31' THEN closed END
FROM (
    SELECT n, received, received + (n * 7919 % 41)::int AS closed
    FROM (SELECT n, DATE '2011-01-01' + (n * 3653 / ${dossiers})::int AS received FROM generate_series(0::bigint, ${dossiers - 1}) AS n) AS numbered
) AS dated;`;

/** The figures of the 13-column form for all units, of the legs that were open at some time of the period. */
const question = (from: string, to: string) => `
SELECT unit,
    count(*) FILTER (WHERE received < '${from}') AS carried_over,
    count(*) FILTER (WHERE received >= '${from}' AND channel = 0) AS online,
    count(*) FILTER (WHERE received >= '${from}' AND channel = 1) AS direct_or_postal,
    count(*) FILTER (WHERE received >= '${from}' AND channel = 2) AS forwarded,
    count(*) FILTER (WHERE closed <= '${to}' AND closed < due) AS early,
    count(*) FILTER (WHERE closed <= '${to}' AND closed = due) AS on_time,
    count(*) FILTER (WHERE closed <= '${to}' AND closed > due) AS late,
    count(*) FILTER (WHERE closed IS NULL OR closed > '${to}') AS pending,
    count(*) FILTER (WHERE (closed IS NULL OR closed > '${to}') AND due < '${to}') AS overdue
FROM leg
WHERE received <= '${to}' AND (closed IS NULL OR closed >= '${from}')
    AND daterange(received, closed, '[]') && daterange('${from}', '${to}', '[]')
GROUP BY unit
ORDER BY unit;`;

/** The same table from a table of dossiers in PostgreSQL, as the alternative that an office has. */
export async function benchPostgresql(dossiers: number, requests: number): Promise<Figure[]> {
  if (!hasPostgresql()) {
    process.stderr.write(
      'PostgreSQL 15 is not installed here (apt-get install postgresql-15); its rows are left out\n',
    );
    return [];
  }
  const postgresql = await startPostgresql();
  try {
    await postgresql.run(`${SCHEMA}${fill(dossiers)}`);
    const size = (await postgresql.run(INDEXES)).trim();
    const first = await postgresql.run(question(...periodNumber(0)));
    const times = await timesOf(postgresql, requests);
    const name = `PostgreSQL ${postgresql.version.split(' ')[0]}: ${UNITS} units, ${dossiers / 1e6} M dossiers (${size})`;
    return [
      { name: `${name}, p50`, value: percentile(times, 50), unit: 'ms', aim: '', checksum: checksum(first) },
      { name: `${name}, p99`, value: percentile(times, 99), unit: 'ms', aim: '', checksum: '' },
    ];
  } finally {
    await postgresql.stop();
  }
}

/** What psql measures from the statement's departure to the last row of its answer, ms; in one session, after some to warm it. */
async function timesOf(postgresql: Postgresql, requests: number): Promise<readonly number[]> {
  const warm = Array.from({ length: 5 }, (_, i) => question(...periodNumber(i)));
  const asked = Array.from({ length: requests }, (_, i) => question(...periodNumber(i)));
  const printed = await postgresql.run([...warm, '\\timing on', ...asked].join('\n'));
  const times = [...printed.matchAll(/^Time: ([\d.]+) ms/gm)].map((match) => Number(match[1]));
  if (times.length !== requests) throw new Error(`psql timed ${times.length} of ${requests} questions`);
  return times.map((ms) => Math.round(ms * 10) / 10);
}
