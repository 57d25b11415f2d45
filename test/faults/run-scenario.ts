import { Dice } from '../oracle/dice.ts';
import type { Kafka } from '../support/kafka/kafka.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { Endings, endOnSignals } from './endings.ts';
import type { Scenario } from './scenario.ts';

export interface Outcome {
  readonly number: number;
  readonly count: number;
  readonly ms: number;
  readonly error: Error | null;
  /** What was seen, for the table. */
  readonly seen: string;
}

export interface RunOptions {
  readonly count: number;
  readonly seed: number;
  readonly kafka?: Kafka | undefined;
  readonly progress?: (done: number, of: number) => void;
}

/** Runs one row in a folder of its own, and stops whatever it started. Never throws. */
export async function runScenario(scenario: Scenario, options: RunOptions): Promise<Outcome> {
  endOnSignals();
  const { count, seed, kafka } = options;
  const endings = new Endings();
  const notes = new Map<string, string>();
  const start = performance.now();
  let path = '';
  const error = await attempt(async () => {
    const folder = await temporaryFolder();
    path = folder.path;
    endings.add(() => folder.remove());
    await scenario.run({
      count,
      seed,
      // The row's number goes in, so that a row by itself gets the dice that it gets among all of them.
      dice: new Dice(seed * 1_009 + scenario.number),
      folder: path,
      kafka,
      note: (name, value) => notes.set(name, value),
      onEnd: (undo) => endings.add(undo),
      progress: options.progress ?? (() => {}),
    });
  });
  await Endings.unlessBrokenOff();
  const faultOfEnding = await endings.run();
  return {
    number: scenario.number,
    count,
    ms: performance.now() - start,
    error: error ?? faultOfEnding,
    // A folder that is gone by now tells nobody anything.
    seen: [...notes].map(([name, value]) => `${name} ${value.replaceAll(path, '…')}`).join('; '),
  };
}

async function attempt(work: () => Promise<void>): Promise<Error | null> {
  try {
    await work();
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
