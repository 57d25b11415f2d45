import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TokenBucket } from './token-bucket.ts';

describe('a bucket of tokens', () => {
  it('lets a burst pass, and then one after the other at its rate', () => {
    let nowMs = 0;
    const bucket = new TokenBucket(10, 3, () => nowMs);
    expect(Array.from({ length: 5 }, () => bucket.take())).toEqual([0, 0, 0, 100, 200]);
    expect(bucket.secondsUntilToken()).toBeCloseTo(0.3);
    nowMs = 300;
    expect(bucket.secondsUntilToken()).toBe(0);
    expect(bucket.take()).toBe(0);
  });

  it('never lets more pass, between any two moments, than the burst and what came in meanwhile', () => {
    const steps = fc.array(fc.record({ afterMs: fc.nat(2_000), takes: fc.nat(20) }), { maxLength: 30 });
    const property = fc.property(
      steps,
      fc.integer({ min: 1, max: 500 }),
      fc.integer({ min: 1, max: 50 }),
      (given, rate, burst) => {
        let nowMs = 0;
        const bucket = new TokenBucket(rate, burst, () => nowMs);
        const passedAtMs: number[] = [];
        for (const { afterMs, takes } of given) {
          nowMs += afterMs;
          for (let i = 0; i < takes; i++) passedAtMs.push(nowMs + bucket.take());
        }
        const most = (fromMs: number, toMs: number) => burst + ((toMs - fromMs) / 1_000) * rate + 1e-6;
        const tooMany = passedAtMs.some((fromMs, i) =>
          passedAtMs.slice(i).some((toMs, j) => j + 1 > most(fromMs, toMs)),
        );
        expect(tooMany).toBe(false);
      },
    );
    fc.assert(property, { numRuns: 100 });
  });
});
