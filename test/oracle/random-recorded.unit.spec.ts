import { expect, test } from 'vitest';
import { CELLS, figuresOf } from './cells.ts';
import { instantOf } from './clock.ts';
import { Dice } from './dice.ts';
import { appendixOf, extendedOf, ii06aOf, sumOf } from './forms.ts';
import type { LegShare } from './legs.ts';
import { Oracle, type RecordedEvent } from './oracle.ts';
import { periodOf } from './periods.ts';
import { randomRecordedHistory } from './random-lifecycles.ts';
import { randomPeriodKey } from './random-periods.ts';

const UNITS = ['so-tu-phap', 'so-y-te', 'dong-ha', 'vinh-linh', 'so-tnmt'];
const DAYS = { from: '2019-11-20', to: '2020-07-10' };
const SEEDS = [701, 702, 703, 704];
const FORMS = { appendix: appendixOf, 'ii-06a': ii06aOf, extended: extendedOf };

const millisecondOf = (time: string) => {
  const { seconds, micros } = instantOf(time);
  return seconds * 1000 + micros / 1000;
};
const sum = (shares: readonly LegShare[]) => shares.reduce((so, { quantity }) => so + quantity, 0);

/** The oracle of some moment of the history, the last one included. */
function someMoment(dice: Dice, history: readonly RecordedEvent[]): Oracle {
  return new Oracle(history).asKnownAt(dice.pick([...history, ...history.slice(-1)]).recordedAt);
}

test.each(SEEDS)('each cell of each form of history %i is as many as the legs behind it', (seed) => {
  const dice = new Dice(seed);
  const oracle = someMoment(dice, randomRecordedHistory(seed, DAYS));
  const { from, to } = periodOf(randomPeriodKey(dice, DAYS.from, DAYS.to));
  const unit = dice.pick(UNITS);
  const [balance] = oracle.balances([unit], from, to);
  const keyed = oracle.keyedBalances('procedure', UNITS, from, to);
  const some = keyed.length === 0 ? undefined : dice.pick(keyed);
  for (const [form, columns] of Object.entries(FORMS)) {
    const cells = CELLS[form as keyof typeof CELLS];
    const figures = balance && figuresOf(columns(balance));
    expect(Object.keys(figures ?? {}).toSorted()).toEqual(Object.keys(cells).toSorted());
    for (const [path, items] of Object.entries(cells)) {
      expect(sum(oracle.legsBehind(items, unit, from, to)), `${form} ${path}`).toBe(figures?.[path]);
      if (some === undefined) continue;
      const only = { by: 'procedure', key: some.key } as const;
      expect(sum(oracle.legsBehind(items, UNITS, from, to, only))).toBe(figuresOf(columns(some))[path]);
    }
  }
});

test.each(SEEDS)('the units of history %i add up to its procedures and to its fields', (seed) => {
  const dice = new Dice(seed + 1);
  const oracle = someMoment(dice, randomRecordedHistory(seed, DAYS));
  for (let round = 0; round < 5; round += 1) {
    const { from, to } = periodOf(randomPeriodKey(dice, DAYS.from, DAYS.to));
    const units = UNITS.filter(() => dice.chance(0.7));
    const whole = sumOf(oracle.balances(units, from, to));
    for (const by of ['procedure', 'field'] as const) {
      const keyed = oracle.keyedBalances(by, units, from, to);
      expect(sumOf(keyed)).toEqual(whole);
      // A transfer takes the procedure along, so each procedure balances by itself.
      for (const { received, resolved, pending } of keyed.map(appendixOf)) {
        expect(received.total).toBe(resolved.total + pending.total);
      }
    }
  }
});

test.each(SEEDS)('history %i is known little by little', (seed) => {
  const history = randomRecordedHistory(seed, DAYS);
  const oracle = new Oracle(history);
  const figures = (of: Oracle) => of.balances(UNITS, DAYS.from, DAYS.to);
  const [first, last] = [history.at(0)?.recordedAt ?? 0, history.at(-1)?.recordedAt ?? 0];
  expect(figures(oracle.asKnownAt(first - 1))).toEqual(figures(new Oracle([])));
  expect(figures(oracle.asKnownAt(last))).toEqual(figures(oracle));
  expect(figures(oracle.asKnownAt((first + last) / 2))).not.toEqual(figures(oracle));
});

test('what is recorded is the same for a seed, never before it happened, and never goes back', () => {
  for (const seed of SEEDS) {
    const history = randomRecordedHistory(seed, DAYS);
    expect(randomRecordedHistory(seed, DAYS)).toEqual(history);
    history.forEach(({ event, recordedAt }, index) => {
      expect(Number.isInteger(recordedAt)).toBe(true);
      expect(recordedAt).toBeGreaterThanOrEqual(millisecondOf(event.time));
      expect(recordedAt).toBeGreaterThanOrEqual(history[index - 1]?.recordedAt ?? 0);
    });
  }
});

test('the recorded histories are soon and late, crowded, about many things, some unknown, some corrected', () => {
  const history = SEEDS.flatMap((seed) => randomRecordedHistory(seed, DAYS));
  const lags = history.map(({ event, recordedAt }) => recordedAt - millisecondOf(event.time));
  expect(lags.filter((lag) => lag < 3_600_000).length / lags.length).toBeGreaterThan(0.7);
  expect(lags.filter((lag) => lag > 14 * 86_400_000).length).toBeGreaterThan(20);
  const moments = history.map(({ recordedAt }) => recordedAt);
  expect(new Set(moments).size).toBeLessThan(moments.length - 50);
  const data = history
    .filter(({ event }) => event.type.includes('received'))
    .map(({ event }) => event.data as { procedure?: string; field?: string });
  expect(new Set(data.map(({ procedure }) => procedure)).size).toBe(5);
  expect(new Set(data.map(({ field }) => field)).size).toBe(4);
  const corrections = history.filter(({ event }) => JSON.stringify(event.data).includes('sai thủ tục'));
  expect(corrections.length).toBeGreaterThan(20);
  const everything = sumOf(new Oracle(history).balances(UNITS, DAYS.from, DAYS.to));
  for (const [item, figure] of Object.entries(everything))
    if (item !== 'openingOpen') expect(figure).toBeGreaterThan(3);
});
