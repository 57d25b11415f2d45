import type { Day } from './calendar.ts';
import type { Pool } from './pools.ts';
import type { Procedure } from './procedures.ts';
import type { UnitProfile } from './unit-profiles.ts';

export type Channel = 'online' | 'direct' | 'postal' | 'forwarded';

/** How a leg stands when the sample ends. The first four are closed, the others open. */
export type Ending =
  | 'early'
  | 'onTheDay'
  | 'late'
  | 'closedWithoutDue'
  | 'notDue'
  | 'suspended'
  | 'openWithoutDue'
  | 'overdue'
  | 'overdueWithoutDue';

/** Something that happens to a leg between its opening and its close. */
export type Step =
  | { readonly kind: 'due-changed'; readonly day: Day; readonly due: Day }
  | { readonly kind: 'supplement-requested'; readonly day: Day }
  | { readonly kind: 'supplemented'; readonly day: Day; readonly due: Day | null }
  | { readonly kind: 'deadline-passed'; readonly day: Day };

export interface Timeline {
  readonly procedure: Procedure;
  readonly open: Day;
  readonly firstDue: Day | null;
  readonly steps: readonly Step[];
  readonly close: Day | null;
}

/** An event that was sent by mistake and voided later. */
export interface Mistake {
  readonly kind: 'intake' | 'result' | 'withdrawal';
  readonly day: Day;
  readonly voidedOn: Day;
}

/** A leg on the drawing board. The passes that join legs to dossiers and add incidents fill in the rest. */
export interface Leg extends Timeline {
  readonly profile: UnitProfile;
  readonly pool: Pool;
  readonly ending: Ending;
  channel: Channel;
  closedBy: 'result' | 'withdrawal' | 'release';
  returnedVia: 'direct' | 'online' | 'postal' | null;
  /** The unit's leg this one was forwarded from, and the leg it was forwarded to. */
  sender: Leg | null;
  receiver: Leg | null;
  transfer: { readonly from: UnitProfile; readonly day: Day } | null;
  mistake: Mistake | null;
}

/** Nothing but opening and close so far, so that an incident can be added without upsetting another one. */
export function isPlain(leg: Leg): boolean {
  return (
    leg.steps.length === 0 &&
    leg.channel !== 'forwarded' &&
    leg.closedBy === 'result' &&
    leg.receiver === null &&
    leg.transfer === null &&
    leg.mistake === null
  );
}
