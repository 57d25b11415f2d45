import { compareText, type Day, formatDay } from '@sohoso/dossier';
import {
  dossierReasons,
  type Finding,
  findingsOf,
  firstDay,
  lastDay,
  type Period,
  type QualityEntry,
  type QualityReason,
} from '@sohoso/report';
import { Problem } from '@sohoso/service';
import { refusedRecords, suspectDossiers } from '@sohoso/store';
import { z } from 'zod';
import { findSilent, PLAUSIBLE_DUE_DAYS, type QualityParts, rangeOf } from './quality-counts.ts';

export interface PageAsked {
  readonly reason: QualityReason;
  /** Only those of a unit or source; '' for those without one. */
  readonly unit?: string | undefined;
  readonly source?: string | undefined;
  readonly limit: number;
  readonly after?: string | undefined;
  readonly silentAfter: number;
}

interface Page {
  readonly dossiers: readonly QualityEntry[];
  readonly next: string | null;
}

const NO_MORE: Page = { dossiers: [], next: null };

/** What is wrong in a period for one reason, in an order that pages can go on in. */
export async function qualityPage(parts: QualityParts, period: Period, asked: PageAsked): Promise<Page> {
  const { reason, unit, source } = asked;
  if (isDossierReason(reason)) return dossierPage(parts, period, { ...asked, reason });
  if ((source ?? '') !== '') return NO_MORE;
  if (reason === 'silent') return silentPage(parts, period, asked);
  return (unit ?? '') === '' ? refusedPage(parts, period, asked) : NO_MORE;
}

const ofDossiers: ReadonlySet<string> = new Set(dossierReasons);
const isDossierReason = (reason: QualityReason): reason is Finding['reason'] => ofDossiers.has(reason);

const dossierPlace = z.tuple([z.string(), z.string(), z.string()]);

async function dossierPage(
  parts: QualityParts,
  period: Period,
  { reason, unit, source, limit, after }: PageAsked & { readonly reason: Finding['reason'] },
): Promise<Page> {
  const place = placeOf(after, dossierPlace) ?? ['', '', ''];
  const found: Finding[] = [];
  const [from, to] = [firstDay(period), lastDay(period)];
  const suspects = { from, to, reasons: [reason], plausibleDays: PLAUSIBLE_DUE_DAYS };
  for await (const dossiers of suspectDossiers(parts.clickhouse, suspects, place[0])) {
    for (const { dossier, events } of dossiers) {
      const fitting = findingsOf(events, period)
        .filter((finding) => finding.reason === reason && fits(finding, unit, source))
        .toSorted(comparePlaces);
      const isFirst = dossier === place[0];
      found.push(...(isFirst ? fitting.filter((finding) => isAfter(finding, place)) : fitting));
      if (found.length > limit) {
        const page = found.slice(0, limit);
        const last = page.at(-1);
        const next = last === undefined ? null : placeText([last.dossier, last.source, last.eventId]);
        return { dossiers: page.map((finding) => entryOf(parts, finding)), next };
      }
    }
  }
  return { dossiers: found.map((finding) => entryOf(parts, finding)), next: null };
}

function fits(finding: Finding, unit: string | undefined, source: string | undefined): boolean {
  return (
    (unit === undefined || (finding.unit ?? '') === unit) &&
    (source === undefined || finding.source === source)
  );
}

/** Within a dossier; an event shows at most once for one reason. */
function comparePlaces(a: Finding, b: Finding): number {
  return compareText(a.source, b.source) || compareText(a.eventId, b.eventId);
}

function isAfter({ source, eventId }: Finding, [, atSource, atId]: z.infer<typeof dossierPlace>): boolean {
  return (compareText(source, atSource) || compareText(eventId, atId)) > 0;
}

function entryOf({ registry }: QualityParts, finding: Finding): QualityEntry {
  const { dossier, unit, source, eventId, day, detail } = finding;
  const named = unit === null ? null : { code: unit, name: registry.find(unit)?.name ?? unit };
  return { dossier, unit: named, source, eventId, day: formatDay(day), detail };
}

async function silentPage(
  parts: QualityParts,
  period: Period,
  { unit, limit, after, silentAfter }: PageAsked,
): Promise<Page> {
  const [start] = placeOf(after, z.tuple([z.int().min(0)])) ?? [0];
  const silent = await findSilent(parts, period, silentAfter);
  if (silent === null) return NO_MORE;
  const detail = `told nothing from ${formatDay(silent.from)} to ${formatDay(silent.to)}`;
  const units = silent.units.filter(({ code }) => unit === undefined || code === unit);
  const dossiers = units.slice(start, start + limit).map(({ code, name }) => ({
    dossier: null,
    unit: { code, name },
    source: null,
    eventId: null,
    day: formatDay(silent.from),
    detail,
  }));
  return { dossiers, next: start + limit < units.length ? placeText([start + limit]) : null };
}

async function refusedPage(
  { clickhouse }: QualityParts,
  period: Period,
  { reason, limit, after }: PageAsked,
): Promise<Page> {
  const [partition, offset] = placeOf(after, z.tuple([z.int().min(0).max(65_535), z.int().min(0)])) ?? [0, 0];
  const range = rangeOf(firstDay(period), lastDay(period));
  const rows = await refusedRecords.run(clickhouse, {
    ...range,
    reason,
    partition,
    offset,
    limit: limit + 1,
  });
  const more = rows[limit];
  const dossiers = rows.slice(0, limit).map((row) => ({
    dossier: null,
    unit: null,
    source: null,
    eventId: null,
    day: formatDay(row.day as Day),
    detail: `record ${row.partition}/${row.offset}: ${row.detail}`,
  }));
  return { dossiers, next: more === undefined ? null : placeText([more.partition, more.offset]) };
}

function placeText(parts: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** The place that a page before has named; undefined on the first page. */
function placeOf<Place>(after: string | undefined, schema: z.ZodType<Place>): Place | undefined {
  if (after === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(Buffer.from(after, 'base64url').toString('utf8')));
  } catch {
    throw new Problem(400, 'request-invalid', 'after: is not the "next" of a page of this reason');
  }
}
