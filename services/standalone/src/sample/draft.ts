import type { Day } from './calendar.ts';
import type { EventData } from './cloud-event.ts';

type Named = Exclude<keyof EventData, 'voided'>;

/** What an event will say. A void names another draft, because ids are given once the dossier is complete. */
export type Content =
  | { [Kind in Named]: { readonly kind: Kind; readonly data: EventData[Kind] } }[Named]
  | { readonly kind: 'voided'; readonly voids: Draft; readonly reason: string };

/** An event that has its day but neither its time of day nor its id yet. */
export interface Draft {
  readonly day: Day;
  /** Where in the day it comes, see `PLACES`. */
  readonly place: number;
  readonly hours: 'office' | 'online' | 'midnight';
  readonly source: string;
  readonly content: Content;
}

/** The order in which things happen to one dossier on one day; closes come last, see `closePlace`. */
export const PLACES = {
  deadline: 0,
  slip: 1,
  intake: 2,
  supplied: 3,
  appointment: 4,
  request: 5,
  handOver: 6,
  slipLater: 7,
  void: 8,
  close: 20,
} as const;
