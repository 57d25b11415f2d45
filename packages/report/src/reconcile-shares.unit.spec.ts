import { assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkAverages, checkShares } from './reconcile-shares.ts';

const share = (count: number, of: number, printed: string) => ({ label: `${count}`, count, of, printed });
const texts = (findings: readonly { readonly text: string }[]) => findings.map(({ text }) => text);

describe('printed shares', () => {
  it('of the seed: one was forced, so that the three add up', () => {
    const three = [share(1101, 1284, '85.7'), share(156, 1284, '12.1'), share(27, 1284, '2.2')];
    expect(checkShares(three)).toEqual([
      {
        kind: 'difference',
        label: '27',
        text: 'printed 2,2 %, arithmetic 2,1 % (27/1284); the 3 shares were forced to add up to 100,0 (rounded one by one they make 99,9)',
      },
    ]);
  });

  it('are not called forced where they are merely wrong', () => {
    expect(texts(checkShares([share(27, 1284, '2.2')]))).toEqual([
      'printed 2,2 %, arithmetic 2,1 % (27/1284)',
    ]);
    const more = [share(1101, 1284, '85.7'), share(156, 1284, '12.1'), share(27, 1284, '2.3')];
    expect(texts(checkShares(more))).toEqual(['printed 2,3 %, arithmetic 2,1 % (27/1284)']);
    const wrong = [share(1, 4, '25'), share(3, 4, '76')];
    expect(texts(checkShares(wrong))).toEqual(['printed 76 %, arithmetic 75 % (3/4)']);
  });

  it('are compared with as many decimals as were printed', () => {
    const right = ['12', '12.1', '12,15', '12.150', '12.1495'];
    expect(checkShares(right.map((printed) => share(156, 1284, printed)))).toEqual([]);
  });

  it('over other units are right, and need saying', () => {
    const unlike = { count: 'the centre only', of: 'the whole province', likeOf: 1202 };
    expect(checkShares([{ ...share(297, 2826, '10.5'), unlike }])).toEqual([
      {
        kind: 'note',
        label: '297',
        text: '297/2826 = 10,5 %, but 297 covers the centre only and 2826 covers the whole province; over like units it is 297/1202 = 24,7 %',
      },
    ]);
  });

  it('of nothing have no value', () => {
    expect(texts(checkShares([share(1, 0, '3')]))).toEqual(['printed 3 %, but 1/0 has no value']);
    expect(() => checkShares([share(1, 2, 'x')])).toThrow('"x" is not a number such as 2.2');
  });

  it('are fine when printed as the arithmetic has it', () => {
    assert(
      property(integer({ min: 0, max: 9_999 }), integer({ min: 1, max: 9_999 }), (count, of) => {
        // Two decimals of integers this small are exact in floating point but at the halves, which are left out.
        const hundredths = (10_000 * count) / of;
        if (Math.abs((hundredths % 1) - 0.5) < 1e-6) return;
        expect(checkShares([share(count, of, (hundredths / 100).toFixed(2))])).toEqual([]);
      }),
    );
  });
});

describe('printed averages', () => {
  const average = {
    label: 'a day',
    count: 899,
    printed: '82',
    workingDays: 10,
    weekdays: 11,
    calendar: 'C, 1',
  };

  it('of the seed: divided by weekdays, one of which was a holiday', () => {
    expect(texts(checkAverages([average]))).toEqual([
      'printed 82 a day, which is 899/11, the days from Monday to Friday; there were 10 working days: 899/10 = 89,9 (C, 1)',
    ]);
  });

  it.each([
    ['90', []],
    ['89.9', []],
    ['60', ['printed 60 a day, which is 899/15; there were 10 working days: 899/10 = 89,9 (C, 1)']],
    [
      '700',
      [
        'printed 700 a day, which no whole number of days gives; there were 10 working days: 899/10 = 89,9 (C, 1)',
      ],
    ],
  ])('of %s', (printed, expected) => {
    expect(texts(checkAverages([{ ...average, printed }]))).toEqual(expected);
  });
});
