import { formatInstant, type Instant } from '@sohoso/dossier';
import {
  keyedPeriod,
  type RestatedCell,
  type RestatementAnswer,
  type RestatementCell,
  restatement,
  TOTAL_ROW,
  tableFromJson,
} from '@sohoso/report';
import { Problem } from '@sohoso/service';
import type { CellCause, CellCauses } from '@sohoso/store';
import { askTable, type TableAsked } from './ask-table.ts';
import { causesOfCells, isRegrouped } from './issued-causes.ts';
import { changedDefinitions, definitionsOf } from './issued-definitions.ts';
import { settledAt } from './issued-moment.ts';
import { bytesOf, type Found, type Issued } from './issued-shelf.ts';
import { askedAgain, requireSound } from './issued-table.ts';
import { type Known, knownAt } from './known-at.ts';
import type { QueryOptions } from './query-plugin.ts';

export interface RestatementAsked {
  readonly asKnownAt: string | undefined;
  /** Cells on a page, and how many stand before it. */
  readonly limit: number;
  readonly after: number;
  /** How many events or rows are listed of one cell. */
  readonly causes: number;
}

/**
 * What an issued report would say otherwise now, or as known at a later moment: the same table asked for again, cell by cell, with the events that the
 * log recorded between the two moments and that moved something in the cell. Throws a Problem where that cannot be said.
 */
export async function restate(
  options: QueryOptions,
  found: Found,
  { asKnownAt, limit, after, causes }: RestatementAsked,
): Promise<RestatementAnswer> {
  const { issued } = found;
  const known = laterMoment(options, issued, asKnownAt);
  const asked = askedAgain(issued, known);
  await settledAt(options, Date.parse(known.asKnownAt));
  const before = tableFromJson((await bytesOf(options.clickhouse, found, 'json')).toString());
  const now = await askTable(options, asked);
  requireSound(now.faults, 'it cannot be said what the report would show now');
  const { rows, cells } = restatement(before, now);
  const page = cells.slice(after, after + limit);
  const caused = await causesOfCells(options, asked, { issued, tables: [before, now], cells: page, causes });
  const changed = changedDefinitions(issued.definitions, definitionsOf(options, asked.form));
  const reasons = reasonsOf(issued, changed, asked, isRegrouped([before, now]));
  return {
    id: issued.id,
    report: issued.report,
    period: keyedPeriod(asked.period),
    issuedAsKnownAt: issued.asKnownAt,
    asKnownAt: known.asKnownAt,
    definitionsChanged: changed,
    rows,
    differences: cells.length,
    cells: page.map((cell) => explained(cell, caused(cell), { cells, causes, reasons })),
    next: after + limit < cells.length ? String(after + limit) : null,
  };
}

/** The moment to compare with: named also where it is now, so that figures and causes are of one moment. Throws a Problem (400). */
function laterMoment(
  { zone, now = Date.now }: QueryOptions,
  issued: Issued,
  asKnownAt: string | undefined,
): Known {
  const known = knownAt(asKnownAt ?? new Date(now()).toISOString(), zone, now());
  if (Date.parse(known.asKnownAt) >= Date.parse(issued.asKnownAt)) return known;
  throw new Problem(
    400,
    'moment-invalid',
    `asKnownAt: ${known.asKnownAt} lies before ${issued.asKnownAt}, as known at which the report was issued`,
  );
}

interface Context {
  /** All cells that differ. */
  readonly cells: readonly RestatedCell[];
  readonly causes: number;
  readonly reasons: readonly string[];
}

function explained(
  cell: RestatedCell,
  caused: CellCauses | null,
  { cells, causes, reasons }: Context,
): RestatementCell {
  const { row, name, column, issued, now, difference } = cell;
  const said = { row, name, column: column.path, issued, now, difference };
  if (column.value.kind !== 'count')
    return { ...said, unexplained: null, because: 'made of counts: see the cells of these' };
  if (difference === null)
    return { ...said, unexplained: null, because: 'on one side there is nothing to compare with' };
  const unexplained = (sum: number) => (sum === difference ? null : { quantity: difference - sum, reasons });
  if (row === TOTAL_ROW) {
    const others = cells.filter((other) => other.row !== TOTAL_ROW && other.column === column);
    const rows = others.map((other) => ({ row: other.row, difference: other.difference ?? 0 }));
    const sum = rows.reduce((total, other) => total + other.difference, 0);
    const listed = rows.toSorted((a, b) => Math.abs(b.difference) - Math.abs(a.difference)).slice(0, causes);
    return { ...said, rows: { count: rows.length, sum, listed }, unexplained: unexplained(sum) };
  }
  const { events = 0, sum = 0, listed = [] } = caused ?? {};
  return {
    ...said,
    events: { count: events, sum, listed: listed.map(causeOf) },
    unexplained: unexplained(sum),
  };
}

function causeOf({ atMicros, recordedAtMs, ...cause }: CellCause) {
  const [time, recordedAt] = [formatInstant(atMicros as Instant), new Date(recordedAtMs).toISOString()];
  const { dossier, source, id, type, quantity } = cause;
  return { dossier, source, id, type, time, recordedAt, quantity };
}

/** Why a figure may have changed by something else than what was recorded since. */
function reasonsOf(
  issued: Issued,
  changed: readonly string[],
  { form }: TableAsked,
  regrouped: boolean,
): readonly string[] {
  const reasons: string[] = [];
  if (regrouped) reasons.push('units are taken together in other rows now than when it was issued');
  if (changed.includes('registry'))
    reasons.push('the registry of units has changed since, and with it the units that rows are made of');
  if (changed.includes('form'))
    reasons.push(
      `the form has changed since, from version ${issued.definitions.form.version} to ${form.version}`,
    );
  if (issued.caughtUp === null)
    reasons.push(
      'it was issued by a process that could not know whether the store had all that the log had recorded by then',
    );
  if (reasons.length === 0)
    reasons.push(
      'events that the log had recorded before came into the store, or were restored there, after it was issued; run: sohoso audit',
    );
  return reasons;
}
