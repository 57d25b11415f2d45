import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
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
  /** Tells this file, in this state, under this mapping and registry, from any other. */
  readonly fingerprint: string;
  readonly registry: UnitRegistry;
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
  const moment = asOf === undefined ? changedAt(file, found.mtimeMs) : momentOf(asOf, zone);
  return mendable(async () => {
    const mapping = await readMapping(mappingName);
    const wanted = wantedColumns(mapping);
    const table = await openTable(file, { ...mapping.file, wanted, normalize });
    const map = rowMapper(mapping, table.header.names, registry.units);
    const { source, ids, unitCorrections } = mapping;
    const tells = toldBy(mapping, table.header.names);
    const context = { source, ids, zone, asOf: moment, tells, unitCorrections };
    const told = [file, found.size, found.mtimeMs, moment, zone.name, mapping, registry.units];
    return {
      file,
      mapping,
      context,
      table,
      fingerprint: fingerprintOf(told),
      registry,
      rows: () => mappedRows(table, map),
    };
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

const EARLIEST_YEAR = 2000;

/** When the file was changed last, which is when the export was made, unless the time is none that can be. */
function changedAt(file: string, ms: number): Instant {
  if (new Date(ms).getUTCFullYear() >= EARLIEST_YEAR && ms <= Date.now())
    return instantFromMs(Math.floor(ms));
  throw new Usage(
    `${file} was changed last on ${new Date(ms).toISOString().slice(0, 10)}, which cannot be when the export was made; say it with --as-of`,
  );
}

function fingerprintOf(told: readonly unknown[]): string {
  const text = JSON.stringify(told, (_, value: unknown) =>
    value instanceof Map || value instanceof Set ? [...value] : value,
  );
  return createHash('sha256').update(text).digest('hex');
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
