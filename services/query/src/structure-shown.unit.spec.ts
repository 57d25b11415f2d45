import { parseDay } from '@sohoso/dossier';
import { type Unit, UnitRegistry } from '@sohoso/registry';
import { describe, expect, it } from 'vitest';
import { toldApart } from './structure-shown.ts';

const unit = (code: string, name: string, from: string | null, to: string | null = null): Unit => ({
  code,
  name,
  level: 'commune',
  parent: null,
  order: 1,
  validFrom: from === null ? null : parseDay(from),
  validTo: to === null ? null : parseDay(to),
});

const namesOf = (...units: Unit[]) => toldApart(new UnitRegistry(units), units).map(({ name }) => name);

describe('rows of one name', () => {
  it('are told apart by their days, or by the code of one that has none', () => {
    const [old, since] = [unit('old', 'Xã An', null, '2025-06-30'), unit('since', 'Xã An', '2025-07-01')];
    expect(namesOf(old, since, unit('b', 'Xã An', null), unit('c', 'Xã Bình', '2025-07-01'))).toEqual([
      'Xã An (đến 30/06/2025)',
      'Xã An (từ 01/07/2025)',
      'Xã An (b)',
      'Xã Bình',
    ]);
  });
  it('have the code as well where their days are the same ones', () => {
    const both = [unit('an-1', 'Xã An', '2025-07-01'), unit('an-2', 'Xã An', '2025-07-01')];
    expect(namesOf(...both, unit('old', 'Xã An', null, '2025-06-30'))).toEqual([
      'Xã An (từ 01/07/2025, an-1)',
      'Xã An (từ 01/07/2025, an-2)',
      'Xã An (đến 30/06/2025)',
    ]);
  });
});
