import { expect, test } from 'vitest';
import { dayNumber, dayText, instantOf, localDay } from './clock.ts';
import { Dice } from './dice.ts';
import { Oracle, type OracleEvent } from './oracle.ts';
import { randomHistory } from './random-lifecycles.ts';

const UNITS = ['so-tu-phap', 'so-y-te', 'dong-ha', 'vinh-linh', 'so-tnmt'];
const FROM = dayNumber('2019-12-20');
const TO = dayNumber('2020-03-10');
const SEEDS = Array.from({ length: 25 }, (_, index) => 101 + index);

function eventDay(event: OracleEvent): number {
  return localDay(instantOf(event.time), 420);
}

function shuffled(dice: Dice, events: readonly OracleEvent[]): OracleEvent[] {
  return events
    .map((event) => ({ event, place: dice.roll() }))
    .sort((a, b) => a.place - b.place)
    .map(({ event }) => event);
}

/** Everything an oracle has to say about the days of the random histories and a while after. */
function everything(oracle: Oracle): unknown {
  const days: unknown[] = [];
  for (let day = FROM - 1; day <= TO + 20; day += 1) {
    for (const unit of UNITS) days.push(oracle.unitDay(unit, dayText(day)));
  }
  return { days, anomalies: oracle.anomalies() };
}

test.each(SEEDS)('the identities hold for random periods of history %i', (seed) => {
  const oracle = new Oracle(randomHistory(seed));
  const dice = new Dice(seed + 1);
  for (let round = 0; round < 20; round += 1) {
    const from = dice.whole(FROM - 5, TO + 5);
    const to = dice.whole(from, TO + 10);
    const rows = oracle.appendix(UNITS, dayText(from), dayText(to));
    for (const { received, resolved, pending } of [...rows, oracle.total(rows)]) {
      expect(received.total).toBe(resolved.total + pending.total);
      expect(pending.total).toBe(pending.notDue + pending.overdue);
      expect(pending.notDue).toBeGreaterThanOrEqual(pending.suspended);
      expect(resolved.onTime).toBeGreaterThanOrEqual(resolved.early);
    }
  }
});

test.each(SEEDS)('one period ends where the next begins in history %i', (seed) => {
  const oracle = new Oracle(randomHistory(seed));
  const dice = new Dice(seed + 2);
  for (let round = 0; round < 10; round += 1) {
    const from = dice.whole(FROM, TO - 1);
    const cut = dice.whole(from, TO - 1);
    for (const unit of UNITS) {
      const [first] = oracle.appendix([unit], dayText(from), dayText(cut));
      const [second] = oracle.appendix([unit], dayText(cut + 1), dayText(TO));
      let moved = 0;
      for (let day = cut + 1; day <= TO; day += 1) {
        const { transferredIn, transferredOut } = oracle.unitDay(unit, dayText(day));
        moved += transferredIn - transferredOut;
      }
      // The right side recovers open(from − 1) of the second period from its printed columns.
      expect(first?.pending.total).toBe((second?.received.carriedOver ?? Number.NaN) - moved);
    }
  }
});

test.each(SEEDS)('the stock of history %i changes by exactly the movements of each day', (seed) => {
  const oracle = new Oracle(randomHistory(seed));
  for (const unit of UNITS) {
    let open = 0;
    for (let day = FROM; day <= TO; day += 1) {
      const of = oracle.unitDay(unit, dayText(day));
      open += of.receivedOnline + of.receivedDirect + of.receivedPostal + of.receivedForwarded;
      open += of.transferredIn - of.transferredOut - of.resolvedEarly - of.resolvedOnTime - of.resolvedLate;
      expect(of.openAtEnd).toBe(open);
      expect(of.overdueAtEnd + of.suspendedAtEnd).toBeLessThanOrEqual(open);
    }
  }
});

test.each(SEEDS)('history %i says the same in any order of arrival', (seed) => {
  const events = randomHistory(seed);
  const told = everything(new Oracle(events));
  const dice = new Dice(seed + 3);
  for (let round = 0; round < 3; round += 1) {
    expect(everything(new Oracle(shuffled(dice, [...events, dice.pick(events)])))).toEqual(told);
  }
  expect(everything(new Oracle([...events].reverse()))).toEqual(told);
});

test.each(SEEDS)('later events of history %i, voids apart, change nothing in earlier days', (seed) => {
  const events = randomHistory(seed);
  const oracle = new Oracle(events);
  const day = new Dice(seed + 4).whole(FROM, TO);
  const soFar = new Oracle(events.filter((event) => event.type.includes('voided') || eventDay(event) <= day));
  for (const unit of UNITS) {
    expect(soFar.unitDay(unit, dayText(day))).toEqual(oracle.unitDay(unit, dayText(day)));
  }
});

test('the random histories are the same for a seed, stay in their range and repeat only exactly', () => {
  for (const seed of SEEDS) {
    const events = randomHistory(seed, { from: '2020-02-27', to: '2020-03-02', units: ['x', 'y'] });
    expect(randomHistory(seed, { from: '2020-02-27', to: '2020-03-02', units: ['x', 'y'] })).toEqual(events);
    const byName = new Map<string, OracleEvent>();
    for (const event of events) {
      expect(eventDay(event)).toBeGreaterThanOrEqual(dayNumber('2020-02-27'));
      expect(eventDay(event)).toBeLessThanOrEqual(dayNumber('2020-03-02'));
      const name = `${event.source} ${event.id}`;
      expect(byName.get(name) ?? event).toEqual(event);
      byName.set(name, event);
    }
    expect(byName.size).toBeLessThan(events.length);
  }
});

test('the random histories reach every type, every anomaly and every figure', () => {
  const events = SEEDS.flatMap((seed) => randomHistory(seed));
  const oracle = new Oracle(events);
  expect(new Set(events.map((event) => event.type)).size).toBe(10);
  expect(new Set(oracle.anomalies().map(({ anomaly }) => anomaly)).size).toBe(4);
  const reached = new Set<string>();
  for (let day = FROM; day <= TO; day += 1) {
    for (const unit of UNITS) {
      const figures = Object.entries(oracle.unitDay(unit, dayText(day)));
      for (const [column, value] of figures) if (value > 0) reached.add(column);
    }
  }
  expect(reached.size).toBe(16);
});

test('a report over 31 units and 5,000 dossiers takes seconds, not minutes', { timeout: 60_000 }, () => {
  const units = Array.from({ length: 31 }, (_, index) => `unit-${index}`);
  const events = randomHistory(7, { dossiers: 5000, units });
  const start = performance.now();
  new Oracle(events).appendix(units, '2020-01-01', '2020-01-15');
  // Far above what it takes on an idle machine: only a wrong order of growth should fail here.
  expect(performance.now() - start).toBeLessThan(20_000);
});
