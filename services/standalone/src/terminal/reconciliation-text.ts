import { TOTAL_LABEL } from '@sohoso/report';
import Table from 'cli-table3';
import type { ExplainedDifference, ReconcileAnswer } from '../commands/reconcile.ts';
import { formatCount } from './format.ts';

/** What a reconciliation found, for a person: the cells that differ, what is behind them, faults, and a verdict. */
export function reconciliationText(answer: ReconcileAnswer): string {
  const { differences, faults, printed, unitsLeftOut, columnsLeftOut } = answer;
  const lines = [
    ...(differences.length === 0 ? [] : [differencesTable(differences)]),
    ...differences.flatMap(behind),
    ...section(
      'The published table is wrong by itself:',
      faults.map(({ line, text }) => `line ${line}: ${text}`),
    ),
    ...section(
      'Printed figures:',
      printed.map(({ label, text }) => `${label}: ${text}`),
    ),
    ...section('Not in the published table, and not compared:', [
      ...unitsLeftOut.map(({ code, name }) => `unit ${name} (${code}), which has figures`),
      ...columnsLeftOut.map(({ number, name }) => `column (${number}) ${name}`),
    ]),
    verdict(answer),
  ];
  return `${lines.join('\n')}\n`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
}

const borders = { head: [], border: [] };

function differencesTable(differences: readonly ExplainedDifference[]): string {
  const table = new Table({
    head: ['line', 'unit', 'column', 'published', 'computed', 'difference'],
    style: borders,
    colAligns: ['right', 'left', 'left', 'right', 'right', 'right'],
    chars: noRules,
  });
  for (const { line, unit, column, published, computed, difference } of differences) {
    table.push([
      line,
      unit?.name ?? TOTAL_LABEL,
      `(${column.number}) ${column.name}`,
      formatCount(published),
      formatCount(computed),
      `${difference > 0 ? '+' : '−'}${formatCount(Math.abs(difference))}`,
    ]);
  }
  return table.toString();
}

const noRules = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' };

/** The dossiers that the computed figure of a differing cell counts, those that the log recorded something of last first. */
function behind({ unit, column, legs, dossiers }: ExplainedDifference): readonly string[] {
  if (dossiers.length === 0) return [];
  const table = new Table({
    head: ['dossier', 'leg', '', 'channel', 'received', 'due', 'status', 'closed', 'days late'],
    style: borders,
    colAligns: ['left', 'right', 'right', 'left', 'left', 'left', 'left', 'left', 'right'],
    chars: noRules,
  });
  for (const { dossier, leg, quantity, channel, received, due, status, closed, daysLate } of dossiers) {
    const sign = quantity > 0 ? `+${quantity}` : `−${-quantity}`;
    const cells = [channel, received, due, status, closed].map((text) => text ?? '–');
    table.push([dossier, leg, sign, ...cells, daysLate === null ? '–' : formatCount(daysLate)]);
  }
  const shown =
    dossiers.length < legs ? `the ${dossiers.length} recorded last of ${formatCount(legs)}` : 'all';
  return [`${unit?.name ?? TOTAL_LABEL}, (${column.number}) ${column.name}: ${shown}`, table.toString()];
}

function verdict({
  holds,
  compared,
  differences,
  faults,
  printed,
  against,
  period,
}: ReconcileAnswer): string {
  const days = `${period.from} to ${period.to}`;
  if (holds) return `all ${formatCount(compared)} cells of ${against} equal the computed ones, ${days}`;
  const wrong = printed.filter(({ kind }) => kind === 'difference').length;
  return [
    `${formatCount(differences.length)} of ${formatCount(compared)} cells of ${against} differ, ${days}`,
    ...(faults.length === 0 ? [] : [`${faults.length} faults in the published table`]),
    ...(wrong === 0 ? [] : [`${wrong} printed figures are not what the arithmetic gives`]),
  ].join('; ');
}
