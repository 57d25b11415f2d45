import { type CellDossier, columnsOf, type Form } from '@sohoso/report';
import { formatCount, plain } from './format.ts';
import { type Align, COLUMN_FRAME, columnWidths, plainTable } from './plain-table.ts';
import { wrapped } from './wrap.ts';

/** What the server answers when it is asked for the dossiers behind a cell. */
export interface CellAnswer {
  readonly form: string;
  readonly period: { readonly from: string; readonly to: string; readonly key: string };
  readonly asKnownAt: string;
  readonly unit: string;
  readonly column: string;
  /** The figure of the cell. */
  readonly figure: number;
  /** How many legs are behind it. */
  readonly legs: number;
  readonly dossiers: readonly CellDossier[];
  readonly next: string | null;
}

const USUAL_WIDTH = 120;
const NARROWEST_HISTORY = 24;

/** The dossiers behind a cell, each with what happened to its leg; `width` in characters, null where nothing bounds it. */
export function cellTable(answer: CellAnswer, form: Form | undefined, width: number | null): string {
  const { figure, legs, dossiers, next } = answer;
  const title = `${titleOf(answer, form)}: ${formatCount(figure)}`;
  const shown =
    next === null ? [] : [`${formatCount(dossiers.length)} of ${formatCount(legs)}; --all lists all`];
  const taken =
    legs === figure ? [] : [`${formatCount(legs)} legs: those with −1 are taken back by a transfer`];
  if (dossiers.length === 0) return `${title}\n`;
  const columns = columnsFor(dossiers);
  const cells = dossiers.map((dossier) => columns.map(([, text]) => text(dossier)));
  const head = columns.map(([name]) => name);
  const used = columnWidths([head, ...cells]).reduce(
    (sum, taken) => sum + taken + COLUMN_FRAME,
    1 + COLUMN_FRAME,
  );
  const left = Math.max((width ?? USUAL_WIDTH) - used, NARROWEST_HISTORY);
  const table = plainTable({
    head: [...head, 'what happened'],
    aligns: columns.map(([, , align]) => align),
    rows: dossiers.map(({ history }, index) => {
      const steps = history.map(stepText).flatMap((line) => indented(line, left));
      return [...(cells[index] ?? []), steps.join('\n')];
    }),
  });
  return [title, table, ...taken, ...shown, ''].join('\n');
}

function titleOf({ unit, column, period }: CellAnswer, form: Form | undefined): string {
  const found = form === undefined ? undefined : columnsOf(form).find(({ path }) => path === column);
  const numbering = /^\(\d+\)/.exec(found?.numbering ?? '')?.[0] ?? '';
  const heading = found === undefined ? '' : ` ${numbering}${numbering === '' ? '' : ' '}${found.heading.vi}`;
  return `${plain(unit)}, ${column}${heading}, ${period.from} to ${period.to}`;
}

type CellColumn = readonly [head: string, text: (dossier: CellDossier) => string, align: Align];

/** The unit only where it differs, the sign only where there are others than 1. */
function columnsFor(dossiers: readonly CellDossier[]): readonly CellColumn[] {
  const text = (value: string | null) => plain(value ?? '–');
  const isOfSeveral = new Set(dossiers.map(({ unit }) => unit)).size > 1;
  const hasSigns = dossiers.some(({ quantity }) => quantity !== 1);
  return [
    ['dossier', ({ dossier }) => plain(dossier), 'left'],
    ...(isOfSeveral ? [['unit', ({ unit }: CellDossier) => text(unit), 'left'] as const] : []),
    ...(hasSigns ? [['', ({ quantity }: CellDossier) => signed(quantity), 'right'] as const] : []),
    ['channel', ({ channel }) => text(channel), 'left'],
    ['received', ({ received }) => text(received), 'left'],
    ['due', ({ due }) => text(due), 'left'],
    ['status', ({ status, closed }) => text(closed === null ? status : `closed ${closed}`), 'left'],
    ['late', ({ daysLate }) => (daysLate === null ? '–' : formatCount(daysLate)), 'right'],
  ];
}

const signed = (quantity: number) => (quantity < 0 ? `−${-quantity}` : `+${quantity}`);

/** `2020-04-03 due-changed, due 2020-04-10` */
function stepText({ day, what, unit, to, due, outcome }: CellDossier['history'][number]): string {
  const more = [
    ...(to === undefined ? [] : [`${unit} → ${to}`]),
    ...(due === undefined ? [] : [`due ${due}`]),
    ...(outcome === undefined ? [] : [outcome]),
  ];
  return plain([`${day} ${what}`, ...more].join(', '));
}

function indented(line: string, width: number): readonly string[] {
  const [first = '', ...rest] = wrapped(line, width);
  return [first, ...rest.map((text) => `  ${text}`)];
}
