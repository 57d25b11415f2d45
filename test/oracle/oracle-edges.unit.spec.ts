import { expect, test } from 'vitest';
import { complaints, event, expectDay, oracleOf, received, resolved, stocks, voiding } from './given.ts';

const forward = (when: string, from: string, to: string, further: object = {}) =>
  event('forwarded', when, { from, to, ...further }, { id: 'forward' });
const transfer = (when: string, from: string, to: string) =>
  event('transferred', when, { from, to }, { id: 'transfer' });
const RELEASED = { custody: 'released' };

test('releasing custody that nobody has still opens the leg at the receiver', () => {
  const oracle = oracleOf(forward('2020-04-02', 'a', 'b', RELEASED));
  expect(complaints(oracle)).toEqual(['forward no-open-leg a']);
  expectDay(oracle, 'a', '2020-04-02', {});
  expectDay(oracle, 'b', '2020-04-02', { receivedForwarded: 1, openAtEnd: 1 });
});

test('keeping custody that nobody has is no anomaly', () => {
  const oracle = oracleOf(forward('2020-04-02', 'a', 'b', { custody: 'kept' }));
  expect(complaints(oracle)).toEqual([]);
  expectDay(oracle, 'b', '2020-04-02', { receivedForwarded: 1, openAtEnd: 1 });
});

test('forwarding into an open leg still releases the sender, and leaves the due of the receiver', () => {
  const oracle = oracleOf(
    received('2020-04-01', 'a', '2020-04-09'),
    received('2020-04-01', 'b', '2020-04-02'),
    forward('2020-04-02', 'a', 'b', { ...RELEASED, due: '2020-04-30' }),
  );
  expect(complaints(oracle)).toEqual(['forward already-open b']);
  expectDay(oracle, 'a', '2020-04-02', { resolvedEarly: 1, released: 1 });
  expect(stocks(oracle, 'b', '2020-04-02', '2020-04-03')).toEqual(['1/0/0', '1/1/0']);
});

test('both halves of one forwarding can be anomalies', () => {
  const oracle = oracleOf(received('2020-04-01', 'b'), forward('2020-04-02', 'a', 'b', RELEASED));
  expect(complaints(oracle)).toEqual(['forward already-open b', 'forward no-open-leg a']);
  expectDay(oracle, 'b', '2020-04-02', { openAtEnd: 1 });
});

test('a dossier can come back to the unit that released it, as a second leg', () => {
  const oracle = oracleOf(
    received('2020-04-01', 'a', '2020-04-01'),
    forward('2020-04-02', 'a', 'b', RELEASED),
    event('forwarded', '2020-04-03', { from: 'b', to: 'a', due: '2020-04-05', ...RELEASED }),
    resolved('2020-04-04', 'a'),
  );
  expectDay(oracle, 'a', '2020-04-02', { resolvedLate: 1, released: 1 });
  expectDay(oracle, 'a', '2020-04-03', { receivedForwarded: 1, openAtEnd: 1 });
  expectDay(oracle, 'a', '2020-04-04', { resolvedEarly: 1 });
  expectDay(oracle, 'b', '2020-04-03', { resolvedOnTime: 1, released: 1 });
});

test('received, closed and received again on one day counts twice', () => {
  const again = received('2020-04-01T10:00:00+07:00', 'a');
  const oracle = oracleOf(received('2020-04-01', 'a'), resolved('2020-04-01T09:00:00+07:00', 'a'), again);
  expectDay(oracle, 'a', '2020-04-01', { receivedOnline: 2, resolvedOnTime: 1, openAtEnd: 1 });
});

test('a transfer with nothing to transfer names the sender, even if the receiver is open', () => {
  const oracle = oracleOf(received('2020-04-01', 'b'), transfer('2020-04-02', 'a', 'b'));
  expect(complaints(oracle)).toEqual(['transfer no-open-leg a']);
  expectDay(oracle, 'b', '2020-04-02', { openAtEnd: 1 });
});

