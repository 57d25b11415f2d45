import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

const MILLION = 1_000_000;

/** Whole numbers only: nothing may depend on how a machine rounds. */
export class Random {
  private readonly generator;

  constructor(seed: number) {
    this.generator = xoroshiro128plus(seed);
  }

  /** From `low` to `high`, both included. */
  whole(low: number, high: number): number {
    return uniformInt(this.generator, low, high);
  }

  chance(probability: number): boolean {
    return this.whole(0, MILLION - 1) < Math.round(probability * MILLION);
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.whole(0, items.length - 1)];
    if (item === undefined) throw new RangeError('there is nothing to pick from');
    return item;
  }

  shuffled<T>(items: readonly T[]): T[] {
    const keyed = items.map((item) => ({ item, key: this.whole(0, 0x7fffffff) }));
    return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
  }

  /** `count` different items, each draw in proportion to the whole-number weight of those still left. */
  sample<T>(items: readonly T[], count: number, weightOf: (item: T) => number): T[] {
    if (items.length < count) throw new RangeError(`cannot take ${count} of ${items.length}`);
    const left = items.map((item) => ({ item, weight: weightOf(item) }));
    let total = left.reduce((sum, { weight }) => sum + weight, 0);
    return Array.from({ length: count }, () => {
      let rest = this.whole(1, total);
      const at = left.findIndex(({ weight }) => {
        rest -= weight;
        return rest <= 0;
      });
      const [drawn] = left.splice(at, 1);
      if (drawn === undefined) throw new RangeError('the weights ran out');
      total -= drawn.weight;
      return drawn.item;
    });
  }
}

/** A fixed choice with whole-number weights, drawn from many times. */
export class Weighted<T> {
  private readonly items: readonly T[];
  private readonly upTo: number[] = [];
  private readonly total: number;

  constructor(choices: readonly (readonly [item: T, weight: number])[]) {
    const possible = choices.filter(([, weight]) => weight > 0);
    this.items = possible.map(([item]) => item);
    let total = 0;
    for (const [, weight] of possible) {
      total += weight;
      this.upTo.push(total);
    }
    this.total = total;
  }

  pick(random: Random): T {
    const ticket = random.whole(1, this.total);
    let low = 0;
    let high = this.upTo.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ticket <= (this.upTo[middle] ?? 0)) high = middle;
      else low = middle + 1;
    }
    const item = this.items[low];
    if (item === undefined) throw new RangeError('there is nothing to pick from');
    return item;
  }
}
