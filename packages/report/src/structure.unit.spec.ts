import { describe, expect, it } from 'vitest';
import { emptyBalance, type UnitBalance } from './balance.ts';
import { type ReportUnit, ScopeUnknown, unitRows, unitsOfScope } from './structure.ts';

const unit = (code: string, level: string, parent: string | null = null): ReportUnit => ({
  code,
  name: code.toUpperCase(),
  level,
  parent,
});

/** A province whose districts went and whose communes came, and one department that was there all along. */
const province = unit('province', 'province');
const department = unit('department', 'department', 'province');
const oldUnits = [
  unit('north', 'district', 'province'),
  unit('south', 'district', 'province'),
  unit('town', 'commune', 'north'),
];
const newUnits = [unit('east', 'commune', 'province'), unit('west', 'commune', 'province')];
const all = [province, department, ...oldUnits, ...newUnits];
const before = { onDay: [province, department, ...oldUnits], all };
const after = { onDay: [province, department, ...newUnits], all };

const moved = (...codes: readonly string[]): readonly UnitBalance[] =>
  codes.map((code) => ({ ...emptyBalance(code), openingOpen: 1, closingOpen: 1 }));
const codes = (units: readonly { readonly code: string }[]) => units.map(({ code }) => code);
const scopeOf = (...asked: Parameters<typeof unitsOfScope>) => codes(unitsOfScope(...asked));

describe('the rows of a day', () => {
  it('are the units of that day, the province left out', () => {
    expect(scopeOf(before, 'all', [])).toEqual(['department', 'north', 'south', 'town']);
    expect(scopeOf(after, 'all', [])).toEqual(['department', 'east', 'west']);
    expect(scopeOf(after, 'district', [])).toEqual([]);
  });

  it('have besides, in report order, every unit with figures: ended, not begun yet, the province, gone from the registry', () => {
    expect(scopeOf(after, 'all', moved('gone', 'south', 'province'))).toEqual([
      'province',
      'department',
      'south',
      'east',
      'west',
      'gone',
    ]);
    expect(scopeOf(before, 'commune', moved('east', 'south'))).toEqual(['town', 'east']);
    expect(unitsOfScope(after, 'all', moved('gone')).at(-1)).toEqual({
      code: 'gone',
      name: 'gone',
      level: 'unregistered',
    });
  });

  it('are no more for a balance of nothing', () => {
    expect(scopeOf(after, 'all', [emptyBalance('south')])).toEqual(['department', 'east', 'west']);
  });
});

describe('a scope of codes', () => {
  it('has the units of any day, and one that the registry does not know where it has figures', () => {
    expect(scopeOf(after, 'west, south', [])).toEqual(['south', 'west']);
    expect(scopeOf(after, 'gone,west', moved('gone'))).toEqual(['west', 'gone']);
  });

  it('is refused where it names nothing', () => {
    expect(() => scopeOf(after, 'west,gone', moved('east'))).toThrow(ScopeUnknown);
    expect(() => scopeOf(after, 'west,gone', [])).toThrow(/^"gone" is neither a unit of the registry nor/);
  });
});

describe('rows rolled up', () => {
  const rolled = (structure: typeof before, scope: string, balances: readonly UnitBalance[]) =>
    unitRows(unitsOfScope(structure, scope, balances, true), all, true).map(({ code, of }) => [code, of]);

  it('take in the units below them by parent', () => {
    expect(rolled(before, 'all', [])).toEqual([
      ['department', undefined],
      ['north', ['north', 'town']],
      ['south', undefined],
    ]);
  });

  it('take them in whenever those existed', () => {
    expect(rolled(before, 'province', [])).toEqual([
      ['province', ['province', 'department', 'north', 'south', 'town', 'east', 'west']],
    ]);
  });

  it('have one for a unit that is gone, where its figures are all below it', () => {
    expect(rolled(after, 'all', moved('town'))).toEqual([
      ['department', undefined],
      ['north', ['north', 'town']],
      ['east', undefined],
      ['west', undefined],
    ]);
    expect(rolled(after, 'district', moved('town'))).toEqual([['north', ['north', 'town']]]);
  });

  it('have every figure in one row, and in one only', () => {
    const everywhere = moved(...codes(all), 'gone');
    for (const structure of [before, after]) {
      const rows = unitRows(unitsOfScope(structure, 'all', everywhere, true), all, true);
      const counted = rows.flatMap(({ code, of = [code] }) => of);
      expect(counted.toSorted()).toEqual([...codes(all), 'gone'].toSorted());
    }
  });
});
