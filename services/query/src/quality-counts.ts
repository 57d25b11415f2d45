import { addDays, type Day, formatDay, instantFromMs } from '@sohoso/dossier';
import {
  dossierReasons,
  explanations,
  findingsOf,
  firstDay,
  lastDay,
  type Period,
  PLAUSIBLE_DUE_YEARS,
  type QualityAnswer,
  type QualityReason,
  QualityTally,
  silentUnits,
} from '@sohoso/report';
import { refusedCounts, suspectDossiers, tellingUnits } from '@sohoso/store';
import type { QueryOptions } from './query-plugin.ts';

/** What the report is made from. */
export type QualityParts = Required<
  Pick<QueryOptions, 'clickhouse' | 'registry' | 'zone' | 'calendar' | 'now'>
>;

/** No year is shorter, so what lies further ahead is looked at, and no due that is implausible is passed over. */
export const PLAUSIBLE_DUE_DAYS = PLAUSIBLE_DUE_YEARS * 365;

/** What is wrong in a period, counted whole: by unit, source and reason. */
export async function qualityCounts(
  parts: QualityParts,
  period: Period,
  silentAfter: number,
): Promise<Pick<QualityAnswer, 'counts' | 'reasons' | 'notes'>> {
  const { clickhouse, registry } = parts;
  const [from, to] = [firstDay(period), lastDay(period)];
  const tally = new QualityTally();
  const asked = { from, to, reasons: dossierReasons, plausibleDays: PLAUSIBLE_DUE_DAYS };
  for await (const dossiers of suspectDossiers(clickhouse, asked)) {
    for (const { events } of dossiers) {
      for (const found of findingsOf(events, period)) tally.add(found);
    }
  }
  for (const { reason, count } of await refusedCounts.run(clickhouse, rangeOf(from, to))) {
    if (isReason(reason)) tally.add({ unit: null, source: null, reason }, count);
  }
  const silent = await findSilent(parts, period, silentAfter);
  for (const { code } of silent?.units ?? []) tally.add({ unit: code, source: null, reason: 'silent' });
  return { counts: tally.counts(registry.units), reasons: tally.reasons(), notes: silent?.notes ?? [] };
}

const isReason = (text: string): text is QualityReason => Object.hasOwn(explanations, text);

export const rangeOf = (from: Day, to: Day) => ({ from: formatDay(from), to: formatDay(to) });

/**
 * The units that told nothing on the last working days up to the end of the period, or up to today where that comes first. Null
 * where the period has not begun.
 */
export async function findSilent(parts: QualityParts, period: Period, workingDays: number) {
  const { clickhouse, registry, zone, now, calendar } = parts;
  const today = zone.dayOf(instantFromMs(now()));
  if (today < firstDay(period)) return null;
  const to = Math.min(today, lastDay(period)) as Day;
  const from = calendar.addWorkingDays(addDays(to, 1), -workingDays);
  const telling = await tellingUnits.run(clickhouse, rangeOf(from, to));
  const units = silentUnits(registry.on(to), new Set(telling.map(({ unit }) => unit)), from);
  const note = `A unit counts as silent that told nothing from ${formatDay(from)} to ${formatDay(to)} (${workingDays} working days).`;
  return { units, from, to, notes: [note, ...calendar.notes(from, to)] };
}
