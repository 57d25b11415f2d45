import type { QualityAnswer, QualityEntry, QualityPage } from '@sohoso/report';
import { formatCount, plain } from './format.ts';
import { plainTable } from './plain-table.ts';

/** The counts by reason and unit, and below them what each reason means and what to do about it. */
export function countsText({ period, counts, reasons, notes }: QualityAnswer): string {
  const title = `data quality from ${period.from} to ${period.to}`;
  const found = reasons.filter(({ count }) => count > 0);
  if (found.length === 0) return [title, 'nothing was found', ...notes, ''].join('\n');
  const table = plainTable({
    head: ['reason', 'unit', 'count'],
    aligns: ['left', 'left', 'right'],
    rows: found.flatMap(({ reason }) =>
      [...byUnit(counts.filter((other) => other.reason === reason))].map(([unit, count]) => [
        reason,
        plain(unit),
        formatCount(count),
      ]),
    ),
  });
  const sentences = found.flatMap(({ reason, count, explanation, remedy }) => [
    `${reason}: ${formatCount(count)}`,
    `  ${explanation.en}`,
    `  To do: ${remedy.en}`,
  ]);
  const more = 'the dossiers of one: sohoso data-quality … --reason <reason> [--unit <code>]';
  return [title, table, '', ...sentences, '', ...notes, more, ''].join('\n');
}

function byUnit(counts: QualityAnswer['counts']): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { unit, count } of counts) {
    const name = nameOf(unit);
    sums.set(name, (sums.get(name) ?? 0) + count);
  }
  return sums;
}

function nameOf(unit: QualityEntry['unit']): string {
  if (unit === null) return '–';
  return unit.name === unit.code ? unit.code : `${unit.name} (${unit.code})`;
}

/** The entries of one reason. */
export function entriesText({ period, reason, dossiers, next }: QualityPage): string {
  const title = `${reason} from ${period.from} to ${period.to}`;
  if (dossiers.length === 0) return `${title}\nnothing was found\n`;
  const table = plainTable({
    head: ['dossier', 'unit', 'source', 'event', 'day', 'detail'],
    rows: dossiers.map(({ dossier, unit, source, eventId, day, detail }) =>
      [dossier ?? '–', nameOf(unit), source ?? '–', eventId ?? '–', day, detail].map(plain),
    ),
  });
  const more = next === null ? [] : ['… and more; --format csv or json lists all'];
  return [title, table, ...more, ''].join('\n');
}
