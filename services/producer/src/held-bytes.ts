import { Problem } from '@sohoso/service';

export interface HeldLimits {
  /** The bytes of bodies that are held whole, which all but NDJSON are, over all requests. */
  readonly maxHeldBytes: number;
  /** As many of them may be of one key. */
  readonly maxHeldBytesOfKey: number;
}

/** What a request holds of the memory for whole bodies. */
export interface Held {
  /** Throws a Problem `overloaded` (429) where so many bytes more would be too many. */
  requireRoom(bytes: number): void;
  /** Takes so many bytes more; throws as `requireRoom` does. */
  take(bytes: number): void;
  /** Gives all of them back. */
  release(): void;
}

/** The memory for whole bodies, as bytes that have come: what is only announced takes none from others. */
export class HeldBytes {
  readonly #limits: HeldLimits;
  readonly #ofKey = new Map<string, number>();
  #count = 0;

  constructor(limits: HeldLimits) {
    this.#limits = limits;
  }

  /** For one request; `sender` names the key, null where there is none and only the bytes of all count. */
  of(sender: string | null): Held {
    const { maxHeldBytes, maxHeldBytesOfKey } = this.#limits;
    const ofKey = () => (sender === null ? 0 : (this.#ofKey.get(sender) ?? 0));
    const add = (bytes: number) => {
      this.#count += bytes;
      if (sender === null) return;
      const left = ofKey() + bytes;
      if (left === 0) this.#ofKey.delete(sender);
      else this.#ofKey.set(sender, left);
    };
    let held = 0;
    const requireRoom = (bytes: number) => {
      const ofThisKey = sender !== null && ofKey() + bytes > maxHeldBytesOfKey;
      if (!ofThisKey && this.#count + bytes <= maxHeldBytes) return;
      throw overloaded(ofThisKey ? ' of this key' : '');
    };
    return {
      requireRoom,
      take(bytes) {
        requireRoom(bytes);
        held += bytes;
        add(bytes);
      },
      release() {
        add(-held);
        held = 0;
      },
    };
  }
}

function overloaded(whose: string): Problem {
  return new Problem(
    429,
    'overloaded',
    `other bodies${whose} fill the memory for them; nothing of this one was taken in, send it again later, in smaller parts or as NDJSON`,
  );
}
