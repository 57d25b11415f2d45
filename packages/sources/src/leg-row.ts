/** A moment as an export tells it: a local day, and the time of day where there is one. */
export interface LocalMoment {
  /** `YYYY-MM-DD` */
  readonly day: string;
  /** `HH:MM:SS`, local; null where only the day is known. */
  readonly time: string | null;
}

/** How a leg ended, as an export tells it. */
export interface LegClose {
  readonly at: LocalMoment;
  readonly as: 'granted' | 'refused' | 'withdrawn';
  readonly returnedVia: 'direct' | 'online' | 'postal' | null;
  /** Why it was late, or why it was withdrawn. */
  readonly cause: string | null;
}

/**
 * What one row of an export says of one leg: one unit's custody of one dossier. The mapping makes it of a row; comparing it
 * with what is known makes events of it.
 */
export interface LegRow {
  readonly kind: 'leg';
  /** The row of the file. */
  readonly row: number;
  /** Dossier id as events bear it (`subject`). */
  readonly dossier: string;
  /** Code of the unit in the registry. */
  readonly unit: string;
  readonly channel: 'online' | 'direct' | 'postal' | 'forwarded';
  /** Who forwarded it; null unless the channel is `forwarded`. */
  readonly forwardedFrom: string | null;
  /** Whether the sender let go of it; null unless the channel is `forwarded`. */
  readonly custody: 'kept' | 'released' | null;
  readonly receivedAt: LocalMoment;
  readonly procedure: string | null;
  readonly field: string | null;
  /** The due in force, `YYYY-MM-DD`. */
  readonly due: string | null;
  /** The due that was given first, where the export tells it apart. */
  readonly firstDue: string | null;
  readonly dueChangedAt: LocalMoment | null;
  readonly supplementRequestedAt: LocalMoment | null;
  readonly supplementedAt: LocalMoment | null;
  /** Since when the office counts a leg without due as overdue; null where it has a due or is not overdue. */
  readonly overdueSince: LocalMoment | null;
  readonly close: LegClose | null;
}

/** What one row of a list of returned results says: this dossier's result went to the applicant this way. */
export interface ReturnRow {
  readonly kind: 'return';
  readonly row: number;
  readonly dossier: string;
  readonly unit: string;
  readonly returnedVia: 'direct' | 'online' | 'postal';
  readonly at: LocalMoment;
}

export type SourceRow = LegRow | ReturnRow;

/** A row that is not loaded, with the reason. */
export interface RefusedRow {
  readonly row: number;
  /** The heading of the column that it is about; null where it is about the whole row. */
  readonly column: string | null;
  /** A code, e.g. `date-invalid`. */
  readonly reason: string;
  /** One sentence for a person, without file, row and column. */
  readonly detail: string;
}
