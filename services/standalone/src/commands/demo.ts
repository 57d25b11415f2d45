import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { tableFromJson } from '@sohoso/report';
import { Usage } from '@sohoso/service';
import { pino } from 'pino';
import type { Config } from '../config.ts';
import { Pipeline } from '../pipeline.ts';
import { type PublishedRow, publishedAppendices, sampleEvents } from '../sample/sample-events.ts';
import { formatCount } from '../terminal/format.ts';
import { type ExpectedFigures, markedTable } from '../terminal/marked-table.ts';
import { printedTableText } from '../terminal/printed-table.ts';
import { terminalWidth } from '../terminal/wrap.ts';
import { ask } from './asked.ts';
import { authorization, send } from './produce.ts';
import { serveUntilStopped } from './serve.ts';

export interface DemoOptions {
  readonly once: boolean;
  /** NDJSON file to send instead of the sample. */
  readonly events: string | undefined;
}

const appendices = [
  { number: 1, scope: 'all' },
  { number: 2, scope: 'department' },
  { number: 3, scope: 'district' },
] as const;

const say = (text: string) => process.stdout.write(`${text}\n`);
const seconds = (since: number) => `${((performance.now() - since) / 1_000).toFixed(1)} s`;

/** `sohoso demo`: the sample through the whole way, compared with what was published. Exit code 1 on a difference. */
export async function demo(config: Config, options: DemoOptions): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sohoso-demo-'));
  // A demo shows the embedded log and ClickHouse, whatever else the environment names.
  const embedded = {
    ...config,
    SOHOSO_DATA_DIR: folder,
    KAFKA_BROKERS: undefined,
    CLICKHOUSE_URL: undefined,
    SOHOSO_UNITS_FILE: undefined,
  };
  const pipeline = await Pipeline.start(embedded, pino({ level: config.SOHOSO_LOG_LEVEL }, process.stderr));
  try {
    const url = await listen(pipeline, config, options.once);
    await fill(pipeline, url, options.events);
    const differences = await compare(url);
    if (differences > 0) process.exitCode = 1;
    if (options.once) return;
    say(
      `\nSổ Hồ Sơ goes on answering at ${url} (pages at ${url}/docs) until Ctrl-C. For example:\n  curl '${url}/v1/reports/appendix?period=2020-Q1&format=csv'`,
    );
    await serveUntilStopped(pipeline);
  } finally {
    await pipeline.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The usual port for one who looks around; any free one for a comparison that ends, and where the usual one is taken. */
async function listen(
  pipeline: Pipeline,
  { SOHOSO_HOST: host, SOHOSO_PORT: port }: Config,
  once: boolean,
): Promise<string> {
  if (once) return pipeline.listen(host, 0);
  return pipeline.listen(host, port).catch((error: Error) => {
    if (!(error instanceof Usage)) throw error;
    return pipeline.listen(host, 0);
  });
}

async function fill(pipeline: Pipeline, url: string, file: string | undefined): Promise<void> {
  const start = performance.now();
  const events = file === undefined ? sampleStream() : await fileStream(file);
  const answer = await send(url, events, null, authorization(pipeline.ownKey()));
  say(`${formatCount(answer.accepted)} events → POST /v1/events → log   ${seconds(start)}`);
  for (const { index, reason, detail } of answer.rejected.slice(0, 10))
    say(`  refused: event ${index + 1}: ${reason}: ${detail}`);
  await pipeline.caughtUp();
  say(`log → fold → ClickHouse → reports                ${seconds(start)}\n`);
}

function sampleStream(): Readable {
  return Readable.from(
    sampleEvents().map((event) => `${JSON.stringify(event)}\n`),
    { objectMode: false },
  );
}

async function fileStream(file: string): Promise<Readable> {
  const found = await stat(file).catch(() => null);
  if (found === null) throw new Usage(`there is no file ${file}`);
  return createReadStream(file);
}

/** Prints the three appendices beside the published figures; returns how many cells differ. */
async function compare(url: string): Promise<number> {
  const published = publishedAppendices();
  let differences = 0;
  for (const { number, scope } of appendices) {
    const asked = { from: '2020-04-01', to: '2020-04-15', scope, lang: 'vi' };
    const filled = tableFromJson(await ask(url, ['reports', 'appendix'], asked));
    const expected = publishedFigures(published[number]);
    const { table, cells, equal } = markedTable(filled, `PHỤ LỤC ${number}`, expected);
    say(printedTableText(table, terminalWidth(undefined)));
    const rows = table.rows.length;
    const columns = cells / rows;
    differences += published[number].length * columns - equal;
    say(
      `  ${equal === cells ? '✓' : '✗'} ${formatCount(equal)} of ${formatCount(cells)} cells (${rows} × ${columns}) equal the published appendix ${number}\n`,
    );
  }
  say(
    differences === 0
      ? 'Every cell equals the published report.'
      : `${formatCount(differences)} cells differ; they are marked computed≠published.`,
  );
  return differences;
}

/** The published figures by unit and path of the column; a unit that was not published is expected to be nowhere. */
function publishedFigures(rows: readonly PublishedRow[]): ExpectedFigures {
  const byUnit = new Map(rows.map((row) => [row.unit, row]));
  return (unit, path) => {
    const [group = '', name = ''] = path.split('.');
    const figures = byUnit.get(unit)?.[group as 'received' | 'resolved' | 'pending'];
    return (figures as Readonly<Record<string, number>> | undefined)?.[name];
  };
}
