import { csvFile } from './csv.ts';
import type { Figure } from './forms/figures.ts';
import type { keyedPeriod } from './forms/table.ts';
import type { RestatedRow } from './restatement.ts';

/** An event that changed a figure after the report was issued. */
interface RestatementCause {
  readonly dossier: string;
  readonly source: string;
  readonly id: string;
  /** The event’s type, without what all types share: `received`, `due-changed` … */
  readonly type: string;
  /** When it happened and when the log recorded it; RFC 3339, UTC. */
  readonly time: string;
  readonly recordedAt: string;
  /** What it adds to the figure. */
  readonly quantity: number;
}

/** Why a figure is another one now. Of `events`, `rows` and `because` those are there that say it. */
export interface RestatementCell {
  /** Code of the row, or `total`. */
  readonly row: string;
  readonly name: string;
  /** The figure’s path in the JSON row. */
  readonly column: string;
  readonly issued: Figure;
  readonly now: Figure;
  readonly difference: number | null;
  /** All events that changed it: how many, what they add up to, and the first of them, the largest first, then by time. */
  readonly events?: {
    readonly count: number;
    readonly sum: number;
    readonly listed: readonly RestatementCause[];
  };
  /** Of a total: the rows that it changed by, the largest change first. */
  readonly rows?: {
    readonly count: number;
    readonly sum: number;
    readonly listed: readonly { readonly row: string; readonly difference: number }[];
  };
  /** What the events or rows leave of the difference, and why that may be; null where they are all of it. */
  readonly unexplained: { readonly quantity: number; readonly reasons: readonly string[] } | null;
  /** One sentence, where no events stand beside the figure. */
  readonly because?: string;
}

/** What an issued report would say otherwise at a later moment. */
export interface RestatementAnswer {
  readonly id: string;
  readonly report: string;
  readonly period: ReturnType<typeof keyedPeriod>;
  /** The moments up to which the log had recorded what counts; RFC 3339, UTC. */
  readonly issuedAsKnownAt: string;
  readonly asKnownAt: string;
  /** What is defined another way by now: form, registry, calendar, program. */
  readonly definitionsChanged: readonly string[];
  readonly rows: readonly RestatedRow[];
  /** How many cells differ, those of other pages included. */
  readonly differences: number;
  readonly cells: readonly RestatementCell[];
  readonly next: string | null;
}

const header = [
  ...['row', 'name', 'column', 'issued', 'now', 'difference', 'reason', 'quantity'],
  ...['dossier', 'source', 'id', 'type', 'time', 'recordedAt'],
];
const NO_EVENT = ['', '', '', '', '', ''];

/**
 * The cells as CSV, one line for each reason of each cell: an event, the row that a total changed by, the events or rows that are not listed, or what none of
 * them explains. The quantities of the lines of a cell add up to its difference.
 */
export function restatementCsv({ rows, cells }: Pick<RestatementAnswer, 'rows' | 'cells'>): string {
  const changes = rows.map(({ code, name, change }) => [
    ...[code, name, '', '', '', '', `row ${change}`, ''],
    ...NO_EVENT,
  ]);
  return csvFile([header, ...changes, ...cells.flatMap(linesOf)]);
}

type Line = readonly (string | number)[];

function linesOf(cell: RestatementCell): readonly Line[] {
  const { row, name, column, issued, now, difference, events, rows, unexplained, because } = cell;
  const head = [row, name, column, issued ?? '', now ?? '', difference ?? ''];
  const lines: Line[] = [];
  const say = (reason: string, quantity: number | '', event: Line = NO_EVENT) =>
    lines.push([...head, reason, quantity, ...event]);
  let left = (events?.sum ?? 0) + (rows?.sum ?? 0);
  for (const { quantity, dossier, source, id, type, time, recordedAt } of events?.listed ?? []) {
    say('event', quantity, [dossier, source, id, type, time, recordedAt]);
    left -= quantity;
  }
  for (const other of rows?.listed ?? []) {
    say(`row ${other.row}`, other.difference);
    left -= other.difference;
  }
  const more =
    (events?.count ?? 0) - (events?.listed.length ?? 0) + (rows?.count ?? 0) - (rows?.listed.length ?? 0);
  if (more > 0) say(`${more} more`, left);
  if (unexplained !== null) say('unexplained', unexplained.quantity);
  if (because !== undefined) say(because, '');
  return lines;
}
