import { setTimeout as sleep } from 'node:timers/promises';
import { type BusinessZone, type DossierEvent, instantFromMs, parseEvent, toWire } from '@sohoso/dossier';
import { Usage } from '@sohoso/service';
import { bodyOf } from '../client.ts';

/** One event that the server refused, by its place in the request. */
export interface Rejection {
  readonly index: number;
  readonly reason: string;
  readonly detail: string;
}

interface Lag {
  readonly total: number;
  readonly partitions: readonly {
    readonly partition: number;
    readonly end: number;
    readonly committed: number;
    readonly waiting: number;
  }[];
}

const POLL_MS = 100;
const MAX_TRIES = 20;
const MAX_WAIT_MS = 10_000;
const MS_PER_SECOND = 1_000;

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

  /** The sources that the store has events of. */
  async sources(): Promise<ReadonlySet<string>> {
    const body = JSON.parse(await bodyOf(await this.#ask('/v1/sources'))) as {
      sources: readonly { source: string }[];
    };
    return new Set(body.sources.map(({ source }) => source));
  }

  /** All events that the store has of some dossiers. */
  async events(dossiers: readonly string[]): Promise<ReadonlyMap<string, readonly DossierEvent[]>> {
    const response = await this.#ask('/v1/dossiers/lookup', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ dossiers }),
    });
    const body = JSON.parse(await bodyOf(response)) as {
      dossiers: readonly { dossier: string; events: readonly object[] }[];
    };
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
   * Sends events in the lane of backfills, in which live events go before; resolves when they are durable. A server that asks to
   * wait is tried again. Throws Usage when it goes on refusing.
   */
  async send(events: readonly DossierEvent[]): Promise<readonly Rejection[]> {
    const body = events.map((event) => JSON.stringify(toWire(event))).join('\n');
    for (let tries = 1; ; tries++) {
      const response = await this.#ask('/v1/events', {
        method: 'POST',
        headers: {
          'content-type': 'application/x-ndjson',
          'sohoso-lane': 'backfill',
          ...(this.#key === undefined ? {} : { authorization: `Bearer ${this.#key}` }),
        },
        body,
      });
      const isBusy = response.status === 429 || response.status === 503;
      if (!isBusy || tries === MAX_TRIES) {
        const answer = JSON.parse(await bodyOf(response)) as { rejected: readonly Rejection[] };
        return answer.rejected;
      }
      await response.body?.cancel();
      const seconds = Number(response.headers.get('retry-after') ?? 1);
      await sleep(Math.min(MAX_WAIT_MS, Math.max(1, seconds) * MS_PER_SECOND));
    }
  }

  /** How many events wait to be folded; live ones among them. */
  async waiting(): Promise<number> {
    return (await this.#lag()).total;
  }

  /** Resolves when all that is in the log at this moment shows in reports. */
  async settled(): Promise<void> {
    const ends = new Map((await this.#lag()).partitions.map(({ partition, end }) => [partition, end]));
    for (;;) {
      const { partitions } = await this.#lag();
      const isThere = partitions.every(
        ({ partition, committed, waiting }) => waiting === 0 || committed >= (ends.get(partition) ?? 0),
      );
      if (isThere) return;
      await sleep(POLL_MS);
    }
  }

  async #lag(): Promise<Lag> {
    const response = await this.#ask('/readyz');
    const answer = JSON.parse(await response.text()) as { lag?: Lag | null; reasons?: readonly string[] };
    if (answer.lag != null) return answer.lag;
    const why = answer.reasons?.[0] ?? 'its /readyz tells of no lag';
    throw new Usage(`the server at ${this.#url} does not say how far it is: ${why}`);
  }

  #ask(path: string, init?: RequestInit): Promise<Response> {
    return fetch(new URL(path, this.#url), init);
  }
}

/** Far enough that no event of the store lies in the future. */
const FAR_AHEAD = instantFromMs(Date.UTC(2299, 0, 1));
