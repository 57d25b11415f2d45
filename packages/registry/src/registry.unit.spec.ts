import { type Day, parseDay } from '@sohoso/dossier';
import { describe, expect, it } from 'vitest';
import { UnitRegistry } from './registry.ts';
import type { Unit } from './unit.ts';

const day = (text: string): Day => {
  const parsed = parseDay(text);
  if (parsed === null) throw new RangeError(text);
  return parsed;
};

const unit = (code: string, more: Partial<Unit> = {}): Unit => ({
  code,
  name: code.toUpperCase(),
  level: 'commune',
  parent: null,
  order: 1,
  validFrom: null,
  validTo: null,
  ...more,
});

describe('units of a registry', () => {
  it('are there from their first day to their last, both included', () => {
    const registry = new UnitRegistry([
      unit('old', { validTo: day('2025-06-30') }),
      unit('new', { validFrom: day('2025-07-01') }),
      unit('always'),
    ]);
    const codes = (text: string) => registry.on(day(text)).map(({ code }) => code);
    expect(codes('2025-06-30')).toEqual(['old', 'always']);
    expect(codes('2025-07-01')).toEqual(['new', 'always']);
  });

  it('may have one name for two codes', () => {
    const [name, parent] = ['Tỉnh Quảng Trị', null];
    const old = unit('quang-tri', { name, parent, level: 'province', validTo: day('2025-06-30') });
    const merged = { ...old, code: 'quang-tri-2025', validFrom: day('2025-07-01'), validTo: null };
    const registry = new UnitRegistry([old, merged]);
    expect([registry.find('quang-tri')?.name, registry.find('quang-tri-2025')?.name]).toEqual([name, name]);
    expect(registry.notes).toEqual([]);
  });
});

describe('a unit that has the code of the total row', () => {
  it('is refused', () => {
    expect(() => new UnitRegistry([unit('a'), unit('total')])).toThrow(
      'no unit can have the code "total": it is what reports call their total; give it another one',
    );
  });
});

describe('units whose parents go round in a circle', () => {
  it.each([
    [[unit('a', { parent: 'a' })], '"a" → "a"'],
    [[unit('a', { parent: 'b' }), unit('b', { parent: 'a' })], '"a" → "b" → "a"'],
    [
      [
        unit('x', { parent: 'a' }),
        unit('a', { parent: 'b' }),
        unit('b', { parent: 'c' }),
        unit('c', { parent: 'a' }),
      ],
      '"a" → "b" → "c" → "a"',
    ],
  ])('are refused, and the circle is named once', (units, circle) => {
    const registry = () => new UnitRegistry(units);
    expect(registry).toThrow(RangeError);
    expect(registry).toThrow(
      new RangeError(`the parents go round in a circle: ${circle}; leave the topmost one's parent empty`),
    );
  });
});

describe('a parent that never exists together with its unit', () => {
  it('is noted and not refused', () => {
    const registry = new UnitRegistry([
      unit('district', { validTo: day('2025-06-30') }),
      unit('commune', { parent: 'district', validFrom: day('2025-07-01') }),
      unit('township', { parent: 'district', validTo: day('2025-06-30') }),
      unit('province', { validFrom: day('2025-07-01') }),
      unit('office', { parent: 'province', validTo: day('2025-06-30') }),
    ]);
    expect(registry.notes).toEqual([
      '"district", the parent of "commune", ends before "commune" begins',
      '"province", the parent of "office", begins after "office" has ended',
    ]);
  });
});
