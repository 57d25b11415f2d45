import type { DossierEvent, Instant } from '@sohoso/dossier';
import type { LegRow, LocalMoment } from '../leg-row.ts';
import { completedRow } from './completed-row.ts';
import type { ChangeContext, Told } from './context.ts';
import { legOf } from './leg-name.ts';
import { keptInstantOf } from './moments.ts';
import { type StandingLeg, standingLeg } from './standing-leg.ts';
import { type Of, Statement, type Step, says } from './statement.ts';

/** A row beside what its source has said of the leg, and what the row adds to that. */
export class LegComparison {
  readonly warnings: string[] = [];
  /** With what the list does not tell taken over from what is known. */
  readonly row: LegRow;
  readonly context: ChangeContext;
  readonly statement: Statement;
  /** The leg as it was known before. */
  readonly before: StandingLeg;
  readonly openedAt: Instant;
  readonly #leg: string;

  constructor(row: LegRow, known: readonly DossierEvent[], context: ChangeContext) {
    this.context = context;
    this.statement = new Statement(row.dossier, known, context);
    this.before = standingLeg(row, this.statement.standing, context);
    this.row = completedRow(row, this.before, context.tells);
    this.openedAt = keptInstantOf(row.receivedAt, context.zone, this.before.opening);
    this.#leg = legOf(row);
  }

  tells(told: Told): boolean {
    return this.context.tells.has(told);
  }

  /** The leg with what was made so far. */
  get current(): StandingLeg {
    return standingLeg(this.row, this.statement.current, this.context);
  }

  /** The instant of a told moment; see `keptInstantOf`. */
  instantOf(
    moment: LocalMoment,
    known: DossierEvent | undefined,
    notBefore: readonly Instant[] = [this.openedAt],
  ): Instant {
    return keptInstantOf(moment, this.context.zone, known, notBefore);
  }

  last<Type extends DossierEvent['type']>(type: Type): Of<Type> | undefined {
    return this.before.events.findLast((event): event is Of<Type> => event.type === type);
  }

  /** Lets a known event stand where it says what is told now; else voids it, and adds what is told. */
  settle(known: DossierEvent | undefined, told: Step | null): void {
    if (known !== undefined && told !== null && says(known, told)) return;
    if (known !== undefined) this.statement.void(known);
    if (told !== null) this.add(told);
  }

  add(step: Step): void {
    this.statement.add(this.#leg, step);
  }
}
