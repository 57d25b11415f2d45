/** Lets one piece of work at a time at each partition; the others wait for their turn in the order in which they came. */
export class Turns {
  readonly #last = new Map<number, Promise<void>>();

  async take<T>(partition: number, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(partition) ?? Promise.resolve();
    const mine = before.then(work);
    const done = mine.then(
      () => {},
      () => {},
    );
    this.#last.set(partition, done);
    try {
      return await mine;
    } finally {
      if (this.#last.get(partition) === done) this.#last.delete(partition);
    }
  }
}
