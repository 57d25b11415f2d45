import { type Day, parseDay } from '@sohoso/dossier';
import { describe, expect, it } from 'vitest';
import { corresponds, unlike } from './correspondence.ts';
import { periodOfKey } from './period.ts';
import { type DatedUnit, existedIn, unitChanges } from './structure-change.ts';
import { outOfTimeNotes, structureNotes } from './structure-notes.ts';

const day = (text: string): Day => {
  const parsed = parseDay(text);
  if (parsed === null) throw new RangeError(text);
  return parsed;
};
const unit = (code: string, from: string | null, to: string | null): DatedUnit => ({
  code,
  name: code.toUpperCase(),
  level: 'commune',
  validFrom: from === null ? null : day(from),
  validTo: to === null ? null : day(to),
});

const old = unit('old', null, '2025-06-30');
const fresh = unit('fresh', '2025-07-01', null);
const short = unit('short', '2025-07-10', '2025-07-20');
const always = unit('always', null, null);
const units = [old, fresh, short, always];
const nameOf = (code: string) => code.toUpperCase();

describe('units that came and went', () => {
  it('changed in the period that begins with the change, not in the one that ends with it', () => {
    expect(unitChanges(units, periodOfKey('2025-06'))).toEqual([]);
    expect(unitChanges(units, periodOfKey('2025-07'))).toEqual([
      { unit: 'old', name: 'OLD', ended: '2025-06-30' },
      { unit: 'fresh', name: 'FRESH', began: '2025-07-01' },
      { unit: 'short', name: 'SHORT', began: '2025-07-10', ended: '2025-07-20' },
    ]);
    expect(unitChanges(units, periodOfKey('2025-08'))).toEqual([]);
  });

  it('were there in a period when they were on one of its days', () => {
    const there = (key: string) =>
      units.filter((one) => existedIn(one, periodOfKey(key))).map(({ code }) => code);
    expect(there('2025-06-30..2025-06-30')).toEqual(['old', 'always']);
    expect(there('2025-06-30..2025-07-01')).toEqual(['old', 'fresh', 'always']);
    expect(there('2025-07-20..2025-07-20')).toEqual(['fresh', 'short', 'always']);
  });
});

describe('notes on a change', () => {
  it('name the first few, with their days as each language writes them, and count the others', () => {
    const changes = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((code) => ({
      unit: code,
      name: code,
      ended: '2025-06-30',
    }));
    const transfers = changes.map((change) => ({ from: change.unit, to: 'z', legs: 2 }));
    const notes = structureNotes({ on: '', changes, transfers, legs: 20, unlisted: 3 }, nameOf);
    expect(notes).toEqual([
      {
        vi: 'Trong kỳ có 7 đơn vị không còn hoạt động (ngày cuối): A (30/06/2025), B (30/06/2025), C (30/06/2025), D (30/06/2025), E (30/06/2025) và 2 đơn vị khác.',
        en: 'Units no longer there within the period (last day), 7 in all: A (2025-06-30), B (2025-06-30), C (2025-06-30), D (2025-06-30), E (2025-06-30) and 2 others.',
      },
      {
        vi: 'Bàn giao giữa các đơn vị trong kỳ: 20 hồ sơ; A → Z: 2, B → Z: 2, C → Z: 2, D → Z: 2, E → Z: 2 và 5 lượt đơn vị khác.',
        en: 'Handed over between units within the period: 20 dossiers; A → Z: 2, B → Z: 2, C → Z: 2, D → Z: 2, E → Z: 2 and 5 other pairs of units.',
      },
    ]);
  });

  it('are none where nothing changed', () => {
    expect(structureNotes({ on: '', changes: [], transfers: [], legs: 0, unlisted: 0 }, nameOf)).toEqual([]);
  });

  it('name units with figures that were not there', () => {
    const notes = outOfTimeNotes(units, periodOfKey('2025-08'), nameOf).map(({ en }) => en);
    expect(notes).toEqual([
      'Units that ended before the period (last day) and still have figures in it: OLD (2025-06-30), SHORT (2025-07-20).',
    ]);
    expect(outOfTimeNotes(units, periodOfKey('2025-06'), nameOf).map(({ vi }) => vi)).toEqual([
      'Đơn vị bắt đầu hoạt động sau kỳ báo cáo (ngày đầu) nhưng đã có số liệu trong kỳ: FRESH (01/07/2025), SHORT (10/07/2025).',
    ]);
  });
});

describe('rows of two periods', () => {
  const ends = {
    period: new Set(['fresh', 'always', 'child']),
    baseline: new Set(['old', 'always', 'old-child']),
  };
  const head = (code: string, of?: readonly string[]) => ({
    code,
    name: code,
    ...(of === undefined ? {} : { of }),
  });

  it('correspond where the unit was there at both ends', () => {
    const compared = ['old', 'fresh', 'always', 'never'].filter((code) => corresponds(head(code), ends));
    expect(compared).toEqual(['always']);
  });

  it('correspond, rolled up, where something of theirs was', () => {
    expect(corresponds(head('district', ['district', 'child', 'old-child']), ends)).toBe(true);
    expect(corresponds(head('district', ['district', 'child']), ends)).toBe(false);
  });

  it('let the totals be compared where all do, and the units of the scope are the same', () => {
    const scope = { period: ['always'], baseline: ['always'] };
    expect(unlike([head('always')], scope, ends, nameOf)).toBeNull();
    const rolled = [head('always'), head('district', ['district', 'child', 'old-child'])];
    const below = { period: ['always', 'child'], baseline: ['always', 'old-child'] };
    expect(unlike(rolled, below, ends, nameOf)).toBeNull();
  });

  it('say else which units do not correspond', () => {
    const scope = { period: ['always', 'fresh'], baseline: ['always', 'old'] };
    expect(unlike([head('always'), head('fresh')], scope, ends, nameOf)?.en).toBe(
      'The rows of these units and the totals are not comparable and not compared, because the units of the two periods do not correspond: FRESH, OLD.',
    );
    expect(
      unlike([head('always'), head('old')], { period: ['always'], baseline: ['always'] }, ends, nameOf)?.vi,
    ).toBe(
      'Không so sánh được số liệu của các đơn vị này và số tổng, vì đơn vị của hai kỳ không tương ứng: OLD.',
    );
    expect(unlike([head('fresh')], scope, ends, nameOf, 'field')?.en).toMatch(
      /^The figures are not comparable with the baseline and not compared, because .*: FRESH, OLD\.$/,
    );
  });
});
