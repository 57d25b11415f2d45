import type { DossierEvent } from '@sohoso/dossier';
import { advance, batchesOf, type PreparedBatch, prepare, type RowRemark } from './batches.ts';
import type { Journal, Progress } from './journal.ts';
import { ProgressBar } from './progress-bar.ts';
import type { RemarksFile } from './remarks-file.ts';
import type { BackfillServer } from './server.ts';
import type { SourceFile } from './source-file.ts';

/**
 * Reads a file to its end and sends what it adds, batch by batch; while one batch is sent, the next one is prepared. What was sent
 * is remembered after the server has it, so a run that was cut off goes on where it was, and at worst sends one batch again,
 * which is harmless. Memory does not grow with the file.
 */
export async function load(
  source: SourceFile,
  server: BackfillServer,
  journal: Journal,
  list: RemarksFile,
): Promise<Progress> {
  const before = journal.progress;
  const known = await lookUp(source, server, before);
  const bar = new ProgressBar('loading', before.read);
  let progress = before;
  let sending: Promise<void> = Promise.resolve();
  const send = async (batch: PreparedBatch): Promise<void> => {
    const remarks = await sendBatch(batch, server);
    const refused = new Set(remarks.map(({ row }) => row));
    await list.add([...batch.remarks, ...remarks].toSorted((a, b) => a.row - b.row));
    progress = advance(progress, batch, refused, list.length);
    await journal.commit(progress, batch.legs);
    bar.tell(source.table.progress(), progress.read);
  };
  try {
    for await (const batch of batchesOf(source, before.read)) {
      const prepared = prepare(batch, source, journal, known);
      prepared.catch(() => {});
      await sending;
      sending = send(await prepared);
      sending.catch(() => {});
    }
    await sending;
  } finally {
    bar.stop();
  }
  return progress;
}

type Known = (dossiers: readonly string[]) => Promise<ReadonlyMap<string, readonly DossierEvent[]>>;
const nothingKnown: Known = async () => new Map();

/**
 * How what is known is looked up. Where the store has no event of the source at all, as when history is loaded for the first time,
 * there is nothing to look up, which saves most of the time.
 */
async function lookUp(source: SourceFile, server: BackfillServer, before: Progress): Promise<Known> {
  await server.settled();
  const isFirst = before.read === 0 && source.mapping.kind === 'leg';
  if (isFirst && !(await server.sources()).has(source.mapping.source)) return nothingKnown;
  return (dossiers) => server.events(dossiers);
}

/** Sends the events of a batch; gives what the server refused of them, by row. */
async function sendBatch({ adding }: PreparedBatch, server: BackfillServer): Promise<readonly RowRemark[]> {
  if (adding.length === 0) return [];
  const rowOfEvent = adding.flatMap(({ row, events }) => events.map(() => row));
  const rejected = await server.send(adding.flatMap(({ events }) => events));
  const byRow = new Map(rejected.map((one) => [rowOfEvent[one.index] ?? 0, one]));
  return Array.from(byRow, ([row, { reason, detail }]) => ({
    kind: 'refused',
    row,
    column: null,
    reason,
    detail,
  }));
}