test('a transfer onto an open leg leaves both legs where they are', () => {
  const oracle = oracleOf(
    received('2020-04-01', 'a', '2020-04-02'),
    received('2020-04-01', 'b', '2020-04-03'),
    transfer('2020-04-02', 'a', 'b'),
  );
  expect(complaints(oracle)).toEqual(['transfer already-open b']);
  expect(stocks(oracle, 'a', '2020-04-02', '2020-04-03')).toEqual(['1/0/0', '1/1/0']);
  expect(stocks(oracle, 'b', '2020-04-02', '2020-04-03')).toEqual(['1/0/0', '1/0/0']);
});

test('suspension and a passed deadline travel with the transferred leg', () => {
  const oracle = oracleOf(
    received('2020-04-01', 'a'),
    event('deadline-passed', '2020-04-02', { unit: 'a' }),
    event('supplement-requested', '2020-04-02', { unit: 'a' }),
    transfer('2020-04-03', 'a', 'b'),
    event('supplemented', '2020-04-04', { unit: 'b' }),
    event('supplemented', '2020-04-04', { unit: 'a' }, { id: 'too-late' }),
  );
  expect(stocks(oracle, 'a', '2020-04-02', '2020-04-03')).toEqual(['1/0/1', '0/0/0']);
  expect(stocks(oracle, 'b', '2020-04-02', '2020-04-04')).toEqual(['0/0/0', '1/0/1', '1/1/0']);
  expect(complaints(oracle)).toEqual(['too-late no-open-leg a']);
});

test('there and back on one day are four movements and no change of stock', () => {
  const back = event('transferred', '2020-04-02T09:00:00+07:00', { from: 'b', to: 'a' });
  const oracle = oracleOf(received('2020-04-01', 'a'), transfer('2020-04-02', 'a', 'b'), back);
  expectDay(oracle, 'a', '2020-04-02', { transferredIn: 1, transferredOut: 1, openAtEnd: 1 });
  expectDay(oracle, 'b', '2020-04-02', { transferredIn: 1, transferredOut: 1 });
});

test('at one instant the rank of the type decides, whatever source and id say', () => {
  const first = { source: '/a', id: '1' };
  const last = { source: '/z', id: '9' };
  const oracle = oracleOf(
    resolved('2020-04-01', 'a', {}, first),
    received('2020-04-01', 'a', undefined, 'direct', last),
  );
  expectDay(oracle, 'a', '2020-04-01', { receivedDirect: 1, resolvedOnTime: 1 });
  expect(complaints(oracle)).toEqual([]);
});

test('one instant can be spelled in several ways, and nanoseconds do not count', () => {
  const oracle = oracleOf(
    resolved('2020-04-01T01:00:00.000000001Z', 'a'),
    received('2020-04-01T08:00:00.000000999+07:00', 'a'),
  );
  expectDay(oracle, 'a', '2020-04-01', { receivedOnline: 1, resolvedOnTime: 1 });
});

test('a microsecond does count, against the rank', () => {
  const closed = resolved('2020-04-01T08:00:00.000001+07:00', 'a', {}, { id: 'closed' });
  const oracle = oracleOf(closed, received('2020-04-01T08:00:00.000002+07:00', 'a'));
  expectDay(oracle, 'a', '2020-04-01', { receivedOnline: 1, openAtEnd: 1 });
  expect(complaints(oracle)).toEqual(['closed no-open-leg a']);
});

test('sources rank before ids', () => {
  const change = (source: string, id: string, due: string) =>
    event('due-changed', '2020-04-02', { unit: 'a', due }, { source, id });
  const oracle = oracleOf(
    received('2020-04-01', 'a'),
    change('/b', '1', '2020-04-01'),
    change('/a', '2', '2020-04-09'),
  );
  expect(stocks(oracle, 'a', '2020-04-02', '2020-04-02')).toEqual(['1/1/0']);
});

test('a repeat counts once, the same id from another source is another event', () => {
  const opened = received('2020-04-01', 'a', undefined, 'online', { id: '1' });
  const elsewhere = received('2020-04-01', 'b', undefined, 'postal', { id: '1', source: '/other' });
  const oracle = oracleOf(opened, { ...opened }, elsewhere, { ...elsewhere });
  expectDay(oracle, 'a', '2020-04-01', { receivedOnline: 1, openAtEnd: 1 });
  expectDay(oracle, 'b', '2020-04-01', { receivedPostal: 1, openAtEnd: 1 });
  expect(complaints(oracle)).toEqual([]);
});

