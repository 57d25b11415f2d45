import type { DossierEvent, Instant } from '@sohoso/dossier';
import { takesBack } from './completed-row.ts';
import type { LegComparison } from './leg-comparison.ts';
import { type Close, isClose } from './standing-leg.ts';
import { isVoided, type Of, type Step, says } from './statement.ts';

/** How the leg ended, as it is known and as it is told now. */
export interface Closing {
  readonly known: Close | undefined;
  /** Null where the leg is open. */
  readonly told: Extract<Step, { readonly type: Close['type'] }> | null;
}

/** The result, the withdrawal, or that there is none any more. A day alone does not lie before what is told of that day. */
export function closingOf(leg: LegComparison, notBefore: readonly Instant[]): Closing {
  const known = leg.before.events.findLast(isClose);
  const { close, unit } = leg.row;
  if (close === null)
    return { known, told: known === undefined || takesBack(known, leg.context.tells) ? null : known };
  const at = leg.instantOf(close.at, known, notBefore);
  const { as, returnedVia, cause } = close;
  if (as === 'withdrawn') return { known, told: { type: 'withdrawn', at, unit, reason: cause } };
  return { known, told: { type: 'resolved', at, unit, outcome: as, returnedVia, cause } };
}

/**
 * A list of returned results may have issued our result again with the way of return. That stands as long as we say of the result what we
 * said then; else it is voided along with ours, and our new result takes over the way of return.
 */
export function changeClose({ known, told }: Closing, leg: LegComparison): void {
  if (known?.type !== 'resolved') {
    leg.settle(known, told);
    return;
  }
  const reissues = reissuesOf(leg);
  const standing = reissues.find(
    (event) => isReissueOf(event, known, leg) && !isVoided(event, leg.statement.known),
  );
  const isTakenOver = reissues.some(({ returnedVia }) => returnedVia === known.returnedVia);
  if (standing === undefined) {
    leg.settle(known, isTakenOver ? returned(told, known) : told);
    return;
  }
  const toldOfResult = returned(told, known);
  if (toldOfResult !== null && says(known, toldOfResult)) return;
  leg.statement.void(standing);
  leg.settle(known, returned(told, standing));
}

function returned(told: Closing['told'], { returnedVia }: Of<'resolved'>): Closing['told'] {
  return told?.type === 'resolved' ? { ...told, returnedVia } : told;
}

/** Results that other sources issued in place of any that this one ever told of the leg. */
function reissuesOf(leg: LegComparison): readonly Of<'resolved'>[] {
  const { known } = leg.statement;
  const { source } = leg.context;
  const own = known.filter((event) => event.source === source && isClose(event) && leg.before.has(event));
  return known.filter(
    (event): event is Of<'resolved'> =>
      event.type === 'resolved' &&
      event.source !== source &&
      own.some((close) => isReissueOf(event, close, leg)),
  );
}

/** Whether the source of one result has voided the other, and issued its own at the same unit and moment. */
function isReissueOf(event: Of<'resolved'>, close: DossierEvent, leg: LegComparison): boolean {
  if (!isClose(close) || event.unit !== close.unit || event.at !== close.at) return false;
  return isVoided(
    close,
    leg.statement.known.filter(({ source }) => source === event.source),
  );
}
