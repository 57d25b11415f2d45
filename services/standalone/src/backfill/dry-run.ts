import {
  addDays,
  type Day,
  type DossierEvent,
  formatDay,
  historyOf,
  instantFromMs,
  type Movement,
  record,
} from '@sohoso/dossier';
import {
  type AppendixReport,
  appendixCells,
  type CellColumn,
  figureAt,
  firstDay,
  lastDay,
  type Period,
  periodOfKey,
  shiftOf,
} from '@sohoso/report';
import { bodyOf } from '../client.ts';
import { advance, batchesOf, type PreparedBatch, prepare } from './batches.ts';
import type { Journal, Progress } from './journal.ts';
import { ProgressBar } from './progress-bar.ts';
import type { RemarksFile } from './remarks-file.ts';
import type { BackfillServer } from './server.ts';
import type { SourceFile } from './source-file.ts';

/** A cell that would change. Counts of legs. */
interface ChangedCell {
  readonly unit: string;
  readonly column: CellColumn;
  readonly before: number;
  readonly after: number;
}

interface ChangedPeriod {
  readonly period: string;
  readonly cells: readonly ChangedCell[];
}

export interface DryRun {
  readonly progress: Progress;
  readonly periods: readonly ChangedPeriod[];
  /** Months that change as well and are not shown. */
  readonly monthsLeftOut: number;
}

/** Months that are shown unless periods are asked for; more would not be read. */
const MOST_MONTHS = 24;

/**
 * Works out which cells of which periods a file would change, against what the store holds, without sending anything: each dossier
 * is folded as it is and with what the file adds, by the rules that the consumer folds by. `periods` are keys; without any,
 * the months of which a cell changes up to today, the last of them where they are very many.
 */
export async function dryRun(
  source: SourceFile,
  server: BackfillServer,
  url: string,
  journal: Journal,
  list: RemarksFile,
  periods: readonly string[],
): Promise<DryRun> {
  const moved = new Moved();
  const progress = await foldAll(source, server, journal, list, moved);
  const months = periods.length > 0 ? [] : moved.months(source.context.zone.dayOf(instantFromMs(Date.now())));
  const asked = periods.length > 0 ? periods.map(periodOfKey) : months.slice(-MOST_MONTHS);
  const changed: ChangedPeriod[] = [];
  for (const period of asked) {
    const cells = await changedCells(url, period, moved);
    changed.push({ period: period.key, cells });
  }
  return { progress, periods: changed, monthsLeftOut: Math.max(0, months.length - MOST_MONTHS) };
}

async function foldAll(
  source: SourceFile,
  server: BackfillServer,
  journal: Journal,
  list: RemarksFile,
  moved: Moved,
): Promise<Progress> {
  await server.settled();
  const isEmpty = (await server.contents()).sources.size === 0;
  const bar = new ProgressBar('dry run', 0);
  let progress = journal.progress;
  try {
    for await (const batch of batchesOf(source, 0)) {
      let known: ReadonlyMap<string, readonly DossierEvent[]> = new Map();
      const prepared = await prepare(batch, source, journal, async (dossiers) => {
        known = isEmpty ? new Map() : await server.events(dossiers);
        return known;
      });
      const added = foldBatch(prepared, known, journal, moved);
      await list.add(prepared.remarks);
      const events = prepared.adding.reduce((sum, row) => sum + row.events.length, 0);
      progress = advance(progress, prepared, { events, remarks: [] }, list.length);
      await journal.commit(progress, prepared.legs, added);
      bar.tell(source.table.progress(), progress.read);
    }
  } finally {
    bar.stop();
  }
  return progress;
}

/** Folds what a batch adds; gives all that the file has added so far to the dossiers of the batch. */
function foldBatch(
  { adding }: PreparedBatch,
  known: ReadonlyMap<string, readonly DossierEvent[]>,
  journal: Journal,
  moved: Moved,
): ReadonlyMap<string, readonly DossierEvent[]> {
  const byDossier = new Map<string, DossierEvent[]>();
  for (const { events } of adding) {
    for (const event of events) {
      const some = byDossier.get(event.dossier);
      if (some === undefined) byDossier.set(event.dossier, [event]);
      else some.push(event);
    }
  }
  const added = new Map<string, readonly DossierEvent[]>();
  for (const [dossier, events] of byDossier) {
    const earlier = journal.added(dossier) as readonly DossierEvent[];
    let history = historyOf([...(known.get(dossier) ?? []), ...earlier]);
    for (const event of events) {
      const recorded = record(history, event);
      if (recorded.effect !== 'counted') continue;
      history = recorded.history;
      for (const movement of recorded.movements) moved.add(movement);
    }
    added.set(dossier, [...earlier, ...events]);
  }
  return added;
}

type Cell = Pick<Movement, 'unit' | 'day' | 'measure' | 'quantity'>;

/** The movements of a file, summed by unit, day and measure: what the roll-ups would hold of them. */
class Moved {
  readonly #units = new Map<string, Map<Day, Map<Movement['measure'], number>>>();

  add({ unit, day, measure, quantity }: Movement): void {
    const days = this.#units.get(unit) ?? new Map<Day, Map<Movement['measure'], number>>();
    this.#units.set(unit, days);
    const measures = days.get(day) ?? new Map<Movement['measure'], number>();
    days.set(day, measures);
    measures.set(measure, (measures.get(measure) ?? 0) + quantity);
  }

  *cells(): Generator<Cell> {
    for (const [unit, days] of this.#units)
      for (const [day, measures] of days)
        for (const [measure, quantity] of measures)
          if (quantity !== 0) yield { unit, day, measure, quantity };
  }

  /** The months up to today of which a cell changes: a stock stays changed in months in which nothing moves. */
  months(today: Day): readonly Period[] {
    const cells = [...this.cells()].filter(({ day }) => day <= today);
    const first = cells.reduce<number>((least, { day }) => Math.min(least, day), today) as Day;
    const months: Period[] = [];
    for (let day = first; day <= today; day = addDays(day, 1)) {
      const month = periodOfKey(formatDay(day).slice(0, 7));
      day = lastDay(month);
      if ([...shiftOf(month, cells).values()].some((shift) => shift.size > 0)) months.push(month);
    }
    return months;
  }
}

async function changedCells(url: string, period: Period, moved: Moved): Promise<readonly ChangedCell[]> {
  const days = `from=${formatDay(firstDay(period))}&to=${formatDay(lastDay(period))}`;
  const report = JSON.parse(
    await bodyOf(await fetch(new URL(`/v1/reports/appendix?${days}`, url))),
  ) as AppendixReport;
  const rows = new Map(report.rows.map((row) => [row.unit.code, row]));
  const cells: ChangedCell[] = [];
  for (const [unit, shift] of shiftOf(period, moved.cells())) {
    const row = rows.get(unit);
    for (const column of Object.keys(appendixCells) as CellColumn[]) {
      const change = shift.get(column);
      if (change === undefined) continue;
      const figure = row === undefined ? 0 : figureAt(row, column);
      cells.push({ unit, column, before: figure, after: figure + change });
    }
  }
  const order = new Map(report.rows.map(({ unit }, index) => [unit.code, index]));
  return cells.toSorted((a, b) => (order.get(a.unit) ?? order.size) - (order.get(b.unit) ?? order.size));
}
