import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RefusalCap, type RefusedRecord, refusedAmong, TooManyRefused } from './refusal-cap.ts';

/** A batch as text, one letter a record: a dot is good, another letter the reason of a refused one. */
const refusedIn = (batch: string): RefusedRecord[] =>
  [...batch].flatMap((reason, index) => (reason === '.' ? [] : [{ index, reason }]));

const given = (windowRecords: number, maxRefusedPercent: number, ...batches: readonly string[]) => {
  const cap = new RefusalCap({ windowRecords, maxRefusedPercent });
  const check = (batch: string) => cap.check(batch.length, refusedIn(batch));
  batches.forEach(check);
  return check;
};

describe('a window that is not full', () => {
  it('counts what is missing as good', () => {
    expect(() => given(100, 5)('xxxxx')).not.toThrow();
  });

  it('stops all the same when more are refused than the whole window may have', () => {
    expect(() => given(100, 5)('xxxxxx')).toThrow(
      /^6 of the last 6 records were refused \(x 6\), 5 % of 100 /,
    );
  });
});

describe('a full window', () => {
  it('lets go of the oldest', () => {
    expect(() => given(4, 50, '.xx.', '.')('x')).not.toThrow();
    expect(() => given(4, 50, '.xx.')('x')).toThrow(TooManyRefused);
  });

  it('sees a run of refused records inside a batch that is longer than it', () => {
    const [good, bad] = ['.'.repeat(50), 'x'.repeat(6)];
    expect(() => given(10, 50)(good + bad + good)).toThrow(/^6 of the last 10 /);
    expect(() => given(10, 50)(good + bad.slice(1) + good)).not.toThrow();
  });
});

describe('a batch that was held back', () => {
  it('leaves the window as it was', () => {
    const check = given(4, 50, 'x');
    expect(() => check('xx')).toThrow(TooManyRefused);
    expect(() => check('x')).not.toThrow();
  });

  it('is told with the most frequent reasons, and what to do', () => {
    expect(() => given(20, 30, 'aa', 'b')('bbcde')).toThrow(
      /^8 of the last 8 records were refused \(b 3, a 2, c 1, others 2\), 30 % of 20 are allowed; nothing more is put aside.* SOHOSO_MAX_REFUSED_PERCENT=100 .* sohoso dead-letters list$/,
    );
  });

  it('has the name by which it is told in one line', () => {
    expect(new TooManyRefused('').name).toBe('TooManyRefused');
  });
});

describe('the bounds', () => {
  it('100 percent lets everything through, 0 nothing', () => {
    expect(() => given(3, 100)('xxxxxx')).not.toThrow();
    expect(() => given(3, 0, '....')('..x')).toThrow(TooManyRefused);
  });

  it.each([
    [0, 5],
    [1.5, 5],
    [10, -1],
    [10, 101],
    [10, Number.NaN],
  ])('a window of %d records with %d percent is refused', (windowRecords, maxRefusedPercent) => {
    expect(() => new RefusalCap({ windowRecords, maxRefusedPercent })).toThrow(RangeError);
  });

  it('refused records that do not ascend, or are not of the batch, are refused', () => {
    const cap = new RefusalCap({ windowRecords: 10, maxRefusedPercent: 50 });
    const at = (...indexes: readonly number[]) => indexes.map((index) => ({ index, reason: 'x' }));
    expect(() => cap.check(3, at(1, 0))).toThrow(RangeError);
    expect(() => cap.check(3, at(3))).toThrow(RangeError);
  });

  it('takes in more reasons than there are numbers for', () => {
    const cap = new RefusalCap({ windowRecords: 1_000, maxRefusedPercent: 60 });
    const many = Array.from({ length: 600 }, (_, index) => ({ index, reason: `reason-${index}` }));
    cap.check(600, many);
    expect(() => cap.check(1, [{ index: 0, reason: 'last' }])).toThrow(/\(other 346, reason-0 1, /);
  });
});

/** The same rule with a list of everything ever seen. */
function naive(windowRecords: number, maxRefusedPercent: number) {
  let seen: string[] = [];
  return (batch: string): boolean => {
    const after = [...seen, ...batch];
    for (let end = seen.length + 1; end <= after.length; end++) {
      const refused = after.slice(Math.max(0, end - windowRecords), end).filter((record) => record !== '.');
      if (refused.length > (maxRefusedPercent / 100) * windowRecords) return false;
    }
    seen = after;
    return true;
  };
}

it('agrees with a naive count on any batches', () => {
  const batches = fc.array(fc.string({ unit: fc.constantFrom('.', '.', '.', 'a', 'b'), maxLength: 30 }));
  const percent = fc.constantFrom(0, 12.5, 25, 50, 75, 100);
  fc.assert(
    fc.property(fc.constantFrom(1, 2, 4, 8, 16), percent, batches, (window, maxPercent, list) => {
      const check = given(window, maxPercent);
      const agrees = naive(window, maxPercent);
      for (const batch of list) {
        if (agrees(batch)) check(batch);
        else expect(() => check(batch)).toThrow(TooManyRefused);
      }
    }),
    { numRuns: 500 },
  );
});

it('finds the refused ones among the facts of a batch', () => {
  const at = { partition: 0, recordedAtMs: 0, recordedDay: 0 } as const;
  const refused = (offset: number) =>
    ({ ...at, offset, disposition: 'refused', reason: 'not-json', detail: '' }) as never;
  const rerouted = (offset: number) => ({ ...at, offset, disposition: 'rerouted' }) as never;
  expect(refusedAmong([rerouted(7), refused(8), rerouted(9), refused(12)])).toEqual([
    { index: 1, reason: 'not-json' },
    { index: 3, reason: 'not-json' },
  ]);
});

describe('a window that is filled with what was before this run', () => {
  const refused = (count: number) => Array.from({ length: count }, () => 'not-json');
  it('lets good records through, even where all before them were let through on purpose', () => {
    const cap = new RefusalCap({ windowRecords: 1_000, maxRefusedPercent: 50 });
    for (let partition = 0; partition < 12; partition++) {
      cap.seed(refused(84));
      cap.check(3, []);
    }
    expect(() => cap.check(200, [])).not.toThrow();
  });
  it('does not give a restart another half of bad ones', () => {
    const cap = new RefusalCap({ windowRecords: 100, maxRefusedPercent: 50 });
    cap.seed(refused(50));
    expect(() => cap.check(1, [{ index: 0, reason: 'not-json' }])).toThrow(TooManyRefused);
  });
});
