import { expect, test } from 'vitest';
import { complaints, event, expectDay, oracleOf, received, resolved, stocks } from './given.ts';

const suspend = (when: string, unit = 'a') => event('supplement-requested', when, { unit });
const resume = (when: string, due?: string) =>
  event('supplemented', when, { unit: 'a', ...(due === undefined ? {} : { due }) });
const redue = (when: string, due: string) => event('due-changed', when, { unit: 'a', due });
const passed = (when: string, id = 'passed') => event('deadline-passed', when, { unit: 'a' }, { id });

test('a leg is overdue from the day after its due, without any event on that day', () => {
  const oracle = oracleOf(received('2020-04-01', 'a', '2020-04-02'), resolved('2020-04-05', 'a'));
  const series = ['0/0/0', '1/0/0', '1/0/0', '1/1/0', '1/1/0', '0/0/0'];
  expect(stocks(oracle, 'a', '2020-03-31', '2020-04-05')).toEqual(series);
});

test('a due before the day of receipt is overdue at the end of that day', () => {
  const oracle = oracleOf(received('2020-04-02', 'a', '2020-04-01'));
  expect(stocks(oracle, 'a', '2020-04-01', '2020-04-02')).toEqual(['0/0/0', '1/1/0']);
});

test('a leg suspended on its first overdue day is suspended, not overdue', () => {
  const oracle = oracleOf(
    received('2020-04-01', 'a', '2020-04-02'),
    suspend('2020-04-03T23:59:59.999+07:00'),
  );
  expect(stocks(oracle, 'a', '2020-04-02', '2020-04-04')).toEqual(['1/0/0', '1/0/1', '1/0/1']);
});

test('suspension does not move the due: overdue again on the day it ends', () => {
  const oracle = oracleOf(
    received('2020-04-01', 'a', '2020-04-02'),
    suspend('2020-04-04'),
    resume('2020-04-06T00:00:00+07:00'),
  );
  const series = ['1/1/0', '1/0/1', '1/0/1', '1/1/0'];
  expect(stocks(oracle, 'a', '2020-04-03', '2020-04-06')).toEqual(series);
});

test('suspended and resumed within a day leaves no trace at its end', () => {
  const oracle = oracleOf(
    received('2020-04-01', 'a', '2020-04-01'),
    suspend('2020-04-02T09:00:00+07:00'),
    resume('2020-04-02T16:00:00+07:00'),
  );
  expect(stocks(oracle, 'a', '2020-04-01', '2020-04-02')).toEqual(['1/0/0', '1/1/0']);
});

test('at one instant the request ranks before the supplement, so the leg is not suspended', () => {
  const instant = '2020-04-02T09:00:00+07:00';
  const oracle = oracleOf(resume(instant), suspend(instant), received('2020-04-01', 'a'));
  expect(stocks(oracle, 'a', '2020-04-02', '2020-04-02')).toEqual(['1/0/0']);
});

test('two requests are ended by one supplement, whose due replaces the due', () => {
  const oracle = oracleOf(
    received('2020-04-01', 'a', '2020-04-02'),
    suspend('2020-04-02'),
    suspend('2020-04-03'),
    resume('2020-04-04', '2020-04-05'),
  );
  const series = ['1/0/1', '1/0/1', '1/0/0', '1/0/0', '1/1/0'];
  expect(stocks(oracle, 'a', '2020-04-02', '2020-04-06')).toEqual(series);
  expect(complaints(oracle)).toEqual([]);
});

test('a supplement nobody asked for is harmless, and its due replaces the due', () => {
  const oracle = oracleOf(received('2020-04-01', 'a', '2020-04-02'), resume('2020-04-04', '2020-04-04'));
  expect(stocks(oracle, 'a', '2020-04-03', '2020-04-05')).toEqual(['1/1/0', '1/0/0', '1/1/0']);
  expect(complaints(oracle)).toEqual([]);
});

test('a new due ends being overdue from its day on, and the close is judged by it', () => {
  const oracle = oracleOf(
    received('2020-04-01', 'a', '2020-04-02'),
    redue('2020-04-05', '2020-04-06'),
    resolved('2020-04-06', 'a'),
  );
  const series = ['1/1/0', '1/1/0', '1/0/0', '0/0/0'];
  expect(stocks(oracle, 'a', '2020-04-03', '2020-04-06')).toEqual(series);
  expectDay(oracle, 'a', '2020-04-06', { resolvedOnTime: 1 });
});

test('a due moved into the past makes the leg overdue that day', () => {
  const oracle = oracleOf(received('2020-04-01', 'a', '2020-04-30'), redue('2020-04-05', '2020-04-02'));
  expect(stocks(oracle, 'a', '2020-04-04', '2020-04-05')).toEqual(['1/0/0', '1/1/0']);
});

test('of two dues in a day the later one stands, given at one instant the larger id', () => {
  const later = redue('2020-04-02T10:00:00+07:00', '2020-04-09');
  const earlier = redue('2020-04-02T09:00:00+07:00', '2020-04-01');
  const oracle = oracleOf(received('2020-04-01', 'a'), later, earlier);
  expect(stocks(oracle, 'a', '2020-04-02', '2020-04-02')).toEqual(['1/0/0']);
  const clash = (id: string, due: string) => event('due-changed', '2020-04-02', { unit: 'a', due }, { id });
  // Code units put "B" before "a"; a dictionary would not.
  const clashing = oracleOf(clash('a', '2020-04-01'), clash('B', '2020-04-09'), received('2020-04-01', 'a'));
  expect(stocks(clashing, 'a', '2020-04-02', '2020-04-02')).toEqual(['1/1/0']);
});

