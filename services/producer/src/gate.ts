import { timingSafeEqual } from 'node:crypto';
import type { Logger } from '@sohoso/log';
import { Problem } from '@sohoso/service';
import type { FastifyReply } from 'fastify';
import { ALL_UNITS, hashOf, type KeptKey, newKeyText } from './keys-file.ts';
import { Sender } from './sender.ts';
import { TokenBucket } from './token-bucket.ts';
import { WatchedKeys } from './watched-keys.ts';

/** Scheme and name of a key, in what a client sends; the name ends at the first underscore, for it has none itself. */
const BEARER = /^Bearer +(shs_([a-z0-9-]{1,64})_[A-Za-z0-9_-]{43}) *$/i;
const NO_HASH = Buffer.alloc(32);

/** No bound that anybody would meet, for what the program sends to itself. */
const OWN_PER_SECOND = 1e9;

interface Known {
  readonly hash: Buffer;
  readonly sender: Sender;
}

/** Who may send: anybody, or who shows a key of the keys file. It is shut until it is told which. */
export class Gate {
  readonly #watched: WatchedKeys;
  readonly #now: () => number;
  readonly #own = new Map<string, Known>();
  #isOpen = false;
  #keys: readonly KeptKey[] | null = null;
  #known: ReadonlyMap<string, Known> = new Map();

  /** `now` is in ms and must not go back. */
  constructor(keysFile: string, logger: Logger, now: () => number = () => performance.now()) {
    this.#watched = new WatchedKeys(keysFile, logger, now);
    this.#now = now;
  }

  /** Lets everybody send, without a key. */
  open(): void {
    this.#isOpen = true;
  }

  /** Asks everybody for a key. Throws Usage where the keys file cannot be used. */
  async shut(): Promise<void> {
    await this.#watched.load();
    this.#isOpen = false;
  }

  /** A key for this process alone, which may send everything and is in no file. */
  ownKey(name: string): string {
    const text = newKeyText(name);
    const kept = {
      name,
      sha256: hashOf(text).toString('hex'),
      sources: ['*'],
      units: [ALL_UNITS],
      eventsPerSecond: OWN_PER_SECOND,
      burst: OWN_PER_SECOND,
      createdAt: new Date().toISOString(),
      revokedAt: null,
    };
    this.#own.set(name, this.#knownOf(kept));
    return text;
  }

  /**
   * Who sends under this Authorization header; null where anybody may. Throws a Problem `key-invalid` (401) where the key is
   * missing, unknown or revoked, and does not say which of the two last.
   */
  async admit(authorization: string | undefined): Promise<Sender | null> {
    if (this.#isOpen) return null;
    const keys = await this.#watched.current();
    if (keys !== this.#keys) this.#take(keys);
    if (authorization === undefined)
      throw keyInvalid('a key is needed: Authorization: Bearer shs_…, or SOHOSO_KEY for the command sohoso');
    const [, text, name] = BEARER.exec(authorization) ?? [];
    if (text === undefined || name === undefined)
      throw keyInvalid('this is no key; send: Authorization: Bearer shs_…');
    const known = this.#own.get(name) ?? this.#known.get(name);
    // Compared with something where the name is unknown too, and in a time that does not tell how much of it is right.
    const isRight = timingSafeEqual(hashOf(text), known?.hash ?? NO_HASH);
    if (known === undefined || !isRight) throw keyInvalid('this key is unknown or was revoked');
    return known.sender;
  }

  #take(keys: readonly KeptKey[]): void {
    const inForce = keys.filter(({ revokedAt }) => revokedAt === null);
    this.#known = new Map(inForce.map((kept) => [kept.name, this.#knownOf(kept)]));
    this.#keys = keys;
  }

  #knownOf(kept: KeptKey): Known {
    const before = this.#known.get(kept.name)?.sender.bucket;
    const { eventsPerSecond, burst } = kept;
    const isSame = before?.perSecond === eventsPerSecond && before.burst === burst;
    const bucket = isSame ? before : new TokenBucket(eventsPerSecond, burst, this.#now);
    return { hash: Buffer.from(kept.sha256, 'hex'), sender: new Sender(kept, bucket) };
  }
}

function keyInvalid(detail: string): Problem {
  return new Problem(401, 'key-invalid', detail);
}

/** Asks a gate; where it refuses, the answer says how a key is shown (RFC 6750). */
export async function showingHow<T>(reply: FastifyReply, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Problem && error.kind === 'key-invalid') reply.header('www-authenticate', 'Bearer');
    throw error;
  }
}
