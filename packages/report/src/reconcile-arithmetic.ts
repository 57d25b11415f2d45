import type { CellColumn } from './appendix-figures.ts';
import { TOTAL_LABEL } from './forms/table-csv.ts';
import type { PublishedTable, TableFault, TableRow, UnitTableRow } from './reconcile-table.ts';

/** What must hold of every row, by the form's own numbers (domain rules, report columns). */
const identities: readonly {
  readonly text: string;
  readonly left: readonly CellColumn[];
  readonly right: readonly CellColumn[];
}[] = [
  {
    text: '(3) = (4)+(5)+(6)+(7)',
    left: ['received.total'],
    right: ['received.online', 'received.carriedOver', 'received.directOrPostal', 'received.forwarded'],
  },
  { text: '(8) = (9)+(10)', left: ['resolved.total'], right: ['resolved.onTime', 'resolved.late'] },
  { text: '(11) = (12)+(13)', left: ['pending.total'], right: ['pending.notDue', 'pending.overdue'] },
  { text: '(3) = (8)+(11)', left: ['received.total'], right: ['resolved.total', 'pending.total'] },
];

/** What a published table gets wrong by itself, in the order of its lines. */
export function tableFaults(table: PublishedTable): readonly TableFault[] {
  const rows: readonly TableRow[] = table.total === null ? table.rows : [...table.rows, table.total];
  const found = [
    ...table.faults,
    ...duplicates(table.rows),
    ...rows.flatMap(brokenIdentities),
    ...wrongSums(table),
  ];
  return found.toSorted((a, b) => a.line - b.line);
}

function duplicates(rows: readonly UnitTableRow[]): readonly TableFault[] {
  return rows.flatMap(({ unit, line }, index) => {
    const first = rows.findIndex((other) => other.unit.code === unit.code);
    const firstLine = rows[first]?.line;
    return first === index
      ? []
      : [{ line, text: `${unit.name}: stands there twice, in line ${firstLine} too` }];
  });
}

function brokenIdentities(row: TableRow): readonly TableFault[] {
  return identities.flatMap(({ text, left, right }) => {
    const [is, should] = [sumOf(row, left), sumOf(row, right)];
    if (is === null || should === null || is === should) return [];
    const name = row.unit?.name ?? TOTAL_LABEL;
    return [{ line: row.line, text: `${name}: ${text} does not hold: ${is} ≠ ${should}` }];
  });
}

/** The sum of some figures of a row; null where one is not there. */
function sumOf(row: TableRow, columns: readonly CellColumn[]): number | null {
  let sum = 0;
  for (const column of columns) {
    const figure = row.figures.get(column);
    if (figure === undefined) return null;
    sum += figure;
  }
  return sum;
}

function wrongSums({ rows, total, columns }: PublishedTable): readonly TableFault[] {
  if (total === null) return [];
  return columns.flatMap(({ path, number }) => {
    const printed = total.figures.get(path);
    const sum = rows.reduce((all, row) => all + (row.figures.get(path) ?? Number.NaN), 0);
    if (printed === undefined || Number.isNaN(sum) || sum === printed) return [];
    return [
      { line: total.line, text: `${TOTAL_LABEL}: (${number}) is ${printed}, but the rows add up to ${sum}` },
    ];
  });
}
