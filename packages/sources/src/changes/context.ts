import { type BusinessZone, compareEvents, type DossierEvent, type Instant } from '@sohoso/dossier';

/** What an export may tell of a leg; what it does not tell is left as it is known. */
export type Told =
  | 'due'
  | 'supplement'
  | 'overdueSince'
  | 'close'
  | 'returnedVia'
  | 'cause'
  | 'procedure'
  | 'field';

/** What the changes of a row are worked out with, the same for all rows of a file. */
export interface ChangeContext {
  /** The CloudEvents source under which the file's events are sent. */
  readonly source: string;
  /** Template of event ids, with the places `{dossier}`, `{leg}` and `{step}`. */
  readonly ids: string;
  readonly zone: BusinessZone;
  /** When the export was made: the time of changes for which it tells none. */
  readonly asOf: Instant;
  readonly tells: ReadonlySet<Told>;
}

type Made<T> = T extends DossierEvent ? Omit<T, 'source' | 'id' | 'dossier' | 'day'> : never;
/** An event that is still without its name, dossier and day. */
export type Step = Made<DossierEvent>;

/** Events of one source of one dossier: what stands of them, and names for more. */
export class Statement {
  readonly #context: ChangeContext;
  readonly #dossier: string;
  readonly #ids = new Set<string>();
  /** What the source says of the dossier: its events without those that it has voided itself, in the order of their time. */
  readonly standing: readonly DossierEvent[];
  readonly made: DossierEvent[] = [];

  constructor(dossier: string, known: readonly DossierEvent[], context: ChangeContext) {
    this.#context = context;
    this.#dossier = dossier;
    const own = known.filter(({ source }) => source === context.source);
    for (const { id } of own) this.#ids.add(id);
    const voided = new Set(
      own.flatMap((event) =>
        event.type === 'voided' && event.voids.source === context.source ? [event.voids.id] : [],
      ),
    );
    this.standing = own
      .filter((event) => event.type !== 'voided' && !voided.has(event.id))
      .toSorted(compareEvents);
  }

  /** What stands once the events made so far are in: of the dossier, in the order of time. */
  get current(): readonly DossierEvent[] {
    const voided = new Set(this.made.flatMap((event) => (event.type === 'voided' ? [event.voids.id] : [])));
    const kept = this.standing.filter(({ id }) => !voided.has(id));
    return [...kept, ...this.made.filter(({ type }) => type !== 'voided')].toSorted(compareEvents);
  }

  /** Adds an event of a leg. Its name follows from dossier, leg and step alone; the second of a kind is called ~2, and so on. */
  add(leg: string, step: Step): void {
    const base = this.idOf(leg, step.type);
    let id = base;
    for (let version = 2; this.#ids.has(id); version++) id = `${base}~${version}`;
    this.#put(id, step);
  }

  /** Voids an event, of this source or another. */
  void({ source, id }: DossierEvent): void {
    const own = source === this.#context.source ? `${id}/void` : `${source} ${id}/void`;
    if (this.#ids.has(own)) return;
    const reason = 'the export says otherwise now';
    this.#put(own, { type: 'voided', at: this.#context.asOf, voids: { source, id }, reason });
  }

  idOf(leg: string, step: string): string {
    const { ids } = this.#context;
    return ids.replaceAll('{dossier}', this.#dossier).replaceAll('{leg}', leg).replaceAll('{step}', step);
  }

  #put(id: string, step: Step): void {
    this.#ids.add(id);
    const { source, zone } = this.#context;
    const name = { source, id, dossier: this.#dossier, day: zone.dayOf(step.at) };
    this.made.push(Object.assign(name, step) as DossierEvent);
  }
}
