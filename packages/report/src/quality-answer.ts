import { compareText } from '@sohoso/dossier';
import { csvFile } from './csv.ts';
import { type Explanation, explanations, type QualityReason, qualityReasons } from './quality-reasons.ts';

/** A unit as the data-quality report names it; one that the registry does not know goes by its code. */
export interface QualityUnit {
  readonly code: string;
  readonly name: string;
}

export interface QualityCount {
  /** Null where the reason is none of a unit: records that could not be read, voids of voids. */
  readonly unit: QualityUnit | null;
  /** Where the events come from; null for silent units and refused records. */
  readonly source: string | null;
  readonly reason: QualityReason;
  readonly count: number;
}

interface AsOf {
  readonly period: { readonly from: string; readonly to: string; readonly key: string };
  readonly asKnownAt: string;
}

/** What is wrong in a period, counted. */
export interface QualityAnswer extends AsOf {
  readonly counts: readonly QualityCount[];
  /** Every reason that there is, with its number in all, what it means and what to do about it. */
  readonly reasons: readonly (Explanation & { readonly reason: QualityReason; readonly count: number })[];
  /** What a reader must be told beside the figures. */
  readonly notes: readonly string[];
}

/** One thing that is wrong. */
export interface QualityEntry {
  /** Null for silent units and refused records. */
  readonly dossier: string | null;
  readonly unit: QualityUnit | null;
  readonly source: string | null;
  readonly eventId: string | null;
  /** The day of the event; of a refused record the day on which it was recorded, of a silent unit the first silent day that was looked at. */
  readonly day: string;
  readonly detail: string;
}

/** What is wrong for one reason, page by page. */
export interface QualityPage extends AsOf {
  readonly reason: QualityReason;
  readonly dossiers: readonly QualityEntry[];
  /** What to ask for as `after` to get the next page; null where there is none. */
  readonly next: string | null;
}

type Counted = {
  readonly unit: string | null;
  readonly source: string | null;
  readonly reason: QualityReason;
};

/** Counts findings by unit, source and reason. Holds the counts only, however many findings there are. */
export class QualityTally {
  readonly #counts = new Map<string, Counted & { count: number }>();

  add({ unit, source, reason }: Counted, count = 1): void {
    const key = JSON.stringify([unit, source, reason]);
    const known = this.#counts.get(key);
    if (known === undefined) this.#counts.set(key, { unit, source, reason, count });
    else known.count += count;
  }

  /** The counts: by unit in the order given, others by code, those without a unit last; then by reason and source. */
  counts(units: readonly QualityUnit[]): readonly QualityCount[] {
    const known = new Map(units.map(({ code, name }, place) => [code, { code, name, place }]));
    const placeOf = ({ unit }: Counted) =>
      unit === null ? units.length + 1 : (known.get(unit)?.place ?? units.length);
    return [...this.#counts.values()]
      .toSorted(
        (a, b) =>
          placeOf(a) - placeOf(b) ||
          compareText(a.unit ?? '', b.unit ?? '') ||
          qualityReasons.indexOf(a.reason) - qualityReasons.indexOf(b.reason) ||
          compareText(a.source ?? '', b.source ?? ''),
      )
      .map(({ unit, source, reason, count }) => ({
        unit: unit === null ? null : { code: unit, name: known.get(unit)?.name ?? unit },
        source,
        reason,
        count,
      }));
  }

  reasons(): QualityAnswer['reasons'] {
    const counts = [...this.#counts.values()];
    return qualityReasons.map((reason) => ({
      reason,
      count: counts.reduce((sum, other) => sum + (other.reason === reason ? other.count : 0), 0),
      ...explanations[reason],
    }));
  }
}

/** The counts as CSV (UTF-8, comma, RFC 4180), one a line under a header. */
export function qualityCsv({ counts }: QualityAnswer): string {
  const rows = counts.map(({ unit, source, reason, count }) => [
    unit?.code ?? '',
    unit?.name ?? '',
    source ?? '',
    reason,
    count,
  ]);
  return csvFile([['unit', 'unit_name', 'source', 'reason', 'count'], ...rows]);
}

/** The entries of a page as CSV, one a line under a header. */
export function qualityPageCsv({ reason, dossiers }: QualityPage): string {
  const rows = dossiers.map(({ dossier, unit, source, eventId, day, detail }) => [
    reason,
    dossier ?? '',
    unit?.code ?? '',
    source ?? '',
    eventId ?? '',
    day,
    detail,
  ]);
  return csvFile([['reason', 'dossier', 'unit', 'source', 'event_id', 'day', 'detail'], ...rows]);
}
