import type { RestatementAnswer, RestatementCell } from '@sohoso/report';
import { formatCount, plain } from './format.ts';
import { plainTable } from './plain-table.ts';

/** What an issued report would say otherwise now, and the events that caused it. */
export function restatementText(answer: RestatementAnswer): string {
  const { id, report, period, issuedAsKnownAt, asKnownAt, definitionsChanged, rows, differences } = answer;
  const said = [
    `${id}: ${report} of ${period.key}, issued as known at ${issuedAsKnownAt}, now as known at ${asKnownAt}`,
    ...(definitionsChanged.length === 0
      ? []
      : [`! defined another way since then: ${definitionsChanged.join(', ')}`]),
    ...rows.map(({ code, name, change }) => `row ${plain(name)} (${plain(code)}) ${change}`),
  ];
  if (differences === 0 && rows.length === 0) return `${said.join('\n')}\nevery cell is as it was issued\n`;
  const shown = answer.cells.length;
  const count = `${formatCount(differences)} cells would differ now`;
  return [
    ...said,
    shown < differences ? `${count}; here are ${formatCount(shown)}` : count,
    cellsTable(answer.cells),
    '',
  ].join('\n');
}

function cellsTable(cells: readonly RestatementCell[]): string {
  return plainTable({
    head: ['row', 'column', 'issued', 'now', 'change', 'because of'],
    aligns: ['left', 'left', 'right', 'right', 'right', 'left'],
    rows: cells.map((cell) => {
      const { row, name, column, issued, now, difference } = cell;
      return [
        plain(name === '' ? row : name),
        column,
        figure(issued),
        figure(now),
        difference === null ? '–' : signed(difference),
        reasonsOf(cell).map(plain).join('\n'),
      ];
    }),
  });
}

/** A line for each event or row that is listed, then how many more there are, then what none of them explains. */
function reasonsOf({ events, rows, unexplained, because }: RestatementCell): readonly string[] {
  const lines = [
    ...(events?.listed ?? []).map(
      ({ dossier, type, time, recordedAt, quantity }) =>
        `${signed(quantity)} ${dossier} ${type} of ${time.slice(0, 10)}, recorded ${recordedAt.slice(0, 10)}`,
    ),
    ...(rows?.listed ?? []).map(({ row, difference }) => `${signed(difference)} row ${row}`),
  ];
  const more = (events?.count ?? 0) + (rows?.count ?? 0) - lines.length;
  return [
    ...lines,
    ...(more > 0 ? [`… and ${formatCount(more)} more`] : []),
    ...(unexplained === null
      ? []
      : [`${signed(unexplained.quantity)} unexplained: ${unexplained.reasons.join('; ')}`]),
    ...(because === undefined ? [] : [because]),
  ];
}

const figure = (value: number | null) => (value === null ? '–' : figureText(value));
const signed = (value: number) => (value > 0 ? `+${figureText(value)}` : figureText(value));

/** Shares have one decimal, counts none. */
function figureText(value: number): string {
  const [whole = '', decimal] = String(Math.abs(value)).split('.');
  const text =
    decimal === undefined ? formatCount(Number(whole)) : `${formatCount(Number(whole))},${decimal}`;
  return value < 0 ? `−${text}` : text;
}
