import type { ClickHouseClient } from '@clickhouse/client';
import { type Day, formatDay, type Measure } from '@sohoso/dossier';
import { z } from 'zod';
import { defineQuery } from '../query.ts';

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

/** Which cell: its units, its days, and how often a movement of a measure counts before and within the period. */
export interface CellAsked {
  readonly units: readonly string[];
  /** First and last day of the period, both included. */
  readonly from: Day;
  readonly to: Day;
  readonly weights: readonly {
    readonly measure: Measure;
    readonly before: number;
    readonly within: number;
  }[];
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
  { units, from, to, weights }: CellAsked,
  { order, limit, after }: CellPage,
): Promise<CellLegs> {
  const [afterRank, afterDossier, afterLeg] = after === null ? FIRST : placeOf(after);
  const looksBack = weights.some(({ before }) => before !== 0);
  const [found] = await query.run(client, {
    units,
    measures: weights.map(({ measure }) => measure),
    beforeWeights: weights.map(({ before }) => before),
    withinWeights: weights.map(({ within }) => within),
    from: formatDay(from),
    to: formatDay(to),
    since: looksBack ? BEFORE_ALL : formatDay(from),
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

/** The first day that the store's calendar type can hold. */
const BEFORE_ALL = '1900-01-01';

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
