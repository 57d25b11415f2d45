import type { Day } from './day.ts';

/**
 * What is counted. The first ones are flows (how many legs did this on the day); `suspended` and `overdue` are
 * changes of a stock, so that the stock at the end of a day is the sum of all movements up to it.
 *
 * `resolved_early`, `resolved_on_time` and `resolved_late` together are all closed legs; `withdrawn`,
 * `released`, `refused` and `returned_by_post` show some of the same legs again. The open stock has no measure
 * of its own: it is opened + transferred in − transferred out − closed.
 */
export const measures = [
  'received_online',
  'received_direct',
  'received_postal',
  'received_forwarded',
  'transferred_in',
  'transferred_out',
  'resolved_early',
  'resolved_on_time',
  'resolved_late',
  'withdrawn',
  'released',
  'refused',
  'returned_by_post',
  'suspended',
  'overdue',
] as const;
export type Measure = (typeof measures)[number];

/** A signed, additive fact: what an event adds to, or takes from, one unit on one day. */
export interface Movement {
  readonly unit: string;
  /** Empty where the dossier's procedure or field is not known. */
  readonly procedure: string;
  readonly field: string;
  readonly day: Day;
  readonly measure: Measure;
  /** Which leg of the dossier, counted from 0 in the order of opening. */
  readonly leg: number;
  readonly quantity: number;
}

export const anomalyCodes = ['already-open', 'no-open-leg', 'deadline-mismatch', 'void-of-void'] as const;
export type AnomalyCode = (typeof anomalyCodes)[number];

/** An event that could not take effect as it stands; it is kept, and may yet take effect when others arrive. */
export interface Anomaly {
  readonly source: string;
  readonly id: string;
  readonly code: AnomalyCode;
  /** The unit at which it shows; empty for `void-of-void`. */
  readonly unit: string;
  readonly day: Day;
}
