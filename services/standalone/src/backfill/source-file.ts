import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { type BusinessZone, type Instant, instantFromMs, parseDay, parseInstant } from '@sohoso/dossier';
import type { UnitRegistry } from '@sohoso/registry';
import { Usage } from '@sohoso/service';
import {
  type ChangeContext,
  FileFault,
  type Mapped,
  type Mapping,
  normalize,
  openTable,
  readMapping,
  rowMapper,
  type Table,
  toldBy,
  wantedColumns,
} from '@sohoso/sources';

/** An export that is being read: its rows, mapped one by one. */
export interface SourceFile {
  readonly file: string;
  readonly mapping: Mapping;
  readonly context: ChangeContext;
  readonly table: Table;
  /** Tells this file, in this state and under this mapping, from any other. */
  readonly fingerprint: string;
  /** The rows in their order, each as what the mapping makes of it. */
  rows(): AsyncIterable<Mapped>;
}

/**
 * Opens an export under a mapping (a file, or the name of a built-in one). `asOf` is the day or moment at which the export was made;
 * the moment of the file's last change where it is not given. Throws Usage with a sentence for whoever called.
 */
export async function openSourceFile(
  file: string,
  mappingName: string,
  asOf: string | undefined,
  registry: UnitRegistry,
  zone: BusinessZone,
): Promise<SourceFile> {
  const found = await stat(file).catch(() => null);
  if (found === null || !found.isFile()) throw new Usage(`there is no file ${file}`);
  const moment = asOf === undefined ? instantFromMs(Math.floor(found.mtimeMs)) : momentOf(asOf, zone);
  return mendable(async () => {
    const mapping = await readMapping(mappingName);
    const { encoding, delimiter, sheet, headerRow } = mapping.file;
    const table = await openTable(file, {
      encoding: encoding ?? 'auto',
      delimiter: delimiter ?? 'auto',
      sheet,
      headerRow,
      wanted: wantedColumns(mapping),
      normalize,
    });
    const map = rowMapper(mapping, table.header.names, registry.units);
    const { source, ids } = mapping;
    const context = { source, ids, zone, asOf: moment, tells: toldBy(mapping, table.header.names) };
    const fingerprint = await fingerprintOf(file, found, mappingName, mapping);
    return { file, mapping, context, table, fingerprint, rows: () => mappedRows(table, map) };
  });
}

async function* mappedRows(
  table: Table,
  map: (row: Parameters<ReturnType<typeof rowMapper>>[0]) => Mapped,
): AsyncGenerator<Mapped> {
  for await (const row of table.rows()) {
    if ('cells' in row) yield map(row);
    else {
      const { number, reason, detail } = row;
      yield { kind: 'refused', refused: { row: number, column: null, reason, detail } };
    }
  }
}

function momentOf(text: string, zone: BusinessZone): Instant {
  const day = parseDay(text);
  const moment = day === null ? parseInstant(text) : zone.instantOf(day, 0);
  if (moment === null)
    throw new Usage(`--as-of "${text}" is neither a day YYYY-MM-DD nor an RFC 3339 moment`);
  if (moment > instantFromMs(Date.now()))
    throw new Usage(`--as-of ${text} lies in the future; an export cannot have been made then`);
  return moment;
}

async function fingerprintOf(
  file: string,
  { size, mtimeMs }: { readonly size: number; readonly mtimeMs: number },
  mappingName: string,
  mapping: Mapping,
): Promise<string> {
  const text = await readFile(mappingName, 'utf8').catch(() => mapping.name);
  const hash = createHash('sha256').update(text).digest('hex');
  return JSON.stringify([file, size, mtimeMs, mapping.source, hash]);
}

/** What is wrong with a file or a mapping is for whoever gave it. */
export async function mendable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof FileFault) throw new Usage(error.message);
    throw error;
  }
}
