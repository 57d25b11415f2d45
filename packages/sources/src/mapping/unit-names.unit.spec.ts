import { beforeAll, describe, expect, it } from 'vitest';
import { sampleUnits } from '../testing/sample-units.ts';
import type { Mapping } from './mapping.ts';
import { readMapping } from './read-mapping.ts';
import { type KnownUnit, type UnitRules, unitFinder } from './unit-names.ts';

let mcdt: Mapping;
beforeAll(async () => {
  mcdt = await readMapping('mcdt');
});

const find = (text: string, more: Partial<UnitRules> = {}, units: readonly KnownUnit[] = sampleUnits) =>
  unitFinder(units, { ...mcdt.units, ...more })(text);

describe('a unit of an export', () => {
  it.each([
    ['Sở Tư pháp', 'so-tu-phap'],
    ['SỞ TƯ PHÁP', 'so-tu-phap'],
    ['so tu phap', 'so-tu-phap'],
    ['Sở TN&MT', 'so-tnmt'],
    ['Sở TNMT', 'so-tnmt'],
    ['Sở Tài nguyên - Môi trường', 'so-tnmt'],
    ['Sở LĐ-TB&XH', 'so-ldtbxh'],
    ['Sở Lao động, Thương binh và Xã hội', 'so-ldtbxh'],
    ['Sở Nông nghiệp & Phát triển nông thôn', 'so-nnptnt'],
    ['Sở VHTT&DL', 'so-vhttdl'],
    ['Sở TT&TT', 'so-tttt'],
    ['UBND TP. Đông Hà', 'dong-ha'],
    ['Thành phố Đông Hà', 'dong-ha'],
    ['UBND TX Quảng Trị', 'tx-quang-tri'],
    ['Ủy ban nhân dân huyện Hải Lăng', 'hai-lang'],
    ['UBND Tỉnh Quảng Trị', 'quang-tri'],
    ['bql-kkt', 'bql-kkt'],
  ])('%s is %s', (text, code) => {
    expect(find(text)).toEqual({ code });
  });

  it.each(sampleUnits.map(({ code, name }) => [name, code]))('%s is found by its own name', (name, code) => {
    expect(find(name)).toEqual({ code });
  });

  it('that is unknown is answered with the nearest names', () => {
    expect(find('Sở Tư Phát')).toEqual({
      unknown: expect.stringMatching(
        /^"Sở Tư Phát" is not a unit of the registry; nearest: Sở Tư pháp \(so-tu-phap\), /,
      ),
    });
    expect(find('Quảng Trị')).toHaveProperty('unknown');
  });

  it('is found by the names of the mapping first', () => {
    const names = new Map([['phong mot cua', 'vp-ubnd']]);
    expect(find('Phòng Một cửa', { names })).toEqual({ code: 'vp-ubnd' });
  });

  it('whose name two units bear is none of them', () => {
    const twice = [...sampleUnits, { code: 'so-tu-phap-moi', name: 'Sở tư pháp' }];
    expect(find('Sở Tư pháp', {}, twice)).toEqual({
      unknown:
        '"Sở Tư pháp" is the name of several units: Sở Tư pháp (so-tu-phap), Sở tư pháp (so-tu-phap-moi); say which under units.names',
    });
  });

  it('is not looked for by name where the list has codes', () => {
    expect(find('so-tnmt', { by: 'code' })).toEqual({ code: 'so-tnmt' });
    expect(find('Sở Tư pháp', { by: 'code' })).toHaveProperty('unknown');
    expect(find('H50.03', { by: 'code', names: new Map([['h50.03', 'so-tu-phap']]) })).toEqual({
      code: 'so-tu-phap',
    });
  });
});
