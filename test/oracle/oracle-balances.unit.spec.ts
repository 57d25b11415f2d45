import { describe, expect, it } from 'vitest';
import { CELLS } from './cells.ts';
import { nothing } from './forms.ts';
import { event, received, resolved, voiding } from './given.ts';
import { Oracle, type OracleEvent } from './oracle.ts';

const on = (subject: string, id?: string) => (id === undefined ? { subject } : { subject, id });
const PERIOD = ['2020-04-01', '2020-04-15'] as const;
const TRANSFERRED_4 = event('transferred', '2020-04-05', { from: 'a', to: 'b' }, on('4'));

/** Received at `a`, about a procedure or a field or neither. */
function about(day: string, subject: string, data: object, id?: string): OracleEvent {
  return event('received', day, { unit: 'a', channel: 'online', ...data }, on(subject, id));
}

const events = [
  about('2020-03-20', '1', { procedure: 'P1', field: 'F1', due: '2020-04-03' }),
  resolved('2020-04-01', 'a', { outcome: 'refused', returnedVia: 'postal' }, on('1')),
  about('2020-03-31', '2', { procedure: 'P1', channel: 'direct', due: '2020-04-14' }),
  about('2020-04-02', '3', { procedure: 'P2', field: 'F1', channel: 'postal', due: '2020-04-02' }),
  event('forwarded', '2020-04-02', { from: 'a', to: 'b', custody: 'released', due: '2020-04-10' }, on('3')),
  resolved('2020-04-11', 'b', {}, on('3')),
  about('2020-04-03', '4', {}),
  event('supplement-requested', '2020-04-04', { unit: 'a' }, on('4')),
  TRANSFERRED_4,
  about('2020-04-01', '5', { procedure: 'P1' }, 'wrong'),
  voiding('2020-04-04', 'wrong', on('5')),
  about('2020-04-01', '5', { procedure: 'P2' }, 'right'),
  event('withdrawn', '2020-04-06', { unit: 'a' }, on('5')),
];

describe('the balances of a period, by hand', () => {
  const oracle = new Oracle(events);

  it('count every item of every unit', () => {
    const [a, b, c] = oracle.balances(['a', 'b', 'c'], ...PERIOD);
    expect(a).toEqual({
      ...nothing(),
      unit: 'a',
      openingOpen: 2,
      receivedOnline: 2,
      receivedPostal: 1,
      transferredOut: 1,
      resolvedEarly: 1,
      resolvedOnTime: 2,
      withdrawn: 1,
      released: 1,
      refused: 1,
      returnedByPost: 1,
      closingOpen: 1,
      closingOverdue: 1,
    });
    const stocks = { closingOpen: 1, closingSuspended: 1 };
    const flows = { receivedForwarded: 1, transferredIn: 1, resolvedLate: 1 };
    expect(b).toEqual({ ...nothing(), unit: 'b', ...flows, ...stocks });
    expect(c).toEqual({ ...nothing(), unit: 'c' });
  });

  it('go with the procedure of the leg, across the units', () => {
    const passedOn = { receivedOnline: 1, transferredOut: 1, transferredIn: 1 };
    const refusal = { resolvedEarly: 1, refused: 1, returnedByPost: 1 };
    const received = { receivedOnline: 1, receivedPostal: 1, receivedForwarded: 1 };
    const closed = { resolvedOnTime: 2, resolvedLate: 1, withdrawn: 1, released: 1 };
    expect(oracle.keyedBalances('procedure', ['a', 'b'], ...PERIOD)).toEqual([
      { ...nothing(), key: '', ...passedOn, closingOpen: 1, closingSuspended: 1 },
      { ...nothing(), key: 'P1', openingOpen: 2, ...refusal, closingOpen: 1, closingOverdue: 1 },
      { ...nothing(), key: 'P2', ...received, ...closed },
    ]);
  });

  it('go with the field at the units asked for only', () => {
    const forwarded = { receivedForwarded: 1, resolvedLate: 1 };
    const transferred = { transferredIn: 1, closingOpen: 1, closingSuspended: 1 };
    expect(oracle.keyedBalances('field', ['b'], ...PERIOD)).toEqual([
      { ...nothing(), key: '', ...transferred },
      { ...nothing(), key: 'F1', ...forwarded },
    ]);
    expect(oracle.keyedBalances('field', ['c'], ...PERIOD)).toEqual([]);
  });

  it('are made of legs', () => {
    const behind = (path: keyof typeof CELLS.appendix, unit: string | string[]) =>
      oracle
        .legsBehind(CELLS.appendix[path], unit, ...PERIOD)
        .map(({ dossier, leg, quantity }) => `${dossier}:${leg} ${quantity}`);
    expect(behind('received.carriedOver', 'a')).toEqual(['1:0 1', '2:0 1', '4:0 -1']);
    expect(behind('received.carriedOver', 'b')).toEqual(['4:0 1']);
    expect(behind('received.carriedOver', ['a', 'b'])).toEqual(['1:0 1', '2:0 1']);
    expect(behind('received.forwarded', 'b')).toEqual(['3:1 1']);
    // What was received in the period and passed on in it is neither received nor resolved nor pending.
    expect(behind('received.total', 'a')).toEqual(['1:0 1', '2:0 1', '3:0 1', '5:0 1']);
    expect(behind('pending.overdue', 'a')).toEqual(['2:0 1']);
    const only = { by: 'procedure', key: 'P2' } as const;
    expect(oracle.legsBehind({ resolvedOnTime: 1 }, 'a', ...PERIOD, only)).toEqual([
      { dossier: '3', leg: 0, quantity: 1 },
      { dossier: '5', leg: 0, quantity: 1 },
    ]);
  });
});

