import { formatDay } from '@sohoso/dossier';
import { balanceFault, emptyBalance, sumBalances, type UnitBalance } from '../balance.ts';
import { firstDay, lastDay, type Period } from '../period.ts';
import type { StructureChange } from '../structure-change.ts';
import { type Figure, figureMaker } from './figures.ts';
import { columnsOf, type Form, type FormColumn, type RowKind, type Text } from './form.ts';

/** What a row is of. */
export interface RowHead {
  readonly code: string;
  readonly name: string;
  /** The unit's level; absent in rows of fields and procedures. */
  readonly level?: string;
  /** The units whose figures are added up in this row, itself first; absent where it is itself alone. */
  readonly of?: readonly string[];
  /** False where the row cannot be compared with the baseline: what it is of was not there at the end of both periods. */
  readonly comparable?: false;
}

export interface TableRow {
  readonly head: RowHead;
  /** In the order of the table's columns. */
  readonly figures: readonly Figure[];
}

/** What makes a row's figures impossible to rely upon: they are not printed. */
export interface TableFault {
  readonly code: string;
  readonly name: string;
  /** One sentence. */
  readonly detail: string;
}

/** A filled form: any period, scope and moment. Everything that is shown of it is made from here. */
export interface FormTable {
  readonly form: Form;
  readonly period: Period;
  /** What the period is compared with, where the form compares. */
  readonly baseline: Period | null;
  /** Only what the log had recorded by this moment is counted; RFC 3339. */
  readonly asKnownAt: string;
  readonly by: RowKind;
  readonly scope: string;
  /** The day whose structure of units the rows follow, `YYYY-MM-DD`. */
  readonly structureOn: string;
  /** What became of the units within the period; only where something did. */
  readonly structure?: StructureChange;
  readonly columns: readonly FormColumn[];
  readonly rows: readonly TableRow[];
  readonly total: readonly Figure[];
  /** Rows that do not balance; their figures and the totals are null. Empty in a sound store. */
  readonly faults: readonly TableFault[];
  readonly notes: readonly Text[];
}

/** What one row is made from. */
export interface RowInput {
  readonly head: RowHead;
  readonly period: readonly UnitBalance[];
  /** Null where the row has nothing in the baseline that it could be compared with. */
  readonly baseline: readonly UnitBalance[] | null;
}

export interface TableInput
  extends Pick<
    FormTable,
    'form' | 'period' | 'baseline' | 'asKnownAt' | 'by' | 'scope' | 'structureOn' | 'structure'
  > {
  readonly rows: readonly RowInput[];
  /** Why the totals of the two periods cannot be compared; null where they can. */
  readonly notComparable: Text | null;
  readonly notes: readonly Text[];
}

/**
 * Fills a form. The balance of every row is asserted before any figure is made of it; where it does not hold, neither the row nor the
 * total has figures, and the faults say why. A row without a balance never moved and is zeros.
 */
export function formTable(input: TableInput): FormTable {
  const { form, period, baseline, asKnownAt, by, scope, structureOn, structure, notComparable } = input;
  const columns = columnsOf(form);
  const figures = figureMaker(columns);
  const nothing = columns.map(() => null);
  const faults: TableFault[] = [];
  const rows = input.rows.map(({ head, period: now, baseline: then }) => {
    const fault = [...now, ...(then ?? [])].map(balanceFault).find((sentence) => sentence !== null);
    if (fault === undefined)
      return { head, figures: figures({ period: sumBalances(now), baseline: then && sumBalances(then) }) };
    faults.push({ code: head.code, name: head.name, detail: fault });
    return { head, figures: nothing };
  });
  const notes = [...form.notes, ...input.notes, ...negativeNotes(columns, rows)];
  const head = { form, period, baseline, asKnownAt, by, scope, structureOn };
  const asked = { ...head, ...(structure === undefined ? {} : { structure }), columns, rows, faults };
  if (faults.length > 0) return { ...asked, total: nothing, notes };
  const total = {
    period: sumBalances(input.rows.flatMap((row) => row.period)),
    baseline:
      baseline === null || notComparable !== null
        ? null
        : sumBalances(input.rows.flatMap((row) => row.baseline ?? [])),
  };
  return {
    ...asked,
    total: figures(total),
    notes: notComparable === null ? notes : [...notes, notComparable],
  };
}

/** The domain's one figure that may be below 0: what a unit carried over when it passed on by transfer what came within the period. */
function negativeNotes(columns: readonly FormColumn[], rows: readonly TableRow[]): readonly Text[] {
  const carriedOver = columns.findIndex(({ path }) => path === 'received.carriedOver');
  if (carriedOver < 0) return [];
  return rows.flatMap(({ head, figures }) => {
    const figure = figures[carriedOver] ?? 0;
    if (figure >= 0) return [];
    return [
      {
        en: `${head.name}: carried over is ${figure}, because it passed on by transfer what it had received within the period.`,
        vi: `${head.name}: số kỳ trước chuyển qua là ${figure}, vì đơn vị đã bàn giao cả hồ sơ tiếp nhận trong kỳ.`,
      },
    ];
  });
}

/** The figure of a row at a column's path; undefined where the form has no such column. */
export function figureOfRow(
  { columns }: Pick<FormTable, 'columns'>,
  { figures }: Pick<TableRow, 'figures'>,
  path: string,
): Figure | undefined {
  const index = columns.findIndex((column) => column.path === path);
  return index < 0 ? undefined : figures[index];
}

/** A period as answers give it. */
export function keyedPeriod(period: Period) {
  return { from: formatDay(firstDay(period)), to: formatDay(lastDay(period)), key: period.key };
}

/** The balances of rows' units in one period, by code; a unit without one never moved. */
export function balancesOf(
  balances: readonly UnitBalance[],
): (codes: readonly string[]) => readonly UnitBalance[] {
  const byCode = new Map(balances.map((balance) => [balance.unit, balance]));
  return (codes) => codes.map((code) => byCode.get(code) ?? emptyBalance(code));
}
