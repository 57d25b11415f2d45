import { dueDay, type Instant, instantOf, localDay } from './clock.ts';

/** One event as it stands in its JSON. `data` is left open: the oracle reads what it needs and checks it there. */
export interface OracleEvent {
  readonly specversion?: string | undefined;
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype?: string | undefined;
  readonly data: object;
}

export interface OracleAnomaly {
  readonly dossier: string;
  readonly source: string;
  readonly id: string;
  readonly anomaly: 'already-open' | 'no-open-leg' | 'deadline-mismatch' | 'void-of-void';
  readonly unit: string;
}

/** An event with its place in time worked out. */
export interface Happening {
  readonly event: OracleEvent;
  readonly kind: string;
  readonly rank: number;
  readonly instant: Instant;
  readonly day: number;
  readonly due: number | undefined;
}

/** The order of the list in the domain rules; it decides between events of one instant. */
const KINDS_BY_RANK = [
  'received',
  'forwarded',
  'transferred',
  'due-changed',
  'supplement-requested',
  'supplemented',
  'deadline-passed',
  'resolved',
  'withdrawn',
  'voided',
];

export function text(event: OracleEvent, attribute: string): string {
  const value = optionalText(event, attribute);
  if (value === undefined) throw new Error(`the oracle misses ${attribute} in event ${event.id}`);
  return value;
}

export function optionalText(event: OracleEvent, attribute: string): string | undefined {
  const value = (event.data as Record<string, unknown>)[attribute];
  return typeof value === 'string' ? value : undefined;
}

function kindOf(event: OracleEvent): string {
  return event.type.replace(/^vn\.tthc\.dossier\./, '').replace(/\.v1$/, '');
}

/** A pair written as JSON cannot be confused with another pair, whatever characters source and id hold. */
function nameOf(named: { readonly source: string; readonly id: string }): string {
  return JSON.stringify([named.source, named.id]);
}

function namedByVoid(event: OracleEvent): string {
  return nameOf((event.data as { voids: { source: string; id: string } }).voids);
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareHappenings(a: Happening, b: Happening): number {
  return (
    a.instant.seconds - b.instant.seconds ||
    a.instant.micros - b.instant.micros ||
    a.rank - b.rank ||
    compareText(a.event.source, b.event.source) ||
    compareText(a.event.id, b.event.id)
  );
}

function happening(event: OracleEvent, utcOffsetMinutes: number): Happening {
  const kind = kindOf(event);
  const rank = KINDS_BY_RANK.indexOf(kind);
  if (rank < 0) throw new Error(`the oracle does not know the type ${event.type}`);
  const instant = instantOf(event.time);
  const due = optionalText(event, 'due');
  return {
    event,
    kind,
    rank,
    instant,
    day: localDay(instant, utcOffsetMinutes),
    due: due === undefined ? undefined : dueDay(due, utcOffsetMinutes),
  };
}

export interface History {
  readonly happenings: readonly Happening[];
  readonly voidOfVoid: readonly OracleAnomaly[];
}

/** What is left of one dossier's events: repeats dropped, voided ones dropped, the rest in the one true order. */
export function historyOf(events: readonly OracleEvent[], utcOffsetMinutes: number): History {
  const byName = new Map<string, OracleEvent>();
  for (const event of events) if (!byName.has(nameOf(event))) byName.set(nameOf(event), event);

  const voids = [...byName.values()].filter((event) => kindOf(event) === 'voided');
  const voided = new Set<string>();
  const voidOfVoid: OracleAnomaly[] = [];
  for (const event of voids) {
    const target = byName.get(namedByVoid(event));
    // A void that names a void has no effect, so the named one goes on voiding its own target.
    if (target !== undefined && kindOf(target) === 'voided') {
      const { subject: dossier, source, id } = event;
      voidOfVoid.push({ dossier, source, id, anomaly: 'void-of-void', unit: '' });
    } else voided.add(namedByVoid(event));
  }

  const happenings = [...byName.entries()]
    .filter(([name, event]) => kindOf(event) !== 'voided' && !voided.has(name))
    .map(([, event]) => happening(event, utcOffsetMinutes))
    .sort(compareHappenings);
  return { happenings, voidOfVoid };
}