test('without a due the leg is overdue from deadline-passed on, and its close is on time', () => {
  const opened = received('2020-04-01', 'a');
  const oracle = oracleOf(opened, passed('2020-04-03'), resolved('2020-04-05', 'a'));
  expect(stocks(oracle, 'a', '2020-04-02', '2020-04-05')).toEqual(['1/0/0', '1/1/0', '1/1/0', '0/0/0']);
  expectDay(oracle, 'a', '2020-04-05', { resolvedOnTime: 1 });
  expect(complaints(oracle)).toEqual([]);
});

test('a due given after deadline-passed rules from its day on', () => {
  const oracle = oracleOf(
    received('2020-04-01', 'a'),
    passed('2020-04-02'),
    redue('2020-04-04', '2020-04-05'),
  );
  const series = ['1/1/0', '1/1/0', '1/0/0', '1/0/0', '1/1/0'];
  expect(stocks(oracle, 'a', '2020-04-02', '2020-04-06')).toEqual(series);
});

test('deadline-passed during a suspension counts once the suspension ends', () => {
  const events = [
    received('2020-04-01', 'a'),
    suspend('2020-04-02'),
    passed('2020-04-03'),
    resume('2020-04-05'),
  ];
  const oracle = oracleOf(...events);
  expect(stocks(oracle, 'a', '2020-04-03', '2020-04-05')).toEqual(['1/0/1', '1/0/1', '1/1/0']);
});

test('deadline-passed does not reach a second leg at the same unit', () => {
  const oracle = oracleOf(
    received('2020-04-01', 'a'),
    passed('2020-04-02'),
    resolved('2020-04-03', 'a'),
    received('2020-04-03T09:00:00+07:00', 'a'),
  );
  expect(stocks(oracle, 'a', '2020-04-02', '2020-04-04')).toEqual(['1/1/0', '1/0/0', '1/0/0']);
});

test.each([
  ['2020-04-09', ['passed deadline-mismatch a']],
  ['2020-04-10', ['passed deadline-mismatch a']],
  ['2020-04-11', []],
  ['2020-04-12', ['passed deadline-mismatch a']],
])('deadline-passed on %s for a leg due on 10 April only alerts', (day, expected) => {
  const oracle = oracleOf(received('2020-04-01', 'a', '2020-04-10'), passed(day));
  expect(complaints(oracle)).toEqual(expected);
  expect(stocks(oracle, 'a', '2020-04-09', '2020-04-11')).toEqual(['1/0/0', '1/0/0', '1/1/0']);
});

test('deadline-passed is compared with the due in force, also at its very instant', () => {
  const dated = received('2020-04-01', 'a', '2020-04-02');
  const oracle = oracleOf(dated, passed('2020-04-03'), redue('2020-04-03', '2020-04-09'));
  expect(complaints(oracle)).toEqual(['passed deadline-mismatch a']);
  expect(complaints(oracleOf(dated, passed('2020-04-03'), redue('2020-04-04', '2020-04-09')))).toEqual([]);
});

test('a year end and a leap day are days like any other', () => {
  const yearEnd = oracleOf(received('2019-12-30', 'a', '2019-12-31'), passed('2020-01-01'));
  expect(stocks(yearEnd, 'a', '2019-12-31', '2020-01-01')).toEqual(['1/0/0', '1/1/0']);
  const leapDay = oracleOf(received('2020-02-28', 'a', '2020-02-28'), passed('2020-02-29'));
  expect(stocks(leapDay, 'a', '2020-02-28', '2020-02-29')).toEqual(['1/0/0', '1/1/0']);
  expect([...complaints(yearEnd), ...complaints(leapDay)]).toEqual([]);
});

test('closing late while suspended is late all the same', () => {
  const oracle = oracleOf(
    received('2020-04-01', 'a', '2020-04-03'),
    suspend('2020-04-02'),
    resolved('2020-04-04', 'a'),
  );
  expect(stocks(oracle, 'a', '2020-04-02', '2020-04-04')).toEqual(['1/0/1', '1/0/1', '0/0/0']);
  expectDay(oracle, 'a', '2020-04-04', { resolvedLate: 1 });
});

test('a suspended leg that is closed and opened anew starts unsuspended', () => {
  const anew = received('2020-04-03', 'a', '2020-04-02', 'postal');
  const oracle = oracleOf(
    received('2020-04-01', 'a'),
    suspend('2020-04-01T09:00:00+07:00'),
    resolved('2020-04-02', 'a'),
    anew,
  );
  expect(stocks(oracle, 'a', '2020-04-01', '2020-04-03')).toEqual(['1/0/1', '0/0/0', '1/1/0']);
  expectDay(oracle, 'a', '2020-04-03', { receivedPostal: 1, openAtEnd: 1, overdueAtEnd: 1 });
});
