import { expect, test } from 'vitest';
import { complaints, event, expectDay, oracleOf, received, resolved, stocks } from './given.ts';
import { Oracle } from './oracle.ts';

test.each([
  ['online', 'receivedOnline'],
  ['direct', 'receivedDirect'],
  ['postal', 'receivedPostal'],
])('received by channel %s counts as %s', (channel, column) => {
  const oracle = oracleOf(received('2020-04-03', 'a', '2020-04-10', channel));
  expectDay(oracle, 'a', '2020-04-02', {});
  expectDay(oracle, 'a', '2020-04-03', { [column]: 1, openAtEnd: 1 });
  expectDay(oracle, 'a', '2020-04-04', { openAtEnd: 1 });
  expectDay(oracle, 'b', '2020-04-03', {});
});

test('receiving twice at one unit opens one leg, and the second due does not count', () => {
  const again = received('2020-04-04', 'a', '2020-04-30', 'postal', { id: 'again' });
  const oracle = oracleOf(received('2020-04-03', 'a', '2020-04-04'), again);
  expect(complaints(oracle)).toEqual(['again already-open a']);
  expect(stocks(oracle, 'a', '2020-04-03', '2020-04-05')).toEqual(['1/0/0', '1/0/0', '1/1/0']);
});

test('one dossier may be open at two units, each with its own due', () => {
  const oracle = oracleOf(
    received('2020-04-01', 'a', '2020-04-02'),
    received('2020-04-01', 'b', '2020-04-03', 'direct'),
  );
  expect(complaints(oracle)).toEqual([]);
  expect(stocks(oracle, 'a', '2020-04-02', '2020-04-04')).toEqual(['1/0/0', '1/1/0', '1/1/0']);
  expect(stocks(oracle, 'b', '2020-04-02', '2020-04-04')).toEqual(['1/0/0', '1/0/0', '1/1/0']);
});

test('forwarding keeps the sender open unless custody is released', () => {
  const forwarded = event('forwarded', '2020-04-02', { from: 'a', to: 'b', due: '2020-04-02' });
  const oracle = oracleOf(received('2020-04-01', 'a', '2020-04-10'), forwarded);
  expectDay(oracle, 'a', '2020-04-02', { openAtEnd: 1 });
  expectDay(oracle, 'b', '2020-04-02', { receivedForwarded: 1, openAtEnd: 1 });
  expectDay(oracle, 'b', '2020-04-03', { openAtEnd: 1, overdueAtEnd: 1 });
  expect(complaints(oracle)).toEqual([]);
});

test.each([
  ['2020-04-03', 'resolvedEarly'],
  ['2020-04-02', 'resolvedOnTime'],
  ['2020-04-01', 'resolvedLate'],
  [undefined, 'resolvedOnTime'],
])('releasing custody on 2 April closes a leg due on %s as %s', (due, column) => {
  const released = event('forwarded', '2020-04-02', { from: 'a', to: 'b', custody: 'released' });
  const oracle = oracleOf(received('2020-04-01', 'a', due), released);
  expectDay(oracle, 'a', '2020-04-02', { [column]: 1, released: 1 });
  expectDay(oracle, 'b', '2020-04-02', { receivedForwarded: 1, openAtEnd: 1 });
});

test('a transfer carries the leg on without closing or receiving anything', () => {
  const oracle = oracleOf(
    received('2020-04-01', 'a', '2020-04-03', 'postal'),
    event('transferred', '2020-04-02', { from: 'a', to: 'b' }),
    resolved('2020-04-05', 'b'),
  );
  expectDay(oracle, 'a', '2020-04-02', { transferredOut: 1 });
  expectDay(oracle, 'b', '2020-04-02', { transferredIn: 1, openAtEnd: 1 });
  expect(stocks(oracle, 'b', '2020-04-03', '2020-04-05')).toEqual(['1/0/0', '1/1/0', '0/0/0']);
  expectDay(oracle, 'b', '2020-04-05', { resolvedLate: 1 });
});