test.each(['2020-03-01', '2020-04-02', '2020-05-01'])(
  'a void of %s removes the event from its own day',
  (when) => {
    const close = resolved('2020-04-02', 'a', {}, { id: 'close' });
    const events = [received('2020-04-01', 'a', '2020-04-01'), close, voiding(when, 'close')];
    for (const oracle of [oracleOf(...events), oracleOf(...events.reverse())]) {
      expectDay(oracle, 'a', '2020-04-02', { openAtEnd: 1, overdueAtEnd: 1 });
      expect(complaints(oracle)).toEqual([]);
    }
  },
);

test('voiding the opening turns what followed into anomalies, and a voided event has none', () => {
  const events = [
    received('2020-04-01', 'a', undefined, 'online', { id: 'open' }),
    resolved('2020-04-02', 'a', {}, { id: 'close' }),
    voiding('2020-04-03', 'open'),
  ];
  expect(complaints(oracleOf(...events))).toEqual(['close no-open-leg a']);
  expect(complaints(oracleOf(...events, voiding('2020-04-03', 'close')))).toEqual([]);
});

test('voiding an event not seen yet waits for it', () => {
  const early = voiding('2020-03-01', 'open');
  expect(complaints(oracleOf(early))).toEqual([]);
  const oracle = oracleOf(early, received('2020-04-01', 'a', undefined, 'online', { id: 'open' }));
  expectDay(oracle, 'a', '2020-04-01', {});
});

test('a void of a void has no effect: the voided void still voids', () => {
  const events = [
    received('2020-04-01', 'a', undefined, 'online', { id: 'open' }),
    voiding('2020-04-02', 'open', { id: 'first' }),
    voiding('2020-04-03', 'first', { id: 'second' }),
    voiding('2020-04-04', 'second', { id: 'third' }),
  ];
  for (const oracle of [oracleOf(...events), oracleOf(...events.reverse())]) {
    expectDay(oracle, 'a', '2020-04-01', {});
    expect(complaints(oracle)).toEqual(['second void-of-void', 'third void-of-void']);
    expect(oracle.anomalies()[0]).toMatchObject({ dossier: 'D-1', source: '/test', unit: '' });
  }
});

test('a void naming itself is a void of a void', () => {
  expect(complaints(oracleOf(voiding('2020-04-01', 'self', { id: 'self' })))).toEqual(['self void-of-void']);
});

test('a void reaches only its own dossier, and only the source it names', () => {
  const opened = received('2020-04-01', 'a', undefined, 'online', { id: 'open' });
  const elsewhere = voiding('2020-04-02', 'open', { subject: 'D-2', id: 'stranger' });
  const otherSource = voiding('2020-04-02', 'open', {}, '/other');
  const voidOfStranger = voiding('2020-04-03', 'stranger');
  const oracle = oracleOf(opened, elsewhere, otherSource, voidOfStranger);
  expectDay(oracle, 'a', '2020-04-01', { receivedOnline: 1, openAtEnd: 1 });
  expect(complaints(oracle)).toEqual([]);
});

test('a missing event that arrives takes its anomaly away and moves past days', () => {
  const close = resolved('2020-04-05', 'a', {}, { id: 'close' });
  expect(complaints(oracleOf(close))).toEqual(['close no-open-leg a']);
  const oracle = oracleOf(close, received('2020-04-01', 'a', '2020-04-03'));
  expect(complaints(oracle)).toEqual([]);
  expect(stocks(oracle, 'a', '2020-04-03', '2020-04-05')).toEqual(['1/0/0', '1/1/0', '0/0/0']);
  expectDay(oracle, 'a', '2020-04-05', { resolvedLate: 1 });
});

test('anomalies are sorted by dossier, source, id', () => {
  const lost = (subject: string, source: string, id: string) =>
    resolved('2020-04-01', 'a', {}, { subject, source, id });
  const oracle = oracleOf(
    lost('2', '/a', '1'),
    lost('1', '/b', '1'),
    lost('1', '/a', '9'),
    lost('1', '/a', '10'),
  );
  const names = oracle.anomalies().map(({ dossier, source, id }) => `${dossier} ${source} ${id}`);
  expect(names).toEqual(['1 /a 10', '1 /a 9', '1 /b 1', '2 /a 1']);
});
