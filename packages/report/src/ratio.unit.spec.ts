import { assert, integer, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  percentTenths,
  pointsBetween,
  ratioDefinitions,
  roundedQuotient,
  shareOf,
  vietnameseTenths,
} from './ratio.ts';

const count = integer({ min: 0, max: 2 ** 40 });
const positive = integer({ min: 1, max: 2 ** 40 });

describe('a share', () => {
  it.each([
    [156, 1284, 12.1, '12,1%'],
    [27, 1284, 2.1, '2,1%'],
    [243, 2000, 12.2, '12,2%'],
    [23, 2000, 1.2, '1,2%'], // 1.15, which floating point takes for a little less
    [1, 2000, 0.1, '0,1%'],
    [1, 2001, 0, '0,0%'],
    [7, 7, 100, '100,0%'],
    [12345, 1, 1234500, '1.234.500,0%'],
  ])('of %i / %i is %f per cent, written %s', (numerator, denominator, percent, text) => {
    expect(shareOf(numerator, denominator)).toEqual({
      numerator,
      denominator,
      value: numerator / denominator,
      percent,
      text,
    });
  });

  it.each([0, 3])('of %i over 0 has no value', (numerator) => {
    expect(shareOf(numerator, 0)).toEqual({
      numerator,
      denominator: 0,
      value: null,
      percent: null,
      text: null,
    });
  });

  it('is rounded half up, however near to a half it lies', () => {
    const whole = integer({ min: 1_000, max: Number.MAX_SAFE_INTEGER });
    const parts = record({ tenths: integer({ min: 0, max: 999 }), more: integer({ min: 0, max: 1 }) });
    assert(
      property(whole, parts, (d, { tenths, more }) => {
        const half = (BigInt(2 * tenths + 1) * BigInt(d)) / 2_000n;
        const n = half + BigInt(more);
        const isAbove = 2_000n * n >= BigInt(2 * tenths + 1) * BigInt(d);
        expect(percentTenths(Number(n), d)).toBe(isAbove ? tenths + 1 : tenths);
      }),
    );
  });

  it('is rounded towards the greater below 0 as well', () => {
    expect([-5, -15, -14, -16].map((n) => roundedQuotient(n, 100, 10))).toEqual([0, -1, -1, -2]);
  });
});

describe('a difference of shares', () => {
  it('is that of the printed ones, in points', () => {
    const difference = pointsBetween(shareOf(156, 1284), shareOf(979, 7836));
    expect(difference).toMatchObject({ points: -0.4, text: '−0,4 điểm' });
    expect(difference?.unrounded).toBeCloseTo(-0.344, 3);
  });

  it.each([
    [shareOf(2, 10), shareOf(1, 10), '+10,0 điểm'],
    [shareOf(1, 10), shareOf(1, 10), '0,0 điểm'],
  ])('has a sign unless it is none', (share, baseline, text) => {
    expect(pointsBetween(share, baseline)?.text).toBe(text);
  });

  it('is none where one has no value', () => {
    expect(pointsBetween(shareOf(0, 0), shareOf(1, 2))).toBeNull();
    expect(pointsBetween(shareOf(1, 2), shareOf(0, 0))).toBeNull();
  });

  it('is the same whichever way round, but for the sign', () => {
    assert(
      property(count, positive, count, positive, (a, b, c, d) => {
        const [one, other] = [shareOf(a, b), shareOf(c, d)];
        const [there, back] = [
          pointsBetween(one, other)?.points ?? 1,
          pointsBetween(other, one)?.points ?? 1,
        ];
        expect(there + back).toBe(0);
      }),
    );
  });
});

describe('the definitions', () => {
  it('are the six of the rules, each in two languages', () => {
    expect(ratioDefinitions.map(({ id }) => id)).toEqual([
      'online/new',
      'online/intake',
      'online/handled',
      'on-time/resolved',
      'on-time/received',
      'postal-return/resolved',
    ]);
    for (const { en, vi } of ratioDefinitions)
      expect([en, vi].every((text) => text.endsWith('.'))).toBe(true);
  });

  it('are written with a point for thousands and a comma for tenths', () => {
    expect([0, 5, 121, -4, 12_345_678].map(vietnameseTenths)).toEqual([
      '0,0',
      '0,5',
      '12,1',
      '−0,4',
      '1.234.567,8',
    ]);
  });
});
