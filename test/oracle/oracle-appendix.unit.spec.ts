import { expect, test } from 'vitest';
import { event, received, resolved } from './given.ts';
import { Oracle } from './oracle.ts';

const on = (subject: string) => ({ subject });
const move = (day: string, from: string, to: string, subject: string) =>
  event('transferred', day, { from, to }, on(subject));

/**
 * Ten dossiers around the first half of April. At `a`: 1 and 2 are open when the period starts, 3 to 5 are received
 * in it, 6 is closed before it, 7 is received after it, 8 is transferred in and 9 is transferred out.
 */
const events = [
  received('2020-03-20', 'a', '2020-04-03', 'online', on('1')),
  resolved('2020-04-01', 'a', {}, on('1')),
  received('2020-03-31', 'a', '2020-04-14', 'direct', on('2')),
  received('2020-04-01', 'a', '2020-04-15', 'online', on('3')),
  received('2020-04-02', 'a', '2020-04-06', 'postal', on('4')),
  event('withdrawn', '2020-04-07', { unit: 'a' }, on('4')),
  received('2020-04-15', 'a', '2020-04-20', 'direct', on('5')),
  event('supplement-requested', '2020-04-15', { unit: 'a' }, on('5')),
  received('2020-03-01', 'a', '2020-03-31', 'online', on('6')),
  resolved('2020-03-31', 'a', {}, on('6')),
  received('2020-04-16', 'a', undefined, 'online', on('7')),
  received('2020-04-01', 'b', '2020-04-30', 'online', on('8')),
  move('2020-04-10', 'b', 'a', '8'),
  received('2020-03-25', 'a', '2020-04-05', 'online', on('9')),
  move('2020-04-06', 'a', 'b', '9'),
  received('2020-04-01', 'b', '2020-04-02', 'direct', on('10')),
  event('forwarded', '2020-04-02', { from: 'b', to: 'a', custody: 'released' }, on('10')),
  resolved('2020-04-15', 'a', {}, on('10')),
];

test('the columns of a period, by hand', () => {
  const [a, b, c] = new Oracle(events).appendix(['a', 'b', 'c'], '2020-04-01', '2020-04-15');
  expect(a).toEqual({
    unit: 'a',
    // Carried over: 1, 2 and 9 were open on 31 March, 8 came in, 9 went out.
    received: { total: 7, online: 1, carriedOver: 3, directOrPostal: 2, forwarded: 1 },
    // 1 was early, 10 had no due, 4 was withdrawn a day late.
    resolved: { total: 3, early: 1, onTime: 2, late: 1 },
    // Left are 2, overdue since that very day, 3, due that day, 5, suspended, and 8.
    pending: { total: 4, notDue: 3, overdue: 1, suspended: 1 },
  });
  expect(b).toEqual({
    unit: 'b',
    // 8 was received and passed on within the period, 9 came in: nothing remains of the two.
    received: { total: 2, online: 1, carriedOver: 0, directOrPostal: 1, forwarded: 0 },
    resolved: { total: 1, early: 0, onTime: 1, late: 0 },
    pending: { total: 1, notDue: 0, overdue: 1, suspended: 0 },
  });
  expect(c).toEqual({
    unit: 'c',
    received: { total: 0, online: 0, carriedOver: 0, directOrPostal: 0, forwarded: 0 },
    resolved: { total: 0, early: 0, onTime: 0, late: 0 },
    pending: { total: 0, notDue: 0, overdue: 0, suspended: 0 },
  });
});

test('the total row sums the rows', () => {
  const oracle = new Oracle(events);
  expect(oracle.total(oracle.appendix(['a', 'b', 'c'], '2020-04-01', '2020-04-15'))).toEqual({
    received: { total: 9, online: 2, carriedOver: 3, directOrPostal: 3, forwarded: 1 },
    resolved: { total: 4, early: 1, onTime: 3, late: 1 },
    pending: { total: 5, notDue: 3, overdue: 2, suspended: 1 },
  });
  expect(oracle.total([]).received.total).toBe(0);
});

test('carried over is negative where a unit passed on what it had received in the period', () => {
  const passedOn = [received('2020-04-01', 'a'), event('transferred', '2020-04-02', { from: 'a', to: 'b' })];
  const [a, b] = new Oracle(passedOn).appendix(['a', 'b'], '2020-04-01', '2020-04-02');
  expect(a?.received).toEqual({ total: 0, online: 1, carriedOver: -1, directOrPostal: 0, forwarded: 0 });
  expect(b?.received).toEqual({ total: 1, online: 0, carriedOver: 1, directOrPostal: 0, forwarded: 0 });
});

test('both ends of the period belong to it, and a period may be one day', () => {
  const ends = [
    received('2020-04-01T00:00:00+07:00', 'a'),
    resolved('2020-04-15T23:59:59.999999+07:00', 'a'),
  ];
  const oracle = new Oracle(ends);
  const figures = (from: string, to: string) => {
    const [row] = oracle.appendix(['a'], from, to);
    return [row?.received.carriedOver, row?.received.online, row?.resolved.total, row?.pending.total];
  };
  expect(figures('2020-04-01', '2020-04-15')).toEqual([0, 1, 1, 0]);
  expect(figures('2020-04-01', '2020-04-01')).toEqual([0, 1, 0, 1]);
  expect(figures('2020-04-02', '2020-04-14')).toEqual([1, 0, 0, 1]);
  expect(figures('2020-04-15', '2020-04-15')).toEqual([1, 0, 1, 0]);
  expect(figures('2020-04-16', '2020-04-30')).toEqual([0, 0, 0, 0]);
});
