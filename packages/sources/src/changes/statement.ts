import { compareEvents, type DossierEvent } from '@sohoso/dossier';
import type { ChangeContext } from './context.ts';
import { idOf } from './leg-name.ts';

type Made<T> = T extends DossierEvent ? Omit<T, 'source' | 'id' | 'dossier' | 'day'> : never;
/** An event that is still without its name, dossier and day. */
export type Step = Made<DossierEvent>;
export type Of<Type extends DossierEvent['type']> = DossierEvent & { readonly type: Type };

/** Events of one source of one dossier: what stands of them, and names for more. */
export class Statement {
  /** All that is known of the dossier, of any source. */
  readonly known: readonly DossierEvent[];
  /** What the source says of the dossier: its events without those that it has voided itself, in the order of their time. */
  readonly standing: readonly DossierEvent[];
  readonly #context: ChangeContext;
  readonly #dossier: string;
  readonly #ids = new Set<string>();
  readonly #voids: DossierEvent[] = [];
  readonly #made: DossierEvent[] = [];

  constructor(dossier: string, known: readonly DossierEvent[], context: ChangeContext) {
    this.#context = context;
    this.#dossier = dossier;
    this.known = known;
    const own = known.filter(({ source }) => source === context.source);
    for (const { id } of own) this.#ids.add(id);
    this.standing = own
      .filter((event) => event.type !== 'voided' && !isVoided(event, own))
      .toSorted(compareEvents);
  }

  /** The new events: voids first, so that what replaces an event is never there beside it. */
  get made(): readonly DossierEvent[] {
    return [...this.#voids, ...this.#made];
  }

  /** What stands once the events made so far are in: of the dossier, in the order of time. */
  get current(): readonly DossierEvent[] {
    const kept = this.standing.filter((event) => !isVoided(event, this.#voids));
    return [...kept, ...this.#made].toSorted(compareEvents);
  }

  /** Adds an event of a leg. Its name follows from dossier, leg and step alone; the second of a kind is called ~2, and so on. */
  add(leg: string, step: Step): void {
    const base = idOf(this.#context.ids, this.#dossier, leg, step.type);
    let id = base;
    for (let version = 2; this.#ids.has(id); version++) id = `${base}~${version}`;
    this.#made.push(this.#named(id, step));
  }

  /** Voids an event, of this source or another; one that was only just made is left out instead. */
  void(event: DossierEvent): void {
    const place = this.#made.indexOf(event);
    if (place >= 0) {
      this.#made.splice(place, 1);
      this.#ids.delete(event.id);
      return;
    }
    const { source, id } = event;
    const own = source === this.#context.source ? `${id}/void` : `${source} ${id}/void`;
    if (this.#ids.has(own)) return;
    const reason = 'the export says otherwise now';
    const at = this.#context.asOf;
    this.#voids.push(this.#named(own, { type: 'voided', at, voids: { source, id }, reason }));
  }

  #named(id: string, step: Step): DossierEvent {
    this.#ids.add(id);
    const { source, zone } = this.#context;
    const name = { source, id, dossier: this.#dossier, day: zone.dayOf(step.at) };
    return Object.assign(name, step) as DossierEvent;
  }
}

/** Whether one of the events voids this one. */
export function isVoided({ source, id }: DossierEvent, events: readonly DossierEvent[]): boolean {
  return events.some(
    (event) => event.type === 'voided' && event.voids.id === id && event.voids.source === source,
  );
}

/** Whether a known event says what the step says. */
export function says(event: DossierEvent, step: Step): boolean {
  const known: Readonly<Record<string, unknown>> = { ...event };
  return Object.entries(step).every(([key, value]) => known[key] === value);
}
