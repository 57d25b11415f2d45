import type { DossierEvent } from '@sohoso/dossier';
import {
  advance,
  batchesOf,
  type PreparedBatch,
  prepare,
  type RowRemark,
  type SentBatch,
} from './batches.ts';
import type { Journal, Progress } from './journal.ts';
import { ProgressBar } from './progress-bar.ts';
import type { RemarksFile } from './remarks-file.ts';
import type { BackfillServer } from './server.ts';
import type { SourceFile } from './source-file.ts';

const BATCHES_AT_ONCE = 2;

/**
 * Reads a file to its end and sends what it adds, batch by batch; while batches are sent, the next one is prepared. What was sent
 * is remembered after the server has it, so a run that was cut off goes on where it was, and at worst sends two batches again,
 * which is harmless. Memory does not grow with the file. The store must have caught up with its log; `sources` are those it has
 * events of.
 */
export async function load(
  source: SourceFile,
  server: BackfillServer,
  journal: Journal,
  list: RemarksFile,
  sources: ReadonlySet<string>,
): Promise<Progress> {
  const before = journal.progress;
  const known = lookUp(source, server, before, sources);
  const bar = new ProgressBar('loading', before.read);
  let progress = before;
  let done: Promise<void> = Promise.resolve();
  const underWay: Promise<void>[] = [];
  /** Remembers a batch as done: after the server has it, and after those before it. */
  const finish = async (batch: PreparedBatch, answer: Promise<SentBatch>, earlier: Promise<void>) => {
    await earlier;
    const sent = await answer;
    await list.add([...batch.remarks, ...sent.remarks].toSorted((a, b) => a.row - b.row));
    progress = advance(progress, batch, sent, list.length);
    await journal.commit(progress, batch.legs);
    bar.tell(source.table.progress(), progress.read, await server.waiting().catch(() => undefined));
  };
  try {
    for await (const batch of batchesOf(source, before.read)) {
      const prepared = await prepare(batch, source, journal, known);
      // While the server works one batch off, it can take in the next one.
      if (underWay.length === BATCHES_AT_ONCE) await underWay.shift();
      const answer = sendBatch(prepared, server);
      answer.catch(() => {});
      done = finish(prepared, answer, done);
      done.catch(() => {});
      underWay.push(done);
    }
    await done;
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
function lookUp(
  source: SourceFile,
  server: BackfillServer,
  before: Progress,
  sources: ReadonlySet<string>,
): Known {
  const isFirst = before.read === 0 && source.mapping.kind === 'leg';
  if (isFirst && !sources.has(source.mapping.source)) return nothingKnown;
  return (dossiers) => server.events(dossiers);
}

/**
 * Sends the events of a batch. Voids go first, and a row whose voids are refused is held back: issued again beside what it was
 * to replace, it would be there twice.
 */
async function sendBatch({ adding }: PreparedBatch, server: BackfillServer): Promise<SentBatch> {
  const voids = await sendRows(adding, server, ({ type }) => type === 'voided');
  const held = new Set(voids.remarks.map(({ row }) => row));
  const left = adding.filter(({ row }) => !held.has(row));
  const others = await sendRows(left, server, ({ type }) => type !== 'voided');
  return { events: voids.events + others.events, remarks: [...voids.remarks, ...others.remarks] };
}

async function sendRows(
  adding: PreparedBatch['adding'],
  server: BackfillServer,
  isWanted: (event: DossierEvent) => boolean,
): Promise<SentBatch> {
  const wanted = adding.flatMap(({ row, events }) =>
    events.filter(isWanted).map((event) => ({ row, event })),
  );
  if (wanted.length === 0) return { events: 0, remarks: [] };
  const { accepted, rejected } = await server.send(wanted.map(({ event }) => event));
  const byRow = new Map(rejected.map((one) => [wanted[one.index]?.row ?? 0, one]));
  const remarks = Array.from(byRow, ([row, { reason, detail }]): RowRemark => {
    return { kind: 'refused', row, column: null, reason, detail };
  });
  return { events: accepted, remarks };
}
