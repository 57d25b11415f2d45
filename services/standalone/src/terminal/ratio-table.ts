import { type RatioReport, type Share, TOTAL_LABEL } from '@sohoso/report';
import Table from 'cli-table3';
import { formatCount, vietnameseDay } from './format.ts';

const NO_VALUE = 'không có giá trị';

/** A ratio with its baseline in a line (several baselines: a line each), its sentence below, then notes and the units. */
export function ratioText(report: RatioReport): string {
  const { definition, period, baselines, comparable, likeForLike } = report;
  const like =
    likeForLike === null ? [] : [`of the ${likeForLike.units} units of both sides: ${fraction(likeForLike)}`];
  const lines = [
    [`${definition.id}  ${fraction(report)}${markOf(report)}`, ...baselines.map(baselineText)].join(
      baselines.length > 1 ? '\n  ' : '   ',
    ),
    definition.vi,
    `(Từ ngày ${vietnameseDay(period.from)} đến ngày ${vietnameseDay(period.to)})`,
    ...report.notes.map((note, index) => `${!comparable && index === 0 ? '(*)' : '*'} ${note}`),
    ...like.map((text) => `  ${text}`),
    ...(report.rows.length === 0 ? [] : [unitTable(report)]),
  ];
  return `${lines.join('\n')}\n`;
}

function baselineText(baseline: RatioReport['baselines'][number]): string {
  const result = baseline.difference?.text ?? `not comparable: ${baseline.reason}`;
  return `baseline ${baseline.period.key}: ${fraction(baseline)}${markOf(baseline)}   ${result}`;
}

const markOf = ({ comparable }: { readonly comparable: boolean }): string => (comparable ? '' : ' (*)');

/** `156 / 1.284 = 12,1%` */
function fraction({ numerator, denominator, text }: Share): string {
  return `${formatCount(numerator)} / ${formatCount(denominator)} = ${text ?? NO_VALUE}`;
}

function unitTable(report: RatioReport): string {
  const table = new Table({
    head: ['Đơn vị', 'Tử số', 'Mẫu số', 'Tỷ lệ'],
    style: { head: [], border: [] },
    colAligns: ['left', 'right', 'right', 'right'],
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  });
  const rows = [
    ...report.rows.map((row) => ({ ...row, name: row.unit.name })),
    { ...report, name: TOTAL_LABEL },
  ];
  for (const row of rows) {
    const share = `${row.text ?? '–'}${markOf(row)}`;
    table.push([row.name, formatCount(row.numerator), formatCount(row.denominator), share]);
  }
  return table.toString();
}
