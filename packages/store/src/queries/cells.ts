import type { ClickHouseClient } from '@clickhouse/client';
import { type Day, formatDay, LAST_DAY, type Measure } from '@sohoso/dossier';
import { z } from 'zod';
import { weightsByDay } from '../cell-weights.ts';
import { type KnownAt, knownAtMs } from '../known-at.ts';
import { defineQuery } from '../query.ts';
import { requireRollUps } from '../roll-ups-hold.ts';
import { unitParameters } from '../unit-parameters.ts';

const row = z.object({
  legs: z.int(),
  figure: z.int(),
  page: z.array(z.tuple([z.int(), z.string(), z.int(), z.int()])),
});

interface Params {
  readonly [name: string]: string | number | readonly string[] | readonly number[];
}
const query = defineQuery<Params, z.infer<typeof row>>('cell-legs', row);

/** The most legs that one page may have. */
export const MAX_CELL_LEGS = 1_000;

/** A period, both ends included, and how often a movement of a measure counts before it and within it. */
export interface CellWindow {
  readonly from: Day;
  readonly to: Day;
  readonly weights: readonly {
    readonly measure: Measure;
    readonly before: number;
    readonly within: number;
  }[];
}

/**
 * Which cell: of some units (null: all) and some periods, whose weights of a movement add up; of one field or procedure where
 * that is named; and as known at a moment, or (null) of all that the store has.
 */
export interface CellAsked {
  readonly units: readonly string[] | null;
  readonly windows: readonly CellWindow[];
  readonly of?: { readonly by: 'field' | 'procedure'; readonly key: string };
  readonly known: KnownAt | null;
}

export interface CellPage {
  /** By dossier and leg, or the ones whose movements were recorded last first. */
  readonly order: 'dossier' | 'recorded';
  /** At most MAX_CELL_LEGS. */
  readonly limit: number;
  /** The `next` of the page before; null for the first page. */
  readonly after: string | null;
}

export interface CellLegs {
  /** How many legs are behind the cell, those of other pages included. */
  readonly legs: number;
  /** The sum of their quantities: the figure of the cell. */
  readonly figure: number;
  readonly page: readonly { readonly dossier: string; readonly leg: number; readonly quantity: number }[];
  /** Where the next page begins; null after the last leg. */
  readonly next: string | null;
}

/** The place of a page was not one that was given out. */
export class PlaceInvalid extends RangeError {
  override readonly name = 'PlaceInvalid';
}

/** The legs behind a cell, page by page, with their whole number. Throws PlaceInvalid. */
export async function cellLegs(
  client: ClickHouseClient,
  { units, windows, of, known }: CellAsked,
  { order, limit, after }: CellPage,
): Promise<CellLegs> {
  const [afterRank, afterDossier, afterLeg] = after === null ? FIRST : placeOf(after);
  await requireRollUps(client);
  const { measures, days, weights } = weightsByDay(windows);
  const [found] = await query.run(client, {
    ...unitParameters(units),
    by: of?.by ?? '',
    key: of?.key ?? '',
    knownAtMs: knownAtMs(known),
    measures,
    days: days.map(formatDay),
    weights,
    // Nothing counts before the first of these days, nor after the last one.
    since: days[0] === undefined ? AFTER_ALL : formatDay(days[0]),
    before: formatDay(days.at(-1) ?? LAST_DAY),
    byRecorded: order === 'recorded' ? 1 : 0,
    afterRank,
    afterDossier,
    afterLeg,
    // One more tells whether there is a next page.
    limit: limit + 1,
  });
  const { legs = 0, figure = 0, page = [] } = found ?? {};
  const shown = page.slice(0, limit);
  const last = shown.at(-1);
  return {
    legs,
    figure,
    page: shown.map(([, dossier, leg, quantity]) => ({ dossier, leg, quantity })),
    next: last === undefined || page.length <= limit ? null : `${last[0]}~${last[1]}~${last[2]}`,
  };
}

const AFTER_ALL = '2299-12-31';

type Place = readonly [rank: number, dossier: string, leg: number];
const FIRST: Place = [Number.MIN_SAFE_INTEGER, '', 0];
/** Rank, dossier and leg; no dossier id has a tilde. */
const PLACE = /^(0|-\d{1,15})~([^~]{1,64})~(\d{1,5})$/;

function placeOf(text: string): Place {
  const [, rank, dossier, leg] = PLACE.exec(text) ?? [];
  if (rank === undefined || dossier === undefined || leg === undefined)
    throw new PlaceInvalid(`"${text}" is not the place of a page; give the "next" of the page before`);
  return [Number(rank), dossier, Number(leg)];
}
