import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Usage } from '@sohoso/service';
import { SingleBar } from 'cli-progress';
import { bodyOf, withServer } from '../client.ts';
import type { Config } from '../config.ts';
import { formatCount } from '../terminal/format.ts';

interface IntakeAnswer {
  readonly accepted: number;
  readonly repeated: number;
  readonly rejectedCount: number;
  readonly rejected: readonly {
    readonly index: number;
    readonly id: string | null;
    readonly reason: string;
    readonly detail: string;
  }[];
}

const LISTED_REJECTIONS = 20;

/** `sohoso produce`: streams a file of events to the server; exit code 1 when some were refused. */
export async function produce(config: Config, file: string): Promise<void> {
  const answer = file === '-' ? await produceStandardInput(config) : await produceFile(config, file);
  const lines = answer.rejected
    .slice(0, LISTED_REJECTIONS)
    .map(
      ({ index, id, reason, detail }) =>
        `refused  event ${index + 1}${id === null ? '' : ` (${id})`}: ${reason}: ${detail}`,
    );
  const more = answer.rejectedCount - lines.length;
  if (more > 0) lines.push(`refused  … and ${formatCount(more)} more`);
  lines.push(
    `accepted ${formatCount(answer.accepted)}, repeated ${formatCount(answer.repeated)}, refused ${formatCount(answer.rejectedCount)}`,
  );
  process.stdout.write(`${lines.join('\n')}\n`);
  if (answer.rejectedCount > 0) process.exitCode = 1;
}

async function produceFile(config: Config, file: string): Promise<IntakeAnswer> {
  const size = await sizeOf(file);
  return withServer(config, (url, key) => send(url, createReadStream(file), size, authorization(key)));
}

/** An embedded ClickHouse takes standard input away, so what is to come from there is put into a file first. */
async function produceStandardInput(config: Config): Promise<IntakeAnswer> {
  const folder = await mkdtemp(join(tmpdir(), 'sohoso-produce-'));
  try {
    const file = join(folder, 'events.ndjson');
    await pipeline(process.stdin, createWriteStream(file));
    return await produceFile(config, file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function sizeOf(file: string): Promise<number> {
  const found = await stat(file).catch(() => null);
  if (found === null || !found.isFile()) throw new Usage(`there is no file ${file}`);
  return found.size;
}

/** The header that shows a key, where there is one. */
export function authorization(key: string | undefined): Readonly<Record<string, string>> {
  return key === undefined ? {} : { authorization: `Bearer ${key}` };
}

/** Sends events as NDJSON, with a progress bar where the length is known and a person watches. */
export async function send(
  url: string,
  events: Readable,
  size: number | null,
  headers: Readonly<Record<string, string>> = {},
): Promise<IntakeAnswer> {
  const bar = size === null || !process.stderr.isTTY ? null : progressBar(size);
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bar?.increment(chunk.byteLength);
      done(null, chunk);
    },
  });
  try {
    const response = await fetch(new URL('/v1/events', url), {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/x-ndjson' },
      body: Readable.toWeb(events.pipe(counted)) as ReadableStream,
      duplex: 'half',
    });
    return JSON.parse(await bodyOf(response)) as IntakeAnswer;
  } finally {
    bar?.stop();
  }
}

function progressBar(size: number): SingleBar {
  const bar = new SingleBar({
    format: 'sending {bar} {percentage} % | {value}/{total} bytes | {eta_formatted} left',
    stream: process.stderr,
  });
  bar.start(size, 0);
  return bar;
}
