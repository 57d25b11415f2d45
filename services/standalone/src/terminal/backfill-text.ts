import type { UnitRegistry } from '@sohoso/registry';
import type { CellColumn } from '@sohoso/report';
import type { DryRun } from '../backfill/dry-run.ts';
import type { Progress } from '../backfill/journal.ts';
import { formatCount } from './format.ts';
import { plainTable } from './plain-table.ts';

interface Listed {
  /** The list of rows that were refused or are doubtful; null where there are none. */
  readonly list: string | null;
}

/** What a backfill has done, as a person reads it. */
export function loadedText(told: Progress & Listed & { readonly seconds: number }): string {
  const rate = formatCount(Math.round(told.events / Math.max(told.seconds, 0.001)));
  return [
    `read      ${formatCount(told.read)} rows`,
    ...rowLines(told),
    `sent      ${formatCount(told.events)} events in ${told.seconds.toFixed(1)} s (${rate} a second), which reports now show`,
    ...listLines(told),
  ].join('\n');
}

function rowLines(told: Progress): readonly string[] {
  return [
    `  new     ${formatCount(told.added)}`,
    `  changed ${formatCount(told.changed)}`,
    `  known   ${formatCount(told.repeated)}, which add nothing`,
    `  skipped ${formatCount(told.skipped)}: totals, numbering and the like`,
    `  refused ${formatCount(told.refused)}`,
  ];
}

function listLines({ list, refused, warned }: Progress & Listed): readonly string[] {
  if (list === null) return [];
  const doubts = warned === 0 ? '' : ` and ${formatCount(warned)} with a doubt`;
  return [`${formatCount(refused)} refused rows${doubts} are listed with their reasons in ${list}`];
}

const columnNames: Readonly<Record<CellColumn, string>> = {
  'received.total': '(3) tổng số tiếp nhận',
  'received.online': '(4) trực tuyến',
  'received.carriedOver': '(5) kỳ trước chuyển qua',
  'received.directOrPostal': '(6) trực tiếp, bưu chính',
  'received.forwarded': '(7) liên thông',
  'resolved.total': '(8) đã giải quyết',
  'resolved.early': '    trước hạn',
  'resolved.onTime': '(9) đúng hạn',
  'resolved.late': '(10) quá hạn',
  'pending.total': '(11) đang giải quyết',
  'pending.notDue': '(12) chưa đến hạn',
  'pending.overdue': '(13) quá hạn',
  'pending.suspended': '    tạm dừng',
};

/** Which cells would change, period by period. */
export function dryRunText(
  { progress, periods, monthsLeftOut, list }: DryRun & Listed,
  registry: UnitRegistry,
): string {
  const tables = periods.map(({ period, cells }) => {
    if (cells.length === 0) return `${period}: no cell of the appendix would change`;
    const table = plainTable({
      head: ['unit', 'column', 'now', 'after', 'change'],
      aligns: ['left', 'left', 'right', 'right', 'right'],
      rows: cells.map(({ unit, column, before, after }) => [
        registry.find(unit)?.name ?? unit,
        columnNames[column],
        formatCount(before),
        formatCount(after),
        signed(after - before),
      ]),
    });
    return `${period}: ${formatCount(cells.length)} cells of the appendix would change\n${table}`;
  });
  return [
    ...(tables.length === 0 ? ['no cell of any report would change'] : tables),
    ...(monthsLeftOut === 0
      ? []
      : [
          `${formatCount(monthsLeftOut)} earlier months change as well; name periods with --period to see them`,
        ]),
    '',
    `read      ${formatCount(progress.read)} rows`,
    ...rowLines(progress),
    `to send   ${formatCount(progress.events)} events; nothing was sent`,
    ...listLines({ ...progress, list }),
  ].join('\n');
}

function signed(change: number): string {
  return change > 0 ? `+${formatCount(change)}` : formatCount(change);
}
