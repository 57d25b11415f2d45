import { expect, test } from 'vitest';
import { dayNumber, dayText } from './clock.ts';
import { Dice } from './dice.ts';
import { appendixOf, sumOf } from './forms.ts';
import { event, received, resolved } from './given.ts';
import { Oracle } from './oracle.ts';
import { randomRecordedHistory } from './random-lifecycles.ts';

const OLD = ['district-1', 'district-2', 'district-3'];
const NEW = ['commune-1', 'commune-2'];
const UNITS = [...OLD, 'so-y-te', ...NEW];
const INTO = { 'district-1': 'commune-1', 'district-2': 'commune-2', 'district-3': 'commune-2' };
const options = {
  units: [...OLD, 'so-y-te'],
  from: '2025-05-01',
  to: '2025-08-31',
  reorganisation: { on: '2025-07-01', overDays: 7, into: INTO },
};
const SEEDS = [801, 802, 803, 804, 805, 806];

test('three dossiers of a district go to communes, one by one, around a quarter that ends in between', () => {
  const on = (subject: string) => ({ subject });
  const move = (day: string, to: string, subject: string) =>
    event('transferred', day, { from: 'district', to }, on(subject));
  const oracle = new Oracle([
    received('2025-06-02', 'district', '2025-07-01', 'direct', on('1')),
    received('2025-06-20', 'district', '2025-07-20', 'online', on('2')),
    received('2025-06-30', 'district', '2025-07-30', 'online', on('3')),
    move('2025-07-01', 'east', '1'),
    move('2025-07-02', 'west', '2'),
    move('2025-07-04', 'west', '3'),
    resolved('2025-07-03', 'east', {}, on('1')),
    received('2025-07-03', 'west', '2025-10-30', 'direct', on('4')),
  ]);
  const table = (from: string, to: string) =>
    oracle
      .appendix(['district', 'east', 'west'], from, to)
      .map(({ received: r, resolved: d, pending: p }) => {
        const intake = `${r.carriedOver}+${r.online}+${r.directOrPostal}=${r.total}`;
        return `${intake} ${d.onTime}+${d.late} ${p.notDue}+${p.overdue}`;
      });
  expect(table('2025-04-01', '2025-06-30')).toEqual([
    '0+2+1=3 0+0 3+0',
    '0+0+0=0 0+0 0+0',
    '0+0+0=0 0+0 0+0',
  ]);
  expect(table('2025-07-01', '2025-09-30')).toEqual([
    '0+0+0=0 0+0 0+0',
    '1+0+0=1 0+1 0+0',
    '2+0+1=3 0+0 1+2',
  ]);
  // From the second day to the third: the first is gone already, the third has not come yet.
  expect(table('2025-07-02', '2025-07-03')).toEqual([
    '1+0+0=1 0+0 1+0',
    '1+0+0=1 0+1 0+0',
    '1+0+1=2 0+0 2+0',
  ]);
});

test.each(SEEDS)('the identities of history %i hold through its reorganisation', (seed) => {
  const oracle = new Oracle(randomRecordedHistory(seed, options));
  const dice = new Dice(seed);
  for (let round = 0; round < 10; round += 1) {
    const cut = dice.whole(dayNumber('2025-06-28'), dayNumber('2025-07-09'));
    const first = oracle.balances(UNITS, dayText(cut - dice.whole(0, 40)), dayText(cut));
    const second = oracle.balances(UNITS, dayText(cut + 1), dayText(cut + dice.whole(1, 40)));
    for (const [index, next] of [...second, sumOf(second)].entries()) {
      const before = [...first, sumOf(first)][index];
      expect(before?.closingOpen).toBe(next.openingOpen);
      const form = appendixOf(next);
      expect(form.received.total).toBe(form.resolved.total + form.pending.total);
      expect(form.pending.total).toBe(form.pending.notDue + form.pending.overdue);
    }
    const whole = sumOf(second);
    expect(whole.transferredIn).toBe(whole.transferredOut);
  }
});

test.each(SEEDS)('the old units of history %i keep nothing that could be handed over', (seed) => {
  const oracle = new Oracle(randomRecordedHistory(seed, options));
  const anomalies = oracle.anomalies();
  for (const unit of OLD) {
    const left = oracle.legsBehind({ closingOpen: 1 }, unit, '2025-07-08', '2025-08-31');
    for (const { dossier } of left) {
      // Only a dossier that is open at the new unit as well stays behind.
      expect(
        anomalies.some(
          (one) =>
            one.dossier === dossier &&
            one.source === '/mcdt/reorganisation' &&
            one.anomaly === 'already-open',
        ),
      ).toBe(true);
    }
    const [after] = oracle.balances([unit], '2025-07-08', '2025-08-31');
    const { receivedOnline, receivedDirect, receivedPostal, receivedForwarded } = after ?? {};
    expect([receivedOnline, receivedDirect, receivedPostal, receivedForwarded]).toEqual([0, 0, 0, 0]);
  }
});

test('the reorganisations hand over on several days, to every new unit, and nothing is there before', () => {
  const oracle = new Oracle(SEEDS.flatMap((seed) => randomRecordedHistory(seed, options)));
  const handedOver: number[] = [];
  for (let day = dayNumber('2025-07-01'); day < dayNumber('2025-07-08'); day += 1) {
    const [east, west] = oracle.balances(NEW, dayText(day), dayText(day));
    handedOver.push((east?.transferredIn ?? 0) + (west?.transferredIn ?? 0));
    if (day === dayNumber('2025-07-01')) expect([east?.openingOpen, west?.openingOpen]).toEqual([0, 0]);
  }
  expect(Math.min(...handedOver)).toBeGreaterThan(0);
  const after = sumOf(oracle.balances(NEW, '2025-07-08', '2025-08-31'));
  expect(after.openingOpen).toBeGreaterThan(20);
  expect(after.receivedOnline).toBeGreaterThan(0);
});
