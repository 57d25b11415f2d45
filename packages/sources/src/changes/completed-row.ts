import type { LegClose, LegRow } from '../leg-row.ts';
import type { Told } from './context.ts';
import { type Close, isClose, type Opening, type StandingLeg } from './standing-leg.ts';

type Tells = ReadonlySet<Told>;

/**
 * The row, with the values for which the list has no column taken over from what is known of the leg, so that nothing is lost where
 * an event is issued again.
 */
export function completedRow(row: LegRow, { opening, events }: StandingLeg, tells: Tells): LegRow {
  const found = events.findLast(isClose);
  const close =
    row.close === null || found === undefined ? row.close : completedClose(row.close, found, tells);
  return opening === undefined ? { ...row, close } : { ...row, close, ...openedAs(row, opening, tells) };
}

function openedAs(
  { custody, procedure, field }: LegRow,
  opening: Opening,
  tells: Tells,
): Pick<LegRow, 'custody' | 'procedure' | 'field'> {
  if (opening.type === 'forwarded')
    return {
      custody: tells.has('custody') || custody === null ? custody : opening.custody,
      procedure,
      field,
    };
  return {
    custody,
    procedure: tells.has('procedure') ? procedure : opening.procedure,
    field: tells.has('field') ? field : opening.field,
  };
}

function completedClose(close: LegClose, found: Close, tells: Tells): LegClose {
  const as = completedAs(close.as, found, tells);
  const cause = found.type === 'resolved' ? found.cause : found.reason;
  const returnedVia = found.type === 'resolved' ? found.returnedVia : null;
  return {
    at: close.at,
    as,
    returnedVia: tells.has('returnedVia') || as === 'withdrawn' ? close.returnedVia : returnedVia,
    cause: tells.has('cause') ? close.cause : cause,
  };
}

/** A day of the result alone does not say what the result was. */
function completedAs(as: LegClose['as'], found: Close, tells: Tells): LegClose['as'] {
  if (tells.has('outcome') || as === 'withdrawn') return as;
  if (found.type === 'resolved') return found.outcome;
  return tells.has('withdrawnAt') ? as : 'withdrawn';
}

/** Whether a list that tells of no end says thereby that this one is no more. */
export function takesBack(found: Close, tells: Tells): boolean {
  if (found.type === 'resolved') return tells.has('closedAt');
  return tells.has('withdrawnAt') || (tells.has('closedAt') && tells.has('outcome'));
}
