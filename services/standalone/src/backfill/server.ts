import { setTimeout as sleep } from 'node:timers/promises';
import { type BusinessZone, type DossierEvent, instantFromMs, parseEvent, toWire } from '@sohoso/dossier';
import type { PipelineStatus } from '@sohoso/query';
import { Usage } from '@sohoso/service';
import { bodyOf } from '../client.ts';
import { authorization } from '../commands/produce.ts';

/** One event that the server refused, by its place among those sent. */
interface Rejection {
  readonly index: number;
  readonly reason: string;
  readonly detail: string;
}

/** What became of events that were sent. */
export interface Sent {
  readonly accepted: number;
  readonly rejected: readonly Rejection[];
}

/** What the store holds, as far as a backfill goes by it. */
interface StoreContents {
  /** Names the log whose events these are; null where there is none yet. */
  readonly log: string | null;
  readonly sources: ReadonlySet<string>;
}

const POLL_MS = 50;
const STANDSTILL_MS = 60_000;
const MAX_TRIES = 20;
const MAX_WAIT_MS = 10_000;
const MS_PER_SECOND = 1_000;
/** Where a server lists only the first of very many refusals, events are sent again in parts of which it lists all. */
const EVENTS_OF_PART = 5_000;
/** Far enough that no event of the store lies in the future. */
const FAR_AHEAD = instantFromMs(Date.UTC(2299, 0, 1));

/** What a backfill asks of a server, and sends to it. */
export class BackfillServer {
  readonly #url: string;
  readonly #key: string | undefined;
  readonly #zone: BusinessZone;

  constructor(url: string, key: string | undefined, zone: BusinessZone) {
    this.#url = url;
    this.#key = key;
    this.#zone = zone;
  }

  async contents(): Promise<StoreContents> {
    const { log, sources } = (await this.#answer('/v1/sources')) as {
      log: string | null;
      sources: readonly { source: string }[];
    };
    return { log, sources: new Set(sources.map(({ source }) => source)) };
  }

  /** All events that the store has of some dossiers. */
  async events(dossiers: readonly string[]): Promise<ReadonlyMap<string, readonly DossierEvent[]>> {
    if (dossiers.length === 0) return new Map();
    const body = (await this.#answer('/v1/dossiers/lookup', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ dossiers }),
    })) as { dossiers: readonly { dossier: string; events: readonly object[] }[] };
    return new Map(
      body.dossiers.map(({ dossier, events }) => [dossier, events.map((event) => this.#read(event))]),
    );
  }

  /** What the store holds was accepted once, so only its meaning is read here. */
  #read(event: object): DossierEvent {
    const parsed = parseEvent(JSON.stringify(event), { zone: this.#zone, isUnit: () => true }, FAR_AHEAD);
    if (!parsed.ok) throw new Error(`the server gave an event that is none: ${parsed.detail}`);
    return parsed.event;
  }

  /**
   * Sends events in the lane of backfills, in which live events go before; resolves when they are durable. Throws Usage when the
   * server goes on refusing.
   */
  async send(events: readonly DossierEvent[]): Promise<Sent> {
    const { accepted, rejectedCount, rejected } = (await this.#answer('/v1/events', {
      method: 'POST',
      headers: {
        'content-type': 'application/x-ndjson',
        'sohoso-lane': 'backfill',
        ...authorization(this.#key),
      },
      body: events.map((event) => JSON.stringify(toWire(event))).join('\n'),
    })) as { accepted: number; rejectedCount: number; rejected: readonly Rejection[] };
    if (rejectedCount === rejected.length) return { accepted, rejected };
    const all: Rejection[] = [];
    for (let from = 0; from < events.length; from += EVENTS_OF_PART) {
      const part = await this.send(events.slice(from, from + EVENTS_OF_PART));
      all.push(...part.rejected.map(({ index, ...why }) => ({ index: from + index, ...why })));
    }
    return { accepted: events.length - all.length, rejected: all };
  }

  /** How many events wait to be folded; live ones among them. */
  async waiting(): Promise<number> {
    return sumOf((await this.#standing()).partitions, ({ waiting }) => waiting);
  }

  /** Resolves when all that is in the log at this moment shows in reports. Throws Usage where nothing is worked on. */
  async settled(): Promise<void> {
    const ends = new Map((await this.#standing()).partitions.map(({ partition, end }) => [partition, end]));
    let [done, doneAtMs] = [-1, performance.now()];
    for (;;) {
      const { partitions, failure } = await this.#standing();
      if (failure !== null) throw new Usage(`the server at ${this.#url} does not go on: ${failure}`);
      const isThere = partitions.every(
        ({ partition, committed, waiting }) => waiting === 0 || committed >= (ends.get(partition) ?? 0),
      );
      if (isThere) return;
      const now = sumOf(partitions, ({ committed }) => committed);
      if (now !== done) [done, doneAtMs] = [now, performance.now()];
      if (performance.now() - doneAtMs > STANDSTILL_MS)
        throw new Usage(`the store does not catch up with the log; see ${new URL('/readyz', this.#url)}`);
      await sleep(POLL_MS);
    }
  }

  /** Asked anew each time: what /readyz says may be a second old. */
  async #standing(): Promise<PipelineStatus> {
    return (await this.#answer('/v1/pipeline')) as PipelineStatus;
  }

  /** Asks; a server that wants to be asked later is asked again. Throws Usage with what it says where it refuses. */
  async #answer(path: string, init?: RequestInit): Promise<unknown> {
    for (let tries = 1; ; tries++) {
      const response = await fetch(new URL(path, this.#url), init);
      const isBusy = response.status === 429 || response.status === 503;
      if (!isBusy || tries === MAX_TRIES) return JSON.parse(await bodyOf(response));
      await response.body?.cancel();
      const seconds = Number(response.headers.get('retry-after') ?? 1);
      await sleep(Math.min(MAX_WAIT_MS, Math.max(1, seconds) * MS_PER_SECOND));
    }
  }
}

function sumOf<T>(all: readonly T[], figure: (one: T) => number): number {
  return all.reduce((sum, one) => sum + figure(one), 0);
}
