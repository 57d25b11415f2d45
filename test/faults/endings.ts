/** What was started and must be stopped: the rows under way, for a row that ends and for a run that is broken off. */
export class Endings {
  static readonly #open = new Set<Endings>();
  static #isBrokenOff = false;
  readonly #undos: (() => unknown)[] = [];

  constructor() {
    Endings.#open.add(this);
  }

  add(undo: () => unknown): void {
    this.#undos.push(undo);
  }

  /** Undoes everything, the last thing first, whatever becomes of one; gives the first fault. */
  async run(): Promise<Error | null> {
    Endings.#open.delete(this);
    let fault: Error | null = null;
    for (let undo = this.#undos.pop(); undo !== undefined; undo = this.#undos.pop()) {
      try {
        await undo();
      } catch (error) {
        fault ??= error as Error;
      }
    }
    return fault;
  }

  /** Never resolves once the run was broken off: what fails from then on fails because its parts are being stopped. */
  static unlessBrokenOff(): Promise<void> {
    return Endings.#isBrokenOff ? new Promise(() => {}) : Promise.resolve();
  }

  static async runAll(): Promise<void> {
    Endings.#isBrokenOff = true;
    for (const endings of [...Endings.#open].toReversed()) await endings.run();
  }
}

const atExit = new Set<() => void>();
process.once('exit', () => {
  for (const stop of atExit) stop();
});

/** For what must not outlive this process even where nobody waits for its endings; gives what takes it back. */
export function stopAtExit(stop: () => void): () => void {
  atExit.add(stop);
  return () => void atExit.delete(stop);
}

let isListening = false;

/** A Ctrl-C, or the test runner's own end, leaves nothing behind: no process, no folder, no mount. */
export function endOnSignals(): void {
  if (isListening) return;
  isListening = true;
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.once(signal, () => void Endings.runAll().finally(() => process.exit(code)));
  }
}
