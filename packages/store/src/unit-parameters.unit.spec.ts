import { describe, expect, it } from 'vitest';
import { chunksOf, unitParameters } from './unit-parameters.ts';

describe('units as parameters of a query', () => {
  it('are all of them where none are named', () => {
    expect(unitParameters(null)).toMatchObject({ allUnits: 1, units: [] });
  });
  it('are a list in parts that a server takes, none lost', () => {
    const codes = Array.from({ length: 4_000 }, (_, i) => `xa-${'dai'.repeat(20)}-${i}`);
    const { allUnits, units, units2, units3, units4 } = unitParameters(codes);
    expect(allUnits).toBe(0);
    expect([...units, ...units2, ...units3, ...units4]).toEqual(codes);
    for (const part of [units, units2, units3, units4])
      expect(part.map((code) => `'${code}'`).join(',').length).toBeLessThan(128 * 1_024);
  });
  it('are counted in bytes, of which a letter may have several', () => {
    const codes = Array.from({ length: 3_000 }, (_, i) => `${'ữ'.repeat(40)}-${i}`);
    const { units, units2, units3, units4 } = unitParameters(codes);
    expect([...units, ...units2, ...units3, ...units4]).toEqual(codes);
    for (const part of [units, units2, units3, units4])
      expect(Buffer.byteLength(part.map((code) => `'${code}'`).join(','))).toBeLessThan(128 * 1_024);
  });
  it('are refused where they are more than the parameters take', () => {
    const codes = Array.from({ length: 4_000 }, (_, i) => `${'x'.repeat(190)}-${i}`);
    expect(() => unitParameters(codes)).toThrow(/^4000 units are too many for one question/);
  });
  it('come in no part at all where there are none', () => {
    expect([...chunksOf([])]).toEqual([]);
  });
});