it('has no leg behind the overdue of a due day, and the leg behind that of the day after', () => {
  const oracle = new Oracle([about('2020-04-01', 'D-1', { due: '2020-04-03' })]);
  const overdue = (day: string) => oracle.legsBehind({ closingOverdue: 1 }, 'a', '2020-04-01', day);
  expect(overdue('2020-04-03')).toEqual([]);
  expect(overdue('2020-04-04')).toEqual([{ dossier: 'D-1', leg: 0, quantity: 1 }]);
});

describe('the procedure of a forwarded leg', () => {
  const forwarded = (day: string, to: string) => event('forwarded', day, { from: 'a', to });
  const procedureAt = (unit: string, ...its: OracleEvent[]) =>
    new Oracle(its).keyedBalances('procedure', [unit], '2020-04-01', '2020-04-30').map(({ key }) => key);

  it('is that of the latest received event before it, at whatever unit', () => {
    const first = about('2020-04-01', 'D-1', { procedure: 'P1' });
    const second = about('2020-04-03', 'D-1', { procedure: 'P2', unit: 'b' });
    expect(procedureAt('c', first, forwarded('2020-04-02', 'c'), second)).toEqual(['P1']);
    expect(procedureAt('c', first, second, forwarded('2020-04-04', 'c'))).toEqual(['P2']);
  });

  it('is not known where there is none, and is the one before where the latest does not say', () => {
    const silent = about('2020-04-02', 'D-1', { field: 'F1', unit: 'b' });
    const late = about('2020-04-02', 'D-1', { procedure: 'P1' });
    expect(procedureAt('c', forwarded('2020-04-01', 'c'), late)).toEqual(['']);
    const first = about('2020-04-01', 'D-1', { procedure: 'P1' });
    expect(procedureAt('c', first, silent, forwarded('2020-04-03', 'c'))).toEqual(['P1']);
  });

  it('and its field are known each by itself', () => {
    const first = about('2020-04-01', 'D-1', { procedure: 'P1', field: 'F1' });
    const second = about('2020-04-02', 'D-1', { procedure: 'P2', unit: 'b' });
    const oracle = new Oracle([first, second, forwarded('2020-04-03', 'c')]);
    const keys = (by: 'procedure' | 'field') =>
      oracle.keyedBalances(by, ['c'], '2020-04-01', '2020-04-30').map(({ key }) => key);
    expect([keys('procedure'), keys('field')]).toEqual([['P2'], ['F1']]);
  });

  it('is that of the latest received event, though it opened no leg', () => {
    const first = about('2020-04-01', 'D-1', { procedure: 'P1' });
    const again = about('2020-04-02', 'D-1', { procedure: 'P2' });
    expect(procedureAt('c', first, again, forwarded('2020-04-03', 'c'))).toEqual(['P2']);
  });
});

describe('an oracle as known at a moment', () => {
  const first = received('2020-04-01', 'a', '2020-04-02', 'online', { id: 'first' });
  const oracle = new Oracle([
    { event: first, recordedAt: 1000 },
    { event: resolved('2020-04-03', 'a'), recordedAt: 3000 },
    { event: voiding('2020-04-01', 'first'), recordedAt: 4000 },
    { event: first, recordedAt: 5000 },
  ]);
  const figures = (ms: number) => {
    const [a] = oracle.asKnownAt(ms).balances(['a'], '2020-04-01', '2020-04-03');
    return [a?.receivedOnline, a?.resolvedLate, a?.closingOverdue];
  };

  it('knows what was recorded at or before it, whenever that happened', () => {
    expect(figures(999)).toEqual([0, 0, 0]);
    expect(figures(1000)).toEqual([1, 0, 1]);
    expect(figures(2999)).toEqual([1, 0, 1]);
    expect(figures(3000)).toEqual([1, 1, 0]);
    expect(figures(4000)).toEqual([0, 0, 0]);
    expect(oracle.asKnownAt(4000).anomalies()).toHaveLength(1);
  });

  it('is the same oracle once everything was recorded', () => {
    expect(figures(5000)).toEqual([0, 0, 0]);
    expect(oracle.asKnownAt(5000).anomalies()).toEqual(oracle.anomalies());
  });

  it('cannot be asked where events came without their moments', () => {
    expect(() => new Oracle([first]).asKnownAt(1000)).toThrow('when event first was recorded');
  });
});
