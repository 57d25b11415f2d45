import { Readable } from 'node:stream';
import { served } from '../support/sohoso.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { EVENTS_PER_DOSSIER, eventLines } from './events.ts';
import { checksum, type Figure, residentMb, until } from './measure.ts';

interface Report {
  readonly rows: readonly object[];
  readonly total: { received: { total: number }; resolved: { total: number } };
}

const reportOf = async (url: string) =>
  (await (await fetch(`${url}/v1/reports/appendix?from=2020-01-01&to=2020-03-31`)).json()) as Report;

/** Embedded, end to end: NDJSON over HTTP into a new server until the report shows all of it; and its memory. */
export async function benchEmbedded(dossiers: number): Promise<Figure[]> {
  const folder = await temporaryFolder();
  const server = await served({ SOHOSO_DATA_DIR: folder.path });
  try {
    const start = performance.now();
    const body = Readable.toWeb(Readable.from(lines(dossiers), { objectMode: false })) as ReadableStream;
    const headers = { 'content-type': 'application/x-ndjson' };
    const sent = await fetch(`${server.url}/v1/events`, { method: 'POST', headers, body, duplex: 'half' });
    if (sent.status !== 202) throw new Error(await sent.text());
    const sentMs = performance.now() - start;
    await until(async () => (await reportOf(server.url)).total.resolved.total === dossiers, 50, 1_800_000);
    const visibleMs = performance.now() - start;
    const { rows, total } = await reportOf(server.url);
    const sum = checksum({ rows, total });
    const rate = (ms: number) => Math.round((dossiers * EVENTS_PER_DOSSIER * 1_000) / ms);
    const peak = residentMb(server.pid);
    await new Promise((resolve) => setTimeout(resolve, 15_000));
    return [
      { name: 'embedded: HTTP → log, durable', value: rate(sentMs), unit: 'events/s', aim: '', checksum: '' },
      {
        name: 'embedded: HTTP → visible in the report',
        value: rate(visibleMs),
        unit: 'events/s',
        aim: '',
        checksum: sum,
      },
      {
        name: `embedded: RSS of serve after ${dossiers} dossiers`,
        value: Math.round(peak),
        unit: 'MB',
        aim: '',
        checksum: '',
      },
      {
        name: 'embedded: RSS of serve 15 s later',
        value: Math.round(residentMb(server.pid)),
        unit: 'MB',
        aim: dossiers >= 1_000_000 ? '< 600' : '',
        checksum: '',
      },
    ];
  } finally {
    await server.stop();
    await folder.remove();
  }
}

const LINES_PER_CHUNK = 500;

/** Chunks of lines, made as they are asked for. */
function* lines(dossiers: number): Generator<Buffer> {
  let chunk: string[] = [];
  for (const { line } of eventLines(dossiers)) {
    chunk.push(line);
    if (chunk.length < LINES_PER_CHUNK) continue;
    yield Buffer.from(`${chunk.join('\n')}\n`);
    chunk = [];
  }
  if (chunk.length > 0) yield Buffer.from(`${chunk.join('\n')}\n`);
}
