import { dayNumber, dayText } from './clock.ts';
import { Fold, type Leg } from './fold.ts';
import { type Happening, historyOf, type OracleEvent, text } from './history.ts';

const UTC_OFFSET_MINUTES = 420;

/** What is due, and what has passed, by the oracle: each dossier is replayed from its beginning for every question. */
export class DeadlinesByHand {
  private readonly dossiers: ReadonlyMap<string, readonly Happening[]>;

  constructor(events: readonly OracleEvent[]) {
    const byDossier = new Map<string, OracleEvent[]>();
    for (const event of events) {
      const its = byDossier.get(event.subject) ?? [];
      byDossier.set(event.subject, its);
      its.push(event);
    }
    this.dossiers = new Map(
      [...byDossier].map(([dossier, its]) => [dossier, historyOf(its, UTC_OFFSET_MINUTES).happenings]),
    );
  }

  /** Legs that are open and not suspended at the end of `on`, with a due from `on` to `through`: `unit dossier due`. */
  due(on: string, through: string): string[] {
    const [first, last] = [dayNumber(on), dayNumber(through)];
    const found: string[] = [];
    for (const [dossier, happenings] of this.dossiers) {
      for (const [unit, { due, suspended }] of openOn(happenings, first)) {
        if (!suspended && due !== undefined && due >= first && due <= last)
          found.push(`${unit} ${dossier} ${dayText(due)}`);
      }
    }
    return found.sort();
  }

  /**
   * Deadlines that passed by the end of `on` for legs that are still open then, and that nobody announced: `dossier/unit/due`,
   * the unit being the one that had the leg when the day after the due began.
   */
  passed(on: string): string[] {
    const today = dayNumber(on);
    const found: string[] = [];
    for (const [dossier, happenings] of this.dossiers) {
      const until = happenings.filter(({ day }) => day <= today);
      for (const [unitNow, { due, suspended }] of openOn(until, today)) {
        if (due === undefined || suspended || due >= today) continue;
        const unit = unitThen(until, unitNow, due);
        if (unit !== null && !isAnnounced(happenings, unit, due))
          found.push(`${dossier}/${unit}/${dayText(due)}`);
      }
    }
    return found.sort();
  }
}

function openOn(happenings: readonly Happening[], day: number): ReadonlyMap<string, Leg> {
  return new Fold(happenings.filter((happening) => happening.day <= day)).open;
}

/** Who had the leg when the day after its due began; null where it was not there, suspended, or had another due. */
function unitThen(happenings: readonly Happening[], unitNow: string, due: number): string | null {
  let unit = unitNow;
  for (const now of happenings.filter(({ day }) => day > due).reverse()) {
    if (now.kind === 'transferred' && text(now.event, 'to') === unit) unit = text(now.event, 'from');
    else if (opens(now, unit) || closes(now, unit)) return null;
  }
  const leg = openOn(happenings, due).get(unit);
  return leg !== undefined && !leg.suspended && leg.due === due ? unit : null;
}

function opens({ kind, event }: Happening, unit: string): boolean {
  if (kind === 'received') return text(event, 'unit') === unit;
  return kind === 'forwarded' && text(event, 'to') === unit;
}

function closes({ kind, event }: Happening, unit: string): boolean {
  return ['resolved', 'withdrawn'].includes(kind) && text(event, 'unit') === unit;
}

function isAnnounced(happenings: readonly Happening[], unit: string, due: number): boolean {
  return happenings.some(
    ({ kind, day, event }) => kind === 'deadline-passed' && day === due + 1 && text(event, 'unit') === unit,
  );
}
