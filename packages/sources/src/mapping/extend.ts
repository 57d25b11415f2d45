import type { MappingFile } from './mapping-schema.ts';
import { normalize } from './normalize.ts';

type Table<T> = Readonly<Record<string, T>>;

/** A mapping over the one that it extends: its keys go before, tables and columns entry by entry. */
export function extended(base: MappingFile, own: MappingFile): MappingFile {
  return {
    ...base,
    ...own,
    file: { ...base.file, ...own.file },
    columns: { ...base.columns, ...own.columns },
    values: {
      channel: merged(base.values?.channel, own.values?.channel),
      custody: merged(base.values?.custody, own.values?.custody),
      outcome: merged(base.values?.outcome, own.values?.outcome),
      returnedVia: merged(base.values?.returnedVia, own.values?.returnedVia),
      procedure: merged(base.values?.procedure, own.values?.procedure),
      field: merged(base.values?.field, own.values?.field),
    },
    statuses: merged(base.statuses, own.statuses),
    units: { ...base.units, ...own.units, names: merged(base.units?.names, own.units?.names) },
    skip: [...(base.skip ?? []), ...(own.skip ?? [])],
  };
}

/** Entries by their normalised texts, so that an own "TRỰC TUYẾN" goes before the "Trực tuyến" of the base. */
function merged<T>(base: Table<T> = {}, own: Table<T> = {}): Record<string, T> {
  const entries = new Map<string, T>();
  for (const table of [base, own]) {
    for (const [text, value] of Object.entries(table)) entries.set(normalize(text), value);
  }
  return Object.fromEntries(entries);
}
