import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { served, sohoso } from '../support/sohoso.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { checksum, type Figure, percentile } from './measure.ts';

/**
 * Latency of the appendix over HTTP when every unit has moved on every day of ten years. The roll-ups are filled
 * directly: it is their reading that is measured, and filling them by events would take an hour.
 */
export async function benchReport(units: number, aimMs: number, requests: number): Promise<Figure[]> {
  const folder = await temporaryFolder();
  const unitsFile = join(folder.path, 'units.csv');
  const rows = Array.from({ length: units }, (_, i) => `u${i},Đơn vị ${i},commune,,${i},,`);
  await writeFile(unitsFile, `unit,name,level,parent,order,valid_from,valid_to\n${rows.join('\n')}\n`);
  const environment = { SOHOSO_DATA_DIR: join(folder.path, 'data'), SOHOSO_UNITS_FILE: unitsFile };
  await fillRollUps(environment.SOHOSO_DATA_DIR, units);
  const server = await served(environment);
  try {
    const times: number[] = [];
    const answers: unknown[] = [];
    for (let i = -5; i < requests; i++) {
      const [from, to] = periodNumber(Math.max(0, i));
      const start = performance.now();
      const response = await fetch(`${server.url}/v1/reports/appendix?from=${from}&to=${to}`);
      const text = await response.text();
      // The first few are for the caches of a program that has just started.
      if (i >= 0) times.push(performance.now() - start);
      if (i === 0) answers.push((JSON.parse(text) as { total: unknown }).total);
      if (response.status !== 200) throw new Error(text);
    }
    const name = `report: ${units} units × 10 years`;
    const round = (ms: number) => Math.round(ms * 10) / 10;
    return [
      {
        name: `${name}, p50`,
        value: round(percentile(times, 50)),
        unit: 'ms',
        aim: '',
        checksum: checksum(answers),
      },
      {
        name: `${name}, p99`,
        value: round(percentile(times, 99)),
        unit: 'ms',
        aim: `≤ ${aimMs}`,
        checksum: '',
      },
    ];
  } finally {
    await server.stop();
    await folder.remove();
  }
}

/** Fortnights, months and years in turn, all over the ten years. */
function periodNumber(i: number): readonly [from: string, to: string] {
  const year = 2012 + (i % 9);
  const month = String(1 + (i % 12)).padStart(2, '0');
  return (
    (
      [
        [`${year}-${month}-01`, `${year}-${month}-15`],
        [`${year}-${month}-10`, `${year + 1}-${month}-09`],
        [`${year}-01-01`, `${year}-03-31`],
      ] as const
    )[i % 3] ?? [`${year}-01-01`, `${year}-12-31`]
  );
}

async function fillRollUps(dataFolder: string, units: number): Promise<void> {
  const migrated = await sohoso(['migrate'], { SOHOSO_DATA_DIR: dataFolder });
  if (migrated.code !== 0) throw new Error(migrated.stderr);
  const { openEmbeddedClickHouse } = await import('@sohoso/standalone');
  const clickhouse = await openEmbeddedClickHouse(join(dataFolder, 'clickhouse'));
  for (let year = 2011; year <= 2020; year++) {
    // Four received and three resolved a day; procedure_day feeds unit_day.
    const query = `INSERT INTO procedure_day (day, unit, recorded_day, received_online, received_direct, resolved_on_time, resolved_late, overdue)
      SELECT toDate32('${year}-01-01') + intDiv(number, ${units}) AS day, concat('u', toString(number % ${units})) AS unit, day, 1, 3, 2, 1, toDayOfMonth(day) = 1
      FROM numbers(${units} * 365)`;
    await clickhouse.writer.command({
      query,
      clickhouse_settings: { insert_deduplication_token: `bench-${year}` },
    });
  }
  // What is measured is reading; the merges of a filling that takes years otherwise must be over by then.
  for (const table of ['procedure_day', 'unit_day'])
    await clickhouse.writer.command({ query: `OPTIMIZE TABLE ${table} FINAL` });
  await clickhouse.close();
}
