import type { LegClose, LocalMoment } from '../leg-row.ts';
import type { RowFaults } from './row-fault.ts';
import type { ValueOf } from './vocabulary.ts';

/** What a row says of the end of a leg, each where it says it. */
export interface Ending {
  readonly closedAt: LocalMoment | null;
  readonly withdrawnAt: LocalMoment | null;
  readonly outcome: ValueOf<'outcome'> | null;
  readonly status: ValueOf<'status'> | null;
  readonly returnedVia: LegClose['returnedVia'];
  readonly cause: string | null;
}

/** The headings that a fault is about. */
export interface EndingHeadings {
  readonly closedAt: string | null;
  /** Of the column that decides: the outcome, else the status. */
  readonly outcome: string | null;
}

/**
 * How the leg ended, null where it is open. The outcome decides, where it is empty the status, where both are the day alone: a
 * result day without an outcome is a result granted. An end without a day, and a day of a leg that is said to be open, are noted.
 */
export function closeOf(ending: Ending, headings: EndingHeadings, faults: RowFaults): LegClose | null {
  const { closedAt, withdrawnAt, outcome, status, returnedVia, cause } = ending;
  const said = outcome ?? (status === 'not-received' ? null : status);
  if (withdrawnAt !== null && (said === 'granted' || said === 'refused')) {
    faults.note(
      headings.outcome,
      'close-contradicted',
      `the outcome is ${said}, but there is a day of withdrawal`,
    );
    return null;
  }
  if (withdrawnAt !== null) return { at: withdrawnAt, as: 'withdrawn', returnedVia: null, cause };
  if (closedAt === null) {
    if (said !== null && said !== 'open')
      faults.note(
        headings.closedAt,
        'close-without-day',
        `the outcome is ${said}, but there is no day for it`,
      );
    return null;
  }
  if (said === 'open') {
    faults.note(
      headings.outcome,
      'close-contradicted',
      'there is a day of the result, but the dossier is said to be open',
    );
    return null;
  }
  const as = said ?? 'granted';
  return { at: closedAt, as, returnedVia: as === 'withdrawn' ? null : returnedVia, cause };
}
