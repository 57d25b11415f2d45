import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Server, sendEvents, served } from '../support/sohoso.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { checksum, type Figure, percentile, until } from './measure.ts';

const PROGRAM = fileURLToPath(new URL('../../services/standalone/bin/sohoso.js', import.meta.url));
const QUARTER = 'from=2020-01-01&to=2020-03-31';
const SAMPLE_EVERY_MS = 100;
const LIVE_EVERY_MS = 250;

interface Told {
  readonly read: number;
  readonly events: number;
  readonly refused: number;
}

interface Finished {
  readonly stdout: string;
  readonly ms: number;
  /** The most memory that was the process's own, MB (10^6 bytes): without files that are mapped. */
  readonly anonymousMb: number;
}

/**
 * History from one CSV: how long from the start of the command until reports show it, with a fresh embedded store; the dry run; the
 * memory of the command beside a server as the file grows; and what a live event waits for while a backfill runs.
 */
export async function benchBackfill(sizes: readonly number[]): Promise<Figure[]> {
  const folder = await temporaryFolder();
  try {
    const files: string[] = [];
    for (const dossiers of sizes) {
      const file = join(folder.path, `quarter-${dossiers}.csv`);
      await run(
        ['sample', '--baseline', '2020-Q1', '--as', 'mcdt-csv', '--dossiers', String(dossiers), '-o', file],
        {},
      );
      files.push(file);
    }
    const [quarter = ''] = files;
    const figures = await embedded(quarter, folder.path);
    for (const [n, file] of files.entries())
      figures.push(...(await besideServer(file, join(folder.path, `at-${n}`))));
    return figures;
  } finally {
    await folder.remove();
  }
}

async function embedded(file: string, folder: string): Promise<Figure[]> {
  const environment = { SOHOSO_DATA_DIR: join(folder, 'dry'), SOHOSO_URL: 'http://127.0.0.1:1' };
  const dry = await run(['backfill', file, ...MAPPED, '--dry-run', '--format', 'json'], environment);
  const dir = { ...environment, SOHOSO_DATA_DIR: join(folder, 'embedded') };
  const loaded = await run(['backfill', file, ...MAPPED, '--format', 'json'], dir);
  const { read, events, refused } = JSON.parse(loaded.stdout) as Told;
  const again = await run(['backfill', file, ...MAPPED, '--format', 'json'], dir);
  const sum = checksum([read, events, refused, JSON.parse(again.stdout).events]);
  const name = `backfill, embedded: ${read} rows, ${events} events`;
  return [
    seconds(`${name}, start → visible`, loaded.ms, '< 20', sum),
    seconds('backfill, embedded: dry run of it', dry.ms, '< 40', checksum(JSON.parse(dry.stdout).periods)),
    seconds('backfill, embedded: the same again, which adds nothing', again.ms, '', sum),
  ];
}

const MAPPED = ['--mapping', 'mcdt', '--as-of', '2020-04-01'];
const seconds = (name: string, ms: number, aim: string, sum: string): Figure => ({
  name,
  value: Math.round(ms / 10) / 100,
  unit: 's',
  aim,
  checksum: sum,
});

async function besideServer(file: string, dataDir: string): Promise<Figure[]> {
  const server = await served({ SOHOSO_DATA_DIR: dataDir });
  try {
    const live = liveEvents(server);
    const loaded = await run(['backfill', file, ...MAPPED, '--format', 'json'], { SOHOSO_URL: server.url });
    const waits = await live.stop();
    const { read, events } = JSON.parse(loaded.stdout) as Told;
    const report = await (await fetch(`${server.url}/v1/reports/appendix?${QUARTER}`)).json();
    const sum = checksum((report as { total: object }).total);
    return [
      seconds(`backfill of ${read} rows beside live events`, loaded.ms, '', sum),
      {
        name: `  own memory of the command, ${read} rows`,
        value: Math.round(loaded.anonymousMb),
        unit: 'MB',
        aim: 'flat',
        checksum: '',
      },
      {
        name: `  live event → visible meanwhile, p50 of ${waits.length}`,
        value: Math.round(percentile(waits, 50)),
        unit: 'ms',
        aim: '',
        checksum: '',
      },
      {
        name: `  live event → visible meanwhile, p99 (${Math.round((events * 1_000) / loaded.ms)} events/s loaded)`,
        value: Math.round(percentile(waits, 99)),
        unit: 'ms',
        aim: '≤ 2000',
        checksum: '',
      },
    ];
  } finally {
    await server.stop();
  }
}

/** Sends one live event after the other, and measures how long each takes until the report shows it. */
function liveEvents(server: Server): { stop(): Promise<readonly number[]> } {
  const waits: number[] = [];
  let isOver = false;
  const total = async () => {
    const answer = await fetch(
      `${server.url}/v1/reports/appendix?from=2020-06-01&to=2020-06-30&scope=so-ngoai-vu`,
    );
    return ((await answer.json()) as { total: { received: { online: number } } }).total.received.online;
  };
  const loop = (async () => {
    for (let n = 1; !isOver; n++) {
      const start = performance.now();
      await sendEvents(server.url, [liveEvent(n)]);
      await until(async () => (await total()) >= n, 10, 120_000);
      waits.push(performance.now() - start);
      await new Promise((resolve) => setTimeout(resolve, LIVE_EVERY_MS));
    }
  })();
  return {
    async stop() {
      isOver = true;
      await loop;
      return waits;
    },
  };
}

const liveEvent = (n: number) => ({
  specversion: '1.0',
  id: `live-${n}`,
  source: '/bench/live',
  type: 'vn.tthc.dossier.received.v1',
  subject: `LIVE-${n}`,
  time: '2020-06-01T09:00:00+07:00',
  data: { unit: 'so-ngoai-vu', channel: 'online' },
});

async function run(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Finished> {
  const start = performance.now();
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  let anonymousMb = 0;
  const timer = setInterval(() => {
    anonymousMb = Math.max(anonymousMb, anonymousOf(child));
  }, SAMPLE_EVERY_MS);
  const [code] = (await once(child, 'close')) as [number | null];
  clearInterval(timer);
  if (code !== 0)
    throw new Error(`sohoso ${args.join(' ')} ended with ${code}: ${output.stderr}${output.stdout}`);
  return { stdout: output.stdout, ms: performance.now() - start, anonymousMb };
}

function anonymousOf({ pid }: ChildProcess): number {
  try {
    const kib = /^RssAnon:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kib === undefined ? 0 : (Number(kib) * 1_024) / 1e6;
  } catch {
    return 0;
  }
}
