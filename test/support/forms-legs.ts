import { type Balance, type Item, nothing } from '../oracle/forms.ts';
import type { Key } from '../oracle/legs.ts';
import type { Oracle } from '../oracle/oracle.ts';
import { periodOf } from '../oracle/periods.ts';

/** A leg and how often it counts in each item of a balance. */
interface LegCounts {
  readonly dossier: string;
  readonly leg: number;
  readonly counts: Balance;
}

const ITEMS = Object.keys(nothing()) as Item[];
/** More than a leg can count in one item; its powers up to the ninth are exact numbers. */
const BASE = 32;
const ITEMS_AT_ONCE = 9;

const found = new WeakMap<Oracle, Map<string, readonly LegCounts[]>>();

/**
 * All legs that the oracle has behind anything of some units and a period. It folds every dossier anew for each sum that it is asked for, so it
 * is asked for nine items at once, whose counts are then the digits of one number, and each answer is kept.
 */
export function countsOfLegs(
  oracle: Oracle,
  units: readonly string[],
  period: string,
  only: { readonly by: Key; readonly key: string } | undefined,
): readonly LegCounts[] {
  const answers = found.get(oracle) ?? new Map<string, readonly LegCounts[]>();
  found.set(oracle, answers);
  const name = JSON.stringify([units, period, only]);
  const answer = answers.get(name) ?? asked(oracle, units, period, only);
  answers.set(name, answer);
  return answer;
}

function asked(oracle: Oracle, units: readonly string[], period: string, only?: { by: Key; key: string }) {
  const { from, to } = periodOf(period);
  const legs = new Map<string, LegCounts>();
  for (let first = 0; first < ITEMS.length; first += ITEMS_AT_ONCE) {
    const items = ITEMS.slice(first, first + ITEMS_AT_ONCE);
    const digits = Object.fromEntries(items.map((item, place) => [item, BASE ** place]));
    for (const { dossier, leg, quantity } of oracle.legsBehind(digits, units, from, to, only)) {
      const { counts } = legs.get(`${dossier} ${leg}`) ?? { counts: nothing() };
      items.forEach((item, place) => {
        counts[item] = Math.floor(quantity / BASE ** place) % BASE;
      });
      legs.set(`${dossier} ${leg}`, { dossier, leg, counts });
    }
  }
  return [...legs.values()];
}
