import { Problem } from '@sohoso/service';

/** Work that is done one after the other, in the order in which it came. */
export class Turns {
  readonly #maxWaiting: number;
  #waiting = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(maxWaiting: number) {
    this.#maxWaiting = maxWaiting;
  }

  /** Resolves with what the work gives, once it had its turn. Throws a Problem (503) where too many wait. */
  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#waiting > this.#maxWaiting)
      throw new Problem(
        503,
        'overloaded',
        `${this.#waiting} of the kind are waiting already; come back later`,
      );
    this.#waiting++;
    const mine = this.#last.then(work).finally(() => this.#waiting--);
    this.#last = mine.catch(() => {});
    return mine;
  }
}
