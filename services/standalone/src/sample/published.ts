import { readFileSync } from 'node:fs';
import { sampleUnitsFile } from '@sohoso/registry';
import { parse } from 'csv-parse/sync';

/** One row of a published appendix; the total row has no number and no unit. */
export interface PublishedRow {
  readonly no: number | null;
  readonly unit: string | null;
  readonly name: string;
  readonly received: {
    readonly total: number;
    readonly online: number;
    readonly carriedOver: number;
    readonly directOrPostal: number;
    readonly forwarded: number;
  };
  readonly resolved: { readonly total: number; readonly onTime: number; readonly late: number };
  readonly pending: { readonly total: number; readonly notDue: number; readonly overdue: number };
}

interface PublishedAppendices {
  readonly 1: readonly PublishedRow[];
  readonly 2: readonly PublishedRow[];
  readonly 3: readonly PublishedRow[];
}

type Line = Record<string, string>;

function readLines(file: URL): Line[] {
  return parse(readFileSync(file), { columns: true, bom: true, skip_empty_lines: true });
}

function toRow(line: Line, unitByName: ReadonlyMap<string, string>): PublishedRow {
  const count = (column: string): number => {
    const text = line[column] ?? '';
    if (!/^\d+$/.test(text)) throw new Error(`${column} of "${line['unit']}" is not a count: "${text}"`);
    return Number(text);
  };
  const name = line['unit'] ?? '';
  const isTotal = line['no'] === '';
  const unit = unitByName.get(name);
  if (!isTotal && unit === undefined) throw new Error(`units.csv does not know "${name}"`);
  return {
    no: isTotal ? null : count('no'),
    unit: isTotal ? null : (unit ?? null),
    name,
    received: {
      total: count('received_total'),
      online: count('received_online'),
      carriedOver: count('carried_over'),
      directOrPostal: count('received_direct_or_postal'),
      forwarded: count('received_forwarded'),
    },
    resolved: {
      total: count('resolved_total'),
      onTime: count('resolved_on_time'),
      late: count('resolved_late'),
    },
    pending: {
      total: count('pending_total'),
      notDue: count('pending_not_due'),
      overdue: count('pending_overdue'),
    },
  };
}

/** The three appendices as they were published: 1 the province, 2 the departments, 3 the districts. */
export function publishedAppendices(): PublishedAppendices {
  const unitByName = new Map(
    readLines(sampleUnitsFile).map((line) => [line['name'] ?? '', line['unit'] ?? '']),
  );
  const rows = (number: 1 | 2 | 3): PublishedRow[] =>
    readLines(new URL(`../../sample/appendix-${number}.csv`, import.meta.url)).map((line) =>
      toRow(line, unitByName),
    );
  return { 1: rows(1), 2: rows(2), 3: rows(3) };
}
