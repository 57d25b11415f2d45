import { createHash } from 'node:crypto';
import {
  brokenRule,
  type DossierEvent,
  formatInstant,
  type Instant,
  instantFromMs,
  type Refusal,
} from '@sohoso/dossier';
import { legOf, type Mapped, type RefusedRow, rowChanges, type SourceRow } from '@sohoso/sources';
import type { Journal, Progress, Seen } from './journal.ts';
import type { SourceFile } from './source-file.ts';

/** Rows that are looked up, sent and remembered together: few at first, so that what is wrong shows early, then ever more. */
const FIRST_BATCH_ROWS = 2_500;
const LONGEST_BATCH_ROWS = 10_000;

/** A run of rows, as the mapping made them. */
export interface Batch {
  /** Rows of the file up to and with this batch. */
  readonly read: number;
  readonly mapped: readonly Mapped[];
}

/** A row that adds events. */
interface AddingRow {
  readonly row: number;
  readonly isNew: boolean;
  readonly events: readonly DossierEvent[];
}

export interface RowRemark extends RefusedRow {
  readonly kind: 'refused' | 'warning';
}

/** What a batch comes to, before anything of it is sent. */
export interface PreparedBatch {
  readonly read: number;
  readonly adding: readonly AddingRow[];
  readonly repeated: number;
  readonly skipped: number;
  readonly remarks: readonly RowRemark[];
  /** Legs that the file tells of here for the first time. */
  readonly legs: readonly string[];
}

/** The rows of a file in batches, without those that are done with. */
export async function* batchesOf(source: SourceFile, done: number): AsyncGenerator<Batch> {
  let read = 0;
  let rowsOfBatch = FIRST_BATCH_ROWS;
  let mapped: Mapped[] = [];
  for await (const row of source.rows()) {
    read++;
    if (read <= done) continue;
    mapped.push(row);
    if (mapped.length < rowsOfBatch) continue;
    yield { read, mapped };
    mapped = [];
    rowsOfBatch = Math.min(LONGEST_BATCH_ROWS, 2 * rowsOfBatch);
  }
  if (mapped.length > 0) yield { read, mapped };
}

type Known = (dossiers: readonly string[]) => Promise<ReadonlyMap<string, readonly DossierEvent[]>>;

/** Works out what the rows of a batch add to what is known of their dossiers. Nothing is written. */
export async function prepare(
  { read, mapped }: Batch,
  source: SourceFile,
  journal: Journal,
  known: Known,
): Promise<PreparedBatch> {
  const now = instantFromMs(Date.now());
  const fresh = new FreshRows(journal);
  for (const one of mapped) fresh.add(one);
  const dossiers = [...new Set(fresh.rows.map(({ dossier }) => dossier))];
  const found = await known(dossiers);
  const adding: AddingRow[] = [];
  const { remarks } = fresh;
  let { repeated } = fresh;
  for (const row of fresh.rows) {
    const before = found.get(row.dossier) ?? [];
    const changes = rowChanges(row, before, source.context);
    if (changes.kind === 'refused') {
      remarks.push({ kind: 'refused', ...changes.refused });
      continue;
    }
    const broken = brokenBy(changes.events, source, now);
    if (broken !== null) {
      remarks.push({ kind: 'refused', row: row.row, column: null, ...broken });
      continue;
    }
    for (const warning of changes.warnings)
      remarks.push({ kind: 'warning', row: row.row, column: null, reason: 'doubtful', detail: warning });
    if (changes.events.length === 0) repeated++;
    else
      adding.push({ row: row.row, isNew: !isKnown(before, source.mapping.source), events: changes.events });
  }
  return { read, adding, repeated, skipped: fresh.skipped, remarks, legs: fresh.legs };
}

/** Which rule of intake one of a row's events breaks. A row goes in as a whole or not at all, so this is asked before it is sent. */
function brokenBy(events: readonly DossierEvent[], { registry }: SourceFile, now: Instant): Refusal | null {
  for (const event of events) {
    const broken = brokenRule(event, formatInstant(event.at), { isUnit: (code) => registry.has(code) }, now);
    if (broken !== null) return broken;
  }
  return null;
}

function isKnown(events: readonly DossierEvent[], source: string): boolean {
  return events.some((event) => event.source === source);
}

/** Sorts the rows of a batch: those to look at, and those that the file has told of before. */
class FreshRows {
  readonly rows: SourceRow[] = [];
  readonly remarks: RowRemark[] = [];
  readonly legs: string[] = [];
  repeated = 0;
  skipped = 0;
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  add(mapped: Mapped): void {
    if (mapped.kind === 'skipped') this.skipped++;
    else if (mapped.kind === 'refused') this.remarks.push({ kind: 'refused', ...mapped.refused });
    else this.#addRow(mapped.row);
  }

  #addRow(row: SourceRow): void {
    const { dossier, unit } = row;
    // A dossier is taken in once, so all rows of intake are of one leg, whatever unit they name.
    const leg = row.kind === 'leg' && row.channel !== 'forwarded' ? 'intake' : legOf(row);
    const name = `${dossier}\n${leg}`;
    const content = contentOf(row);
    const seen = this.#journal.meet(name, { row: row.row, unit, content });
    if (seen === undefined) {
      this.legs.push(name);
      this.rows.push(row);
    } else if (seen.content === content) this.repeated++;
    else this.remarks.push({ kind: 'refused', ...told(row, seen) });
  }
}

/** A digest of what the row says, so that the whole row need not be remembered. */
function contentOf(row: SourceRow): string {
  return createHash('md5')
    .update(JSON.stringify({ ...row, row: 0 }))
    .digest('base64');
}

function told({ row, dossier, unit }: SourceRow, seen: Seen): RefusedRow {
  const detail =
    seen.unit === unit
      ? `the dossier ${dossier} stands in row ${seen.row} already, with other content; which of the two is right?`
      : `the dossier ${dossier} stands in row ${seen.row} already, at ${seen.unit}; one that was passed on is told as forwarded; if codes are given unit by unit, say dossierCodes: per-unit in the mapping`;
  return { row, column: null, reason: 'dossier-twice', detail };
}

/** What became of a batch that was sent. */
export interface SentBatch {
  /** Events that the log has taken in. */
  readonly events: number;
  /** Rows of which the server refused an event. */
  readonly remarks: readonly RowRemark[];
}

/** The progress after a batch. */
export function advance(
  before: Progress,
  batch: PreparedBatch,
  sent: SentBatch,
  listBytes: number,
): Progress {
  const refused = new Set(sent.remarks.map(({ row }) => row));
  const taken = batch.adding.filter(({ row }) => !refused.has(row));
  const added = taken.filter(({ isNew }) => isNew).length;
  const refusedHere = batch.remarks.filter(({ kind }) => kind === 'refused').length;
  return {
    read: batch.read,
    added: before.added + added,
    changed: before.changed + taken.length - added,
    repeated: before.repeated + batch.repeated,
    skipped: before.skipped + batch.skipped,
    refused: before.refused + refusedHere + refused.size,
    warned: before.warned + batch.remarks.length - refusedHere,
    events: before.events + sent.events,
    listBytes,
  };
}
