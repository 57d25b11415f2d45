import { checksum, type Figure, percentile } from './measure.ts';
import { knownDays, knownNumber, periodNumber } from './report-periods.ts';
import { type BenchServer, withFilledStore } from './report-server.ts';

const WARM_UP = 5;
const FACTS_OF_A_DAY = 20_000;

/**
 * Latency of the appendix over HTTP when every unit has moved on every day of ten years, as things are and as they were known
 * at moments of these years. The roll-ups are filled directly: it is their reading that is measured, and filling
 * them by events would take an hour. The days of the moments have facts as well.
 */
export async function benchReport(units: number, aimMs: number, requests: number): Promise<Figure[]> {
  return withFilledStore(units, fillOf(units), async (server) => {
    const name = `report: ${units} units × 10 years`;
    return [
      ...(await timed(server, name, aimMs, requests, (i) => appendix(i))),
      ...(await timed(
        server,
        `${name}, as known at`,
        3 * aimMs,
        requests,
        (i) => `${appendix(i)}&asKnownAt=${knownNumber(i)}`,
      )),
    ];
  });
}

function appendix(i: number): string {
  const [from, to] = periodNumber(i);
  return `/v1/reports/appendix?from=${from}&to=${to}`;
}

/** Figures of so many requests one after the other; the first few are for the caches of a program that has just started. */
export async function timed(
  { url }: BenchServer,
  name: string,
  aimMs: number | null,
  requests: number,
  pathOf: (i: number) => string,
): Promise<Figure[]> {
  const times: number[] = [];
  let sum = '';
  for (let i = -WARM_UP; i < requests; i++) {
    const start = performance.now();
    const response = await fetch(`${url}${pathOf(Math.max(0, i))}`);
    const text = await response.text();
    if (i >= 0) times.push(performance.now() - start);
    if (response.status !== 200) throw new Error(text);
    if (i === 0) sum = checksum(answerOf(text));
  }
  const round = (ms: number) => Math.round(ms * 10) / 10;
  return [
    { name: `${name}, p50`, value: round(percentile(times, 50)), unit: 'ms', aim: '', checksum: sum },
    {
      name: `${name}, p99`,
      value: round(percentile(times, 99)),
      unit: 'ms',
      aim: aimMs === null ? '' : `≤ ${aimMs}`,
      checksum: '',
    },
  ];
}

/** What of an answer is the same in every run. */
function answerOf(text: string): unknown {
  const { total, figure, dossiers } = JSON.parse(text) as Record<string, unknown>;
  return [total, figure, dossiers];
}

/**
 * Four received and three resolved by every unit on every day; on the first of a month one goes overdue, which was foretold
 * twenty days before; and on every seventh day something was recorded three days late. procedure_day feeds unit_day.
 */
function fillOf(units: number): readonly string[] {
  const movement = (year: number, columns: string, values: string, where: string) => `
INSERT INTO procedure_day (day, unit, recorded_day, ${columns})
SELECT toDate32('${year}-01-01') + intDiv(number, ${units}) AS day, concat('u', toString(number % ${units})) AS unit, ${values}
FROM numbers(${units} * 365)
WHERE ${where}`;
  const years = Array.from({ length: 10 }, (_, i) => 2011 + i);
  return [
    ...years.flatMap((year) => [
      movement(
        year,
        'received_online, received_direct, resolved_on_time, resolved_late',
        'day, 1, 3, 2, 1',
        '1',
      ),
      movement(year, 'overdue', 'day - 20, 1', 'toDayOfMonth(day) = 1'),
      movement(year, 'received_postal', 'day + 3, 1', 'toInt32(day) % 7 = 0'),
    ]),
    ...knownDays.map((day) => factsOf(units, day)),
    // What is measured is reading; the merges of a filling that takes years otherwise must be over by then.
    'OPTIMIZE TABLE procedure_day FINAL',
    'OPTIMIZE TABLE unit_day FINAL',
  ];
}

/** Facts recorded in the first hours of a day, which a question as known at its noon takes from there; of a partition that the log lacks. */
const factsOf = (units: number, day: string) => `
INSERT INTO dossier_events (partition, offset, recorded_at, recorded_day, disposition, dossier, event_day, movements)
SELECT
    1000,
    toUInt64(toInt32(toDate32('${day}'))) * 100000 + number,
    toDateTime64('${day} 01:00:00', 3, 'UTC') + toIntervalMillisecond(number * 100),
    toDate32('${day}'),
    'counted',
    concat('HS-', toString(number)),
    toDate32('${day}'),
    [(concat('u', toString(number % ${units})), '2.000635', 'ho-tich', toDate32('${day}'), 'received_postal', 0, 1)]
FROM numbers(${FACTS_OF_A_DAY})`;
