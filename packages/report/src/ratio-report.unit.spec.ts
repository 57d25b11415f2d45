import { describe, expect, it } from 'vitest';
import { BalanceBroken, emptyBalance, type UnitBalance } from './balance.ts';
import { periodOfKey } from './period.ts';
import { ratioDefinitions } from './ratio.ts';
import type { RatioUnit } from './ratio-coverage.ts';
import { type RatioInput, ratioReport } from './ratio-report.ts';

const definitionOf = (id: string) => {
  const found = ratioDefinitions.find((definition) => definition.id === id);
  if (found === undefined) throw new RangeError(id);
  return found;
};
const unit = (code: string, unreported: RatioUnit['unreported'] = []): RatioUnit => ({
  code,
  name: code.toUpperCase(),
  level: 'district',
  ...(unreported.length === 0 ? {} : { unreported }),
});

/** A unit that received so many online and directly, and resolved so many on time, some of them returned by post. */
function balance(code: string, online: number, direct: number, onTime: number, byPost = 0): UnitBalance {
  return {
    ...emptyBalance(code),
    receivedOnline: online,
    receivedDirect: direct,
    resolvedOnTime: onTime,
    closingOpen: online + direct - onTime,
    returnedByPost: byPost,
  };
}

function input(units: readonly RatioUnit[], balances: readonly UnitBalance[], key = '2020-04'): RatioInput {
  return { period: periodOfKey(key), units, structure: units, balances };
}

function report(id: string, now: RatioInput, ...baselines: readonly RatioInput[]) {
  const asked = { definition: definitionOf(id), scope: 'all', asKnownAt: '', byUnit: true };
  return ratioReport(asked, now, baselines);
}

describe('coverage', () => {
  const units = [unit('a'), unit('b', ['postal-returns', 'postal-intake']), unit('c')];
  const balances = [balance('a', 1, 9, 4, 1), balance('b', 2, 8, 6), balance('c', 0, 4, 2, 2)];

  it('flags sides of different units, names them, and gives the ratio of those of both', () => {
    expect(report('postal-return/resolved', input(units, balances))).toMatchObject({
      numerator: 3,
      denominator: 12,
      text: '25,0%',
      comparable: false,
      coverage: { numerator: { units: 3, covered: 2, missing: ['b'] }, denominator: { missing: [] } },
      likeForLike: { numerator: 3, denominator: 6, text: '50,0%', units: 2 },
      notes: [expect.stringMatching(/^the two sides cover different units: the numerator 2 of 3/)],
    });
  });

  it('divides no 0 that nobody reported, in a row or in all', () => {
    const { rows } = report('postal-return/resolved', input(units, balances));
    expect(rows.map(({ text, comparable }) => [text, comparable])).toEqual([
      ['25,0%', true],
      [null, false],
      ['100,0%', true],
    ]);
    const alone = report('postal-return/resolved', input(units.slice(1, 2), balances));
    expect(alone).toMatchObject({ numerator: 0, denominator: 6, value: null, likeForLike: null });
  });

  it('believes a figure more than the registry', () => {
    const posted = [balance('b', 2, 8, 6, 1)];
    expect(report('postal-return/resolved', input(units.slice(1, 2), posted))).toMatchObject({
      comparable: true,
      text: '16,7%',
    });
  });

  it('tells of units whose intake by post is missing, without flagging them', () => {
    const { comparable, coverage, notes } = report('online/new', input(units, balances));
    expect(comparable).toBe(true);
    expect(coverage.denominator.partly).toEqual(['b']);
    expect(notes).toEqual([
      expect.stringMatching(/^1 units of the denominator do not report intake by post/),
    ]);
    expect(report('on-time/resolved', input(units, balances)).notes).toEqual([]);
  });
});

describe('a baseline', () => {
  const now = input([unit('a'), unit('b')], [balance('a', 1, 9, 0)]);

  it('has a difference in points', () => {
    const then = input([unit('a'), unit('b')], [balance('b', 2, 8, 0)], '2020-Q1@vpcp');
    expect(report('online/new', now, then).baselines).toMatchObject([
      {
        period: { key: '2020-Q1@vpcp', from: '2019-12-15', to: '2020-03-14' },
        text: '20,0%',
        difference: { points: -10, text: '−10,0 điểm' },
        comparableWithPeriod: true,
        reason: null,
      },
    ]);
  });

  it('of other units is shown and not compared', () => {
    const then = input([unit('a'), unit('old')], [balance('old', 2, 8, 0)], '2019');
    expect(report('online/new', now, then).baselines).toMatchObject([
      {
        text: '20,0%',
        difference: null,
        comparableWithPeriod: false,
        onlyInPeriod: ['b'],
        onlyInBaseline: ['old'],
        reason:
          'the units do not correspond (not there at the end of the baseline: b; not there at the end of the period: old)',
      },
    ]);
  });

  it('without any data has no value', () => {
    expect(report('online/new', now, input(now.units, [], '2018')).baselines).toMatchObject([
      { value: null, text: null, difference: null, reason: 'the baseline has no value' },
    ]);
  });

  it('says so where the rounding makes a difference of its own', () => {
    const [a, b] = [balance('a', 156, 1128, 0), balance('a', 979, 6857, 0)];
    const { notes } = report('online/new', input([unit('a')], [a]), input([unit('a')], [b], '2020-Q1'));
    expect(notes).toEqual([
      'against 2020-Q1: −0,4 điểm between the printed shares, −0,34 before they were rounded',
    ]);
  });
});

it('nothing is divided that does not balance', () => {
  const broken = { ...balance('a', 1, 9, 0), closingOpen: 3 };
  expect(() => report('online/new', input([unit('a')], [broken]))).toThrow(BalanceBroken);
});
