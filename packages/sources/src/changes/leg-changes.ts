import type { Day, DossierEvent, Instant } from '@sohoso/dossier';
import type { LegRow, RefusedRow } from '../leg-row.ts';
import { legOf, type RowChanges } from './changes.ts';
import { type ChangeContext, Statement, type Step } from './context.ts';
import { dayOf, instantOf, isAt } from './moments.ts';
import {
  eventsAt,
  intakeElsewhere,
  type Of,
  type Opening,
  type StandingLeg,
  standingLeg,
} from './standing-leg.ts';

type Close = Of<'resolved'> | Of<'withdrawn'>;

/** What a row of a dossier list adds to what is known of its leg; see `rowChanges`. */
export function legChanges(row: LegRow, known: readonly DossierEvent[], context: ChangeContext): RowChanges {
  const update = new LegUpdate(row, known, context);
  const refused = update.open();
  if (refused !== null) return { kind: 'refused', refused };
  update.supplement();
  update.changeDue();
  update.passDeadline();
  update.close();
  return { kind: 'events', events: update.events, warnings: update.warnings };
}

/** One leg while it is compared, step by step; each step goes by what the ones before it have found. */
class LegUpdate {
  readonly warnings: string[] = [];
  readonly #row: LegRow;
  readonly #context: ChangeContext;
  readonly #leg: string;
  readonly #statement: Statement;
  readonly #opening: Opening | undefined;
  /** What else stands of this leg, in the order of time. */
  readonly #standing: readonly DossierEvent[];
  readonly #openedAt: Instant;
  readonly #closedAt: Instant | null;
  #isOpenedAnew = false;

