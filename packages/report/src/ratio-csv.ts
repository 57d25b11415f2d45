import { csvFile } from './csv.ts';
import type { RatioReport } from './ratio-report.ts';

/**
 * A ratio as CSV: a line for the period and for each baseline, then for each unit that was asked for. A share without value, or one that is not comparable,
 * says so in its last column.
 */
export function ratioCsv(report: RatioReport): string {
  const { definition, period, baselines, rows } = report;
  const lines = [report, ...baselines].map((one) => [
    definition.id,
    one.period.key,
    '',
    '',
    one.numerator,
    one.denominator,
    one.percent ?? '',
    remark(one),
  ]);
  const units = rows.map(({ unit, numerator, denominator, percent, comparable }) => [
    definition.id,
    period.key,
    unit.code,
    unit.name,
    numerator,
    denominator,
    percent ?? '',
    remark({ percent, comparable }),
  ]);
  const header = [
    'definition',
    'period',
    'unit',
    'unit_name',
    'numerator',
    'denominator',
    'percent',
    'remark',
  ];
  return csvFile([header, ...lines, ...units]);
}

function remark({ percent, comparable }: { readonly percent: number | null; readonly comparable: boolean }) {
  if (percent === null) return 'no value';
  return comparable ? '' : 'the two sides cover different units';
}
