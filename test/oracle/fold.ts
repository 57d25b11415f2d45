import { type Happening, type OracleAnomaly, optionalText, text } from './history.ts';

/** What stays the same of a leg for as long as it lives, wherever it is transferred. */
export interface LegIdentity {
  /** Counted from 0 in the order in which the legs of the dossier were opened. */
  readonly number: number;
  /** Of its own received event, or of the latest one before it that had an effect; '' where not known. */
  readonly procedure: string;
  readonly field: string;
}

/** One unit's custody of the dossier. The oracle keeps open legs only; a closed one lives on as a movement. */
export interface Leg extends LegIdentity {
  readonly channel: string;
  readonly due: number | undefined;
  readonly suspended: boolean;
  readonly deadlinePassed: boolean;
}

export interface Movements {
  receivedOnline: number;
  receivedDirect: number;
  receivedPostal: number;
  receivedForwarded: number;
  transferredIn: number;
  transferredOut: number;
  resolvedEarly: number;
  resolvedOnTime: number;
  resolvedLate: number;
  withdrawn: number;
  released: number;
  refused: number;
  returnedByPost: number;
}

export function noMovements(): Movements {
  return {
    receivedOnline: 0,
    receivedDirect: 0,
    receivedPostal: 0,
    receivedForwarded: 0,
    transferredIn: 0,
    transferredOut: 0,
    resolvedEarly: 0,
    resolvedOnTime: 0,
    resolvedLate: 0,
    withdrawn: 0,
    released: 0,
    refused: 0,
    returnedByPost: 0,
  };
}

export interface Movement {
  readonly unit: string;
  readonly day: number;
  readonly column: keyof Movements;
  readonly leg: LegIdentity;
}

/** The dossier after some of its events: at most one open leg per unit, and what happened on the way. */
export class Fold {
  readonly open = new Map<string, Leg>();
  readonly movements: Movement[] = [];
  readonly anomalies: OracleAnomaly[] = [];
  private opened = 0;
  private about = { procedure: '', field: '' };

  constructor(happenings: readonly Happening[]) {
    for (const happening of happenings) this.apply(happening);
  }

  private apply(now: Happening): void {
    switch (now.kind) {
      case 'received':
        this.openLeg(now, text(now.event, 'unit'), text(now.event, 'channel'));
        break;
      case 'forwarded':
        this.forward(now);
        break;
      case 'transferred':
        this.transfer(now);
        break;
      case 'due-changed':
        this.change(now, (leg) => ({ ...leg, due: now.due }));
        break;
      case 'supplement-requested':
        this.change(now, (leg) => ({ ...leg, suspended: true }));
        break;
      case 'supplemented':
        this.change(now, (leg) => ({ ...leg, suspended: false, due: now.due ?? leg.due }));
        break;
      case 'deadline-passed':
        this.change(now, (leg) => this.deadlinePassed(now, leg));
        break;
      case 'resolved':
        this.closeLeg(now, text(now.event, 'unit'), resultColumns(now));
        break;
      case 'withdrawn':
        this.closeLeg(now, text(now.event, 'unit'), ['withdrawn']);
        break;
      default:
        throw new Error(`the oracle cannot apply ${now.kind}`);
    }
  }

  private openLeg(now: Happening, unit: string, channel: string): void {
    // What the dossier is about is said by every received event, whether or not it opens a leg.
    if (now.kind === 'received') {
      const { event } = now;
      this.about = {
        procedure: optionalText(event, 'procedure') ?? this.about.procedure,
        field: optionalText(event, 'field') ?? this.about.field,
      };
    }
    if (this.open.has(unit)) {
      this.complain(now, 'already-open', unit);
      return;
    }
    const identity = { number: this.opened, ...this.about };
    const leg = { ...identity, channel, due: now.due, suspended: false, deadlinePassed: false };
    this.opened += 1;
    this.open.set(unit, leg);
    this.move(now, unit, receivedColumn(channel), leg);
  }

  private forward(now: Happening): void {
    // The two halves concern different units, so each takes effect or complains without regard to the other.
    if (optionalText(now.event, 'custody') === 'released') {
      this.closeLeg(now, text(now.event, 'from'), ['released']);
    }
    this.openLeg(now, text(now.event, 'to'), 'forwarded');
  }

  private transfer(now: Happening): void {
    const from = text(now.event, 'from');
    const to = text(now.event, 'to');
    const leg = this.open.get(from);
    if (leg === undefined) {
      this.complain(now, 'no-open-leg', from);
      return;
    }
    if (this.open.has(to)) {
      this.complain(now, 'already-open', to);
      return;
    }
    this.open.delete(from);
    this.open.set(to, leg);
    this.move(now, from, 'transferredOut', leg);
    this.move(now, to, 'transferredIn', leg);
  }

  private change(now: Happening, next: (leg: Leg) => Leg): void {
    const unit = text(now.event, 'unit');
    const leg = this.open.get(unit);
    if (leg === undefined) {
      this.complain(now, 'no-open-leg', unit);
      return;
    }
    this.open.set(unit, next(leg));
  }

  private deadlinePassed(now: Happening, leg: Leg): Leg {
    // Without a due this event is all that is known about the deadline; with one the due speaks for itself.
    if (leg.due === undefined) return { ...leg, deadlinePassed: true };
    if (now.day !== leg.due + 1) this.complain(now, 'deadline-mismatch', text(now.event, 'unit'));
    return leg;
  }

  private closeLeg(now: Happening, unit: string, further: readonly (keyof Movements)[]): void {
    const leg = this.open.get(unit);
    if (leg === undefined) {
      this.complain(now, 'no-open-leg', unit);
      return;
    }
    this.open.delete(unit);
    this.move(now, unit, closeColumn(now.day, leg.due), leg);
    for (const column of further) this.move(now, unit, column, leg);
  }

  private move(now: Happening, unit: string, column: keyof Movements, leg: LegIdentity): void {
    this.movements.push({ unit, day: now.day, column, leg });
  }

  private complain(now: Happening, anomaly: OracleAnomaly['anomaly'], unit: string): void {
    const { subject: dossier, source, id } = now.event;
    this.anomalies.push({ dossier, source, id, anomaly, unit });
  }
}

function receivedColumn(channel: string): keyof Movements {
  if (channel === 'online') return 'receivedOnline';
  if (channel === 'direct') return 'receivedDirect';
  if (channel === 'postal') return 'receivedPostal';
  if (channel === 'forwarded') return 'receivedForwarded';
  throw new Error(`the oracle does not know the channel ${channel}`);
}

function resultColumns(now: Happening): (keyof Movements)[] {
  const columns: (keyof Movements)[] = [];
  if (optionalText(now.event, 'outcome') === 'refused') columns.push('refused');
  if (optionalText(now.event, 'returnedVia') === 'postal') columns.push('returnedByPost');
  return columns;
}

function closeColumn(day: number, due: number | undefined): keyof Movements {
  if (due === undefined || day === due) return 'resolvedOnTime';
  return day < due ? 'resolvedEarly' : 'resolvedLate';
}

/** Whether a leg that is open at the end of the day is overdue then. */
export function isOverdue(leg: Leg, day: number): boolean {
  if (leg.suspended) return false;
  return leg.due === undefined ? leg.deadlinePassed : leg.due < day;
}