  constructor(row: LegRow, known: readonly DossierEvent[], context: ChangeContext) {
    this.#row = row;
    this.#context = context;
    this.#leg = legOf(row);
    this.#statement = new Statement(row.dossier, known, context);
    this.#openedAt = instantOf(row.receivedAt, context.zone, null);
    const found = standingLeg(row, this.#statement.standing, this.#openedAt, context.zone);
    this.#opening = found.opening;
    this.#standing = found.events;
    this.#closedAt = row.close === null ? null : instantOf(row.close.at, context.zone, this.#openedAt);
  }

  get events(): readonly DossierEvent[] {
    return this.#statement.made;
  }

  /** Opens the leg, or corrects how it was opened. A row that cannot be of this dossier is refused. */
  open(): RefusedRow | null {
    const found = this.#opening;
    if (found === undefined) {
      const refused = this.#moveFromElsewhere();
      if (refused !== null) return refused;
      this.#open(this.#firstDue());
    } else if (this.#isOpenedOtherwise(found)) this.#openAnew(found, this.#keptDue(found));
    if (this.#closedAt !== null && this.#closedAt < this.#openedAt)
      this.warnings.push('the result lies before the receipt; the leg stays open');
    return null;
  }

  /** The wait for the applicant: when it began and when it ended. */
  supplement(): void {
    if (!this.#context.tells.has('supplement')) return;
    const { supplementRequestedAt: from, supplementedAt: to, unit } = this.#row;
    const { zone } = this.#context;
    const start = from === null ? null : instantOf(from, zone, this.#openedAt);
    const requested = this.#last('supplement-requested');
    const ended = this.#last('supplemented');
    // A wait that begins after the known one ended is another one, and the known one stays.
    if (ended !== undefined && start !== null && start > ended.at) {
      this.#add({ type: 'supplement-requested', at: start, unit, reason: null });
      if (to !== null) this.#add({ type: 'supplemented', at: instantOf(to, zone, start), unit, due: null });
      return;
    }
    const isRequested = requested !== undefined && from !== null && isAt(requested.at, from, zone);
    const isEnded = ended !== undefined && to !== null && isAt(ended.at, to, zone);
    if (requested !== undefined && !isRequested) this.#statement.void(requested);
    if (ended !== undefined && !isEnded) this.#statement.void(ended);
    if (start !== null && !isRequested)
      this.#add({ type: 'supplement-requested', at: start, unit, reason: null });
    if (start !== null && to !== null && !isEnded)
      this.#add({ type: 'supplemented', at: instantOf(to, zone, start), unit, due: null });
  }

  /** Apology and re-appointment: another due than the one in force. */
  changeDue(): void {
    if (!this.#context.tells.has('due')) return;
    const due = this.#row.due === null ? this.#row.firstDue : this.#row.due;
    if (due === null) {
      this.#takeDueBack();
      return;
    }
    // A change that lies behind the result, which was entered late, never took effect.
    for (const event of this.#standing)
      if (event.type === 'due-changed' && this.#closedAt !== null && event.at > this.#closedAt)
        this.#statement.void(event);
    const day = dayOf(due);
    if (day === this.#dueInForce()) return;
    const at = this.#dueChangedAt();
    // A change that is known for that moment or a later one cannot have been the last one, as the export says it was.
    for (const event of this.#standing)
      if (event.type === 'due-changed' && event.at >= at) this.#statement.void(event);
    this.#add({ type: 'due-changed', at, unit: this.#row.unit, due: day, reason: null });
  }

  /** A leg without due that the office itself counts as overdue. */
  passDeadline(): void {
    const { overdueSince, unit, close } = this.#row;
    const { zone, tells } = this.#context;
    if (!tells.has('overdueSince')) return;
    const found = this.#last('deadline-passed');
    if (found !== undefined && overdueSince !== null && isAt(found.at, overdueSince, zone)) return;
    // Of a leg that is closed, exports often do not say any more that it had been overdue.
    if (found !== undefined && overdueSince === null && close !== null) return;
    if (found !== undefined) this.#statement.void(found);
    if (overdueSince === null) return;
    this.#add({ type: 'deadline-passed', at: instantOf(overdueSince, zone, this.#openedAt), unit });
  }

  /** The result, the withdrawal, or that there is none any more. */
  close(): void {
    if (!this.#context.tells.has('close')) return;
    const found = this.#standing.findLast(
      (event): event is Close => event.type === 'resolved' || event.type === 'withdrawn',
    );
    const { close, unit } = this.#row;
    if (found !== undefined && close !== null && this.#isClosedSo(found, close)) return;
    if (found !== undefined) this.#statement.void(found);
    if (close === null || this.#closedAt === null) return;
    const at = this.#closedAt;
    const { as, returnedVia, cause } = close;
    if (as === 'withdrawn') this.#add({ type: 'withdrawn', at, unit, reason: cause });
    else this.#add({ type: 'resolved', at, unit, outcome: as, returnedVia, cause });
  }

  #add(step: Step): void {
    this.#statement.add(this.#leg, step);
  }

  #open(due: Day | null): void {
    const { channel, unit, forwardedFrom, custody, procedure, field } = this.#row;
    const at = this.#openedAt;
    if (channel !== 'forwarded') this.#add({ type: 'received', at, unit, channel, due, procedure, field });
    else
      this.#add({
        type: 'forwarded',
        at,
        from: forwardedFrom ?? '',
        to: unit,
        due,
        custody: custody ?? 'kept',
      });
  }

  #openAnew(opening: Opening, due: Day | null): void {
    this.#isOpenedAnew = true;
    this.#statement.void(opening);
    this.#open(due);
  }

  /** The due that was given first stays, for later changes of it are known as events of their own; unless there is none any more. */
  #keptDue({ due }: Opening): Day | null {
    const { firstDue, due: present } = this.#row;
    if (firstDue !== null) return dayOf(firstDue);
    return present === null && this.#context.tells.has('due') ? null : due;
  }

  #firstDue(): Day | null {
    const due = this.#row.firstDue ?? this.#row.due;
    return due === null ? null : dayOf(due);
  }

  /** When the due was changed: as told; else as late as it can have been without the leg having gone overdue, or now. */
  #dueChangedAt(): Instant {
    const { dueChangedAt, firstDue } = this.#row;
    const { zone, asOf } = this.#context;
    if (dueChangedAt !== null) return instantOf(dueChangedAt, zone, this.#openedAt);
    const isNew = this.#opening === undefined;
    const at = isNew && firstDue !== null ? zone.instantOf(dayOf(firstDue), 0) : asOf;
    const notAfter = this.#closedAt === null ? at : (Math.min(at, this.#closedAt) as Instant);
    return Math.max(notAfter, this.#openedAt) as Instant;
  }

  /** The export tells of no due any more: every due that was told is voided, the first one by opening the leg anew. */
  #takeDueBack(): void {
    for (const event of this.#current().events) {
      if (event.type !== 'due-changed' && event.type !== 'supplemented') continue;
      if (event.due !== null) this.#statement.void(event);
      if (event.due !== null && event.type === 'supplemented')
        this.#add({ type: 'supplemented', at: event.at, unit: event.unit, due: null });
    }
    const opening = this.#opening;
    if (opening !== undefined && opening.due !== null && !this.#isOpenedAnew) this.#openAnew(opening, null);
  }

  /** The leg with what was made so far. */
  #current(): StandingLeg {
    return standingLeg(this.#row, this.#statement.current, this.#openedAt, this.#context.zone);
  }

  /** The due in force at the end of what stands by now. */
  #dueInForce(): Day | null {
    const { opening, events } = this.#current();
    let due = opening?.due ?? null;
    for (const event of events)
      if ((event.type === 'due-changed' || event.type === 'supplemented') && event.due !== null)
        due = event.due;
    return due;
  }

  #last<Type extends DossierEvent['type']>(type: Type): Of<Type> | undefined {
    return this.#standing.findLast((event): event is Of<Type> => event.type === type);
  }

  #isOpenedOtherwise(found: Opening): boolean {
    const { channel, receivedAt, forwardedFrom, custody, procedure, field, firstDue } = this.#row;
    const { zone, tells } = this.#context;
    if (!isAt(found.at, receivedAt, zone)) return true;
    if (firstDue !== null && found.due !== dayOf(firstDue)) return true;
    if (found.type === 'forwarded') return found.from !== forwardedFrom || found.custody !== custody;
    return (
      found.channel !== channel ||
      (tells.has('procedure') && found.procedure !== procedure) ||
      (tells.has('field') && found.field !== field)
    );
  }

  #isClosedSo(found: Close, { at, as, returnedVia, cause }: NonNullable<LegRow['close']>): boolean {
    const { zone, tells } = this.#context;
    if (!isAt(found.at, at, zone)) return false;
    if (found.type === 'withdrawn')
      return as === 'withdrawn' && (!tells.has('cause') || found.reason === cause);
    return (
      found.outcome === as &&
      (!tells.has('returnedVia') || found.returnedVia === returnedVia) &&
      (!tells.has('cause') || found.cause === cause)
    );
  }

  /**
   * A dossier is taken in once. Where the source had it taken in by another unit at the very same moment, the unit was corrected, and
   * what was said of the other is voided; at another moment it is more likely another dossier of the same code.
   */
  #moveFromElsewhere(): RefusedRow | null {
    const { channel, unit, receivedAt, row, dossier } = this.#row;
    const { standing } = this.#statement;
    const intake = channel === 'forwarded' ? undefined : intakeElsewhere(unit, standing);
    if (intake === undefined) return null;
    if (receivedAt.time !== null && isAt(intake.at, receivedAt, this.#context.zone)) {
      for (const event of eventsAt(intake.unit, standing)) this.#statement.void(event);
      return null;
    }
    const detail = `the dossier ${dossier} was received by ${intake.unit} before; if codes are given unit by unit, say dossierCodes: per-unit in the mapping`;
    return { row, column: null, reason: 'dossier-elsewhere', detail };
  }
}
