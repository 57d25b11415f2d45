import { Dice } from '../oracle/dice.ts';
import type { Kafka } from '../support/kafka/kafka.ts';

/** What a row cannot do without. A killable Kafka is one of its own, started on Java. */
export type Needs = 'nothing' | 'kafka' | 'killable kafka' | 'tmpfs';

/** What a run of one row is given. */
export interface Context {
  /** How often the fault is brought about. */
  readonly count: number;
  readonly seed: number;
  readonly dice: Dice;
  /** A folder of the row's own, removed at its end. */
  readonly folder: string;
  readonly kafka: Kafka | undefined;
  /** Says in the table what was measured. The same name again replaces what was said under it. */
  note(name: string, value: string): void;
  /** Leaves something to be undone when the row ends, however it ends; the last thing left is undone first. */
  onEnd(undo: () => unknown): void;
  progress(done: number, of: number): void;
}

/** One row of the table: a fault, and what must hold whenever it has happened. `run` throws where it does not. */
export interface Scenario {
  readonly number: number;
  readonly fault: string;
  readonly fullCount: number;
  readonly smallCount: number;
  readonly needs: Needs;
  run(context: Context): Promise<void>;
}

export interface Iteration {
  readonly index: number;
  readonly isLast: boolean;
  readonly dice: Dice;
}

const LARGEST_SEED = 2 ** 31 - 1;

export const seedFrom = (dice: Dice): number => dice.whole(1, LARGEST_SEED);

/** Does something as often as the row asks, each time with dice of its own; a failure names the time and its seed. */
export async function eachIteration(
  context: Context,
  work: (iteration: Iteration) => Promise<void>,
  count = context.count,
): Promise<void> {
  for (let index = 0; index < count; index++) {
    const seed = seedFrom(context.dice);
    try {
      await work({ index, isLast: index === count - 1, dice: new Dice(seed) });
    } catch (error) {
      const what = error instanceof Error ? error.message : String(error);
      throw new Error(`iteration ${index + 1} of ${count} (its own seed ${seed}): ${what}`, { cause: error });
    }
    context.progress(index + 1, count);
  }
}

/** The kafka of a row that said it needs one. */
export function kafkaOf({ kafka }: Context): Kafka {
  if (kafka === undefined) throw new Error('this row needs a Kafka and was given none');
  return kafka;
}

/** The largest of what was seen, told in the table as it grows. */
export class Slowest {
  readonly #context: Context;
  readonly #name: string;
  #ms = 0;

  constructor(context: Context, name: string) {
    this.#context = context;
    this.#name = name;
  }

  async time<T>(work: () => Promise<T>): Promise<T> {
    const start = performance.now();
    const result = await work();
    this.#ms = Math.max(this.#ms, performance.now() - start);
    this.#context.note(this.#name, `${(this.#ms / 1_000).toFixed(1)} s`);
    return result;
  }
}
