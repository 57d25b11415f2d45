import { dayOf, drawWorkday, PERIOD } from './calendar.ts';
import { isPlain, type Leg, type Mistake } from './leg.ts';
import type { Random } from './random.ts';
import { profileOf } from './unit-profiles.ts';

/**
 * Dossiers another unit took over. All of it lies before the period, because a transfer within it would move
 * the published column (5) between the two units.
 */
const TAKEOVERS = [
  { from: 'so-khdt', to: 'bql-kkt', day: dayOf('2020-02-10'), atMost: 8 },
  { from: 'trieu-phong', to: 'tx-quang-tri', day: dayOf('2020-03-02'), atMost: 10 },
] as const;

export function addTransfers(random: Random, legs: readonly Leg[]): void {
  for (const { from, to, day, atMost } of TAKEOVERS) {
    const spanning = legs.filter(
      (leg) =>
        leg.profile.unit === to && isPlain(leg) && leg.open < day && (leg.close === null || leg.close > day),
    );
    const taken = random.shuffled(spanning).slice(0, atMost);
    for (const leg of taken) leg.transfer = { from: profileOf(from), day };
  }
}

/** Slips of the counter that were voided: all in the past, over the turn of the period, or within it. */
const MISTAKES = { before: 26, acrossStart: 5, within: 9 } as const;

/** Those across the start change figures of March after March was reported. */
export function addMistakes(random: Random, legs: readonly Leg[]): void {
  const plain = random.shuffled(legs.filter(isPlain));
  const earlier = plain.filter((leg) => leg.pool.name === 'earlier');
  const later = plain.filter((leg) => leg.pool.name !== 'earlier');
  spread(random, earlier, MISTAKES.before, () => true);
  spread(random, later, MISTAKES.within, ({ day }) => day >= PERIOD.first);
  spread(
    random,
    later,
    MISTAKES.acrossStart,
    ({ day, voidedOn }) => day < PERIOD.first && voidedOn >= PERIOD.first,
  );
}

function spread(
  random: Random,
  legs: readonly Leg[],
  count: number,
  accept: (mistake: Mistake) => boolean,
): void {
  let made = 0;
  for (const leg of legs) {
    if (made === count) return;
    const mistake = leg.mistake === null ? drawMistake(random, leg) : undefined;
    if (mistake === undefined || !accept(mistake)) continue;
    leg.mistake = mistake;
    made += 1;
  }
}

const LONGEST_UNNOTICED = 9;

function drawMistake(random: Random, leg: Leg): Mistake | undefined {
  const kind = random.pick(['intake', 'result', 'result', 'withdrawal'] as const);
  // The other channels have published counts, which should be found by plain counting too, voids or not.
  if (kind === 'intake' && leg.channel !== 'direct') return undefined;
  const last = leg.close ?? PERIOD.last;
  const day = kind === 'intake' ? leg.open : drawWorkday(random, leg.open + 1, last - 1);
  if (day === undefined) return undefined;
  const voidedOn = drawWorkday(random, day, Math.min(day + LONGEST_UNNOTICED, last));
  return voidedOn === undefined ? undefined : { kind, day, voidedOn };
}