test.each([
  ['2020-04-11', 'resolvedEarly'],
  ['2020-04-10', 'resolvedOnTime'],
  ['2020-04-09', 'resolvedLate'],
  [undefined, 'resolvedOnTime'],
])('resolving or withdrawing on 10 April a leg due on %s counts as %s', (due, column) => {
  const opened = received('2020-04-01', 'a', due);
  expectDay(oracleOf(opened, resolved('2020-04-10', 'a')), 'a', '2020-04-10', { [column]: 1 });
  const withdrawn = event('withdrawn', '2020-04-10', { unit: 'a' });
  expectDay(oracleOf(opened, withdrawn), 'a', '2020-04-10', { [column]: 1, withdrawn: 1 });
});

test('a refusal is a result, and a result by post is counted besides', () => {
  const result = resolved('2020-04-02', 'a', { outcome: 'refused', returnedVia: 'postal', cause: 'none' });
  const oracle = oracleOf(received('2020-04-01', 'a', '2020-04-03'), result);
  expectDay(oracle, 'a', '2020-04-02', { resolvedEarly: 1, refused: 1, returnedByPost: 1 });
  const online = oracleOf(
    received('2020-04-01', 'a'),
    resolved('2020-04-02', 'a', { returnedVia: 'online' }),
  );
  expectDay(online, 'a', '2020-04-02', { resolvedOnTime: 1 });
});

test('closing what is not open is an anomaly without figures', () => {
  const refusal = { outcome: 'refused', returnedVia: 'postal' };
  const oracle = oracleOf(
    received('2020-04-01', 'a'),
    resolved('2020-04-02', 'a'),
    resolved('2020-04-03', 'a', refusal, { id: 'second' }),
    event('withdrawn', '2020-04-03', { unit: 'a' }, { id: 'third' }),
  );
  expectDay(oracle, 'a', '2020-04-03', {});
  expect(complaints(oracle)).toEqual(['second no-open-leg a', 'third no-open-leg a']);
});

test.each([
  'due-changed',
  'supplement-requested',
  'supplemented',
  'deadline-passed',
  'resolved',
  'withdrawn',
])('%s without an open leg at its unit is no-open-leg', (kind) => {
  const data = { unit: 'b', due: '2020-04-01', outcome: 'granted' };
  const oracle = oracleOf(received('2020-04-01', 'a'), event(kind, '2020-04-02', data, { id: 'x' }));
  expect(oracle.anomalies()).toEqual([
    { dossier: 'D-1', source: '/test', id: 'x', anomaly: 'no-open-leg', unit: 'b' },
  ]);
  expect(stocks(oracle, 'a', '2020-04-02', '2020-04-03')).toEqual(['1/0/0', '1/0/0']);
  expectDay(oracle, 'b', '2020-04-02', {});
});

test('the day is the local one: 17:00Z on 31 March is 1 April', () => {
  const events = [
    received('2020-03-31T16:59:59.999999Z', 'a', '2020-03-31'),
    received('2020-03-31T17:00:00Z', 'b', '2020-03-31T17:00:00Z'),
  ];
  const oracle = new Oracle(events);
  expectDay(oracle, 'a', '2020-03-31', { receivedOnline: 1, openAtEnd: 1 });
  expectDay(oracle, 'b', '2020-03-31', {});
  expectDay(oracle, 'b', '2020-04-01', { receivedOnline: 1, openAtEnd: 1 });
  expectDay(oracle, 'b', '2020-04-02', { openAtEnd: 1, overdueAtEnd: 1 });

  const inLondon = new Oracle(events, { utcOffsetMinutes: 0 });
  expectDay(inLondon, 'b', '2020-03-31', { receivedOnline: 1, openAtEnd: 1 });
  expectDay(inLondon, 'b', '2020-04-01', { openAtEnd: 1, overdueAtEnd: 1 });
});

test.each([
  ['2020-02-28T23:59:59.999999999+07:00', '2020-02-28'],
  ['2020-02-29T00:00:00+07:00', '2020-02-29'],
  ['2020-02-29T23:59:59.999+07:00', '2020-02-29'],
  ['2020-02-29T12:00:00-05:00', '2020-03-01'],
  ['2020-01-01T07:59:59+14:00', '2020-01-01'],
  ['2020-01-01T06:59:59+14:00', '2019-12-31'],
  ['2019-12-31T17:00:00.000000000Z', '2020-01-01'],
])('%s is on %s', (time, day) => {
  expectDay(oracleOf(received(time, 'a')), 'a', day, { receivedOnline: 1, openAtEnd: 1 });
});
