import { type ClickHouseClient, TupleParam } from '@clickhouse/client';
import { type Day, type EventType, eventTypes, formatDay, type Measure } from '@sohoso/dossier';
import { z } from 'zod';
import { defineQuery } from '../query.ts';
import { inParts, unitParameters } from '../unit-parameters.ts';

const row = z.object({
  row: z.string(),
  column: z.int(),
  events: z.int(),
  sum: z.int(),
  causes: z.array(
    z.tuple([z.int(), z.int(), z.string(), z.string(), z.string(), z.enum(eventTypes), z.int(), z.int()]),
  ),
});

interface Params {
  readonly [name: string]: string | number | readonly string[] | readonly TupleParam[];
}
const query = defineQuery<Params, z.infer<typeof row>>('restatement-causes', row);

/** The most events that are listed of one cell. */
export const MAX_LISTED_CAUSES = 100;

/** An event that changed a cell. */
export interface CellCause {
  readonly dossier: string;
  readonly source: string;
  readonly id: string;
  readonly type: EventType;
  /** When it happened, microseconds since 1970. */
  readonly atMicros: number;
  /** When the log recorded it, ms since 1970. */
  readonly recordedAtMs: number;
  /** What it adds to the cell's figure. */
  readonly quantity: number;
}

/** What changed one cell. */
export interface CellCauses {
  readonly row: string;
  /** Which of the columns that were asked for, counted from 0. */
  readonly column: number;
  /** How many events, and what all of them add up to. */
  readonly events: number;
  readonly sum: number;
  /** The largest first, then by time; some of them where there are many. */
  readonly listed: readonly CellCause[];
}

export interface CausesAsked {
  /** Events count that the log recorded after the one moment and up to the other, ms since 1970. */
  readonly afterMs: number;
  readonly untilMs: number;
  readonly by: 'unit' | 'field' | 'procedure';
  /** By unit, field or procedure, the row that its movements count in. */
  readonly rowOf: ReadonlyMap<string, string>;
  /** At which units movements count where rows are of fields or procedures; null for all. */
  readonly units: readonly string[] | null;
  /** By column how often movements count, as the legs behind a cell are found. */
  readonly columns: readonly (readonly Window[])[];
  /** How many events are listed of one cell, at most MAX_LISTED_CAUSES. */
  readonly limit: number;
}

interface Window {
  readonly from: Day;
  /** The last day, included. */
  readonly to: Day;
  readonly weights: readonly {
    readonly measure: Measure;
    readonly before: number;
    readonly within: number;
  }[];
}

/** What changed the cells of some rows and columns between two moments; cells that nothing changed are not there. */
export async function causesOf(
  client: ClickHouseClient,
  { afterMs, untilMs, by, rowOf, units, columns, limit }: CausesAsked,
): Promise<readonly CellCauses[]> {
  const windows = columns.flatMap((ofColumn, column) => ofColumn.map((window) => ({ column, ...window })));
  if (windows.length === 0 || rowOf.size === 0) return [];
  const terms = windows.flatMap(({ column, from, to, weights }) =>
    weights.map(({ measure, before, within }) => new TupleParam([column, measure, from, to, before, within])),
  );
  const found = await query.run(client, {
    afterMs,
    untilMs,
    by,
    ...keysAndRows(rowOf),
    ...unitParameters(units),
    terms,
    lastDay: formatDay(Math.max(...windows.map(({ to }) => to)) as Day),
    limit,
  });
  return found.map(({ causes, ...cell }) => ({ ...cell, listed: causes.map(causeOf) }));
}

/** Both as lists in parts, which need not be cut at the same places: put together again they are of one length. */
function keysAndRows(rowOf: CausesAsked['rowOf']): Record<string, readonly string[]> {
  const [keys, keys2, keys3, keys4] = inParts([...rowOf.keys()], TOO_MANY);
  const [rows, rows2, rows3, rows4] = inParts([...rowOf.values()], TOO_MANY);
  return { keys, keys2, keys3, keys4, rows, rows2, rows3, rows4 };
}

const TOO_MANY = 'rows are too many for one question; take smaller pages';

function causeOf([, atMicros, source, id, dossier, type, recordedAtMs, quantity]: z.infer<
  typeof row
>['causes'][number]): CellCause {
  return { dossier, source, id, type, atMicros, recordedAtMs, quantity };
}
