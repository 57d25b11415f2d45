import type { CloudEvent } from './cloud-event.ts';
import { writeDossiers } from './dossiers.ts';
import { drawEarlierLegs } from './earlier-legs.ts';
import { joinForwarded } from './forwarding.ts';
import { addMistakes, addTransfers } from './incidents.ts';
import { drawPeriodLegs } from './period-legs.ts';
import { choosePostal } from './postal.ts';
import { publishedAppendices } from './published.ts';
import { Random } from './random.ts';

export type { CloudEvent } from './cloud-event.ts';
export { type PublishedRow, publishedAppendices } from './published.ts';

interface SampleOptions {
  /** The same seed gives the same events, byte for byte; another gives other dossiers behind the counts. */
  readonly seed?: number;
}

const DEFAULT_SEED = 20_200_415;

/**
 * Dossiers whose folding gives exactly the three appendices published for 1–15 April 2020, as CloudEvents
 * in the order of their time. The published report gives counts only; the dossiers behind them are made up.
 */
export function sampleEvents(options: SampleOptions = {}): CloudEvent[] {
  const random = new Random(options.seed ?? DEFAULT_SEED);
  const rows = publishedAppendices()[1];
  const legs = [
    ...rows.flatMap((row) => drawPeriodLegs(random, row)),
    ...rows.flatMap((row) => drawEarlierLegs(random, row)),
  ];
  joinForwarded(random, legs);
  addTransfers(random, legs);
  choosePostal(random, legs);
  addMistakes(random, legs);
  return writeDossiers(random, legs);
}
