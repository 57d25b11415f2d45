import type { Readable } from 'node:stream';
import { MAX_EVENT_BYTES } from '@sohoso/dossier';
import { Problem } from '@sohoso/service';
import type { Held } from './held-bytes.ts';

/**
 * How long a sender may bring nothing. Only the time counts in which something is waited for: not that in which the sender is
 * held back, by its rate or by those before it.
 */
export class Patience {
  readonly #limitMs: number;
  #sinceMs = performance.now();

  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  /** What was waited for is here and worked on; the next is waited for from now on. */
  renew(): void {
    this.#sinceMs = performance.now();
  }

  /** Waits for more bytes; throws a Problem (408) where it has lasted too long. */
  async during<T>(coming: Promise<T>): Promise<T> {
    const leftMs = this.#limitMs - (performance.now() - this.#sinceMs);
    let timer: NodeJS.Timeout | undefined;
    try {
      // One race for each piece of a body: on a promise that outlives many of them, what they leave would pile up.
      return await new Promise<T>((resolve, reject) => {
        coming.then(resolve, reject);
        if (leftMs <= 0) reject(this.#silent());
        else timer = setTimeout(() => reject(this.#silent()), leftMs);
      });
    } finally {
      clearTimeout(timer);
    }
  }

  #silent(): Problem {
    const limit = `${this.#limitMs / 1_000} s`;
    return new Problem(
      408,
      'body-invalid',
      `no event has come for ${limit}, so this request was ended; send the events that there are, and others in another request`,
    );
  }
}

/** The pieces of a body as they come. Throws what the body throws, and a Problem (408) where the patience is at an end. */
export async function* piecesOf(body: Readable, patience: Patience): AsyncGenerator<Buffer> {
  const pieces = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  try {
    for (;;) {
      const next = await patience.during(pieces.next());
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    // Not waited for: where a piece is still awaited, it is over only when the body is.
    pieces.return?.().catch(() => {});
  }
}

/**
 * A body as a whole, with its bytes counted as they come. Throws a Problem `body-too-large` (413), those of `held` and `patience`,
 * and what the body throws. A sender must bring the longest event, or all of the body, within the patience.
 */
export async function wholeBody(
  body: Readable,
  announcedBytes: number,
  maxBytes: number,
  held: Held,
  patience: Patience,
): Promise<Buffer> {
  // Refused by what is announced, nothing of the body has been read, and the connection is as good as before.
  if (announcedBytes > maxBytes) throw tooLarge(maxBytes);
  held.requireRoom(announcedBytes);
  const pieces: Buffer[] = [];
  let bytes = 0;
  let renewAt = MAX_EVENT_BYTES;
  for await (const piece of piecesOf(body, patience)) {
    bytes += piece.byteLength;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    held.take(piece.byteLength);
    pieces.push(piece);
    if (bytes < renewAt) continue;
    renewAt = bytes + MAX_EVENT_BYTES;
    patience.renew();
  }
  return Buffer.concat(pieces, bytes);
}

function tooLarge(maxBytes: number): Problem {
  return new Problem(
    413,
    'body-too-large',
    `the body is longer than ${maxBytes} bytes; send it in parts, or as NDJSON, which may be of any length`,
  );
}
