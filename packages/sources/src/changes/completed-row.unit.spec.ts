import { describe, expect, it } from 'vitest';
import type { LegClose, LegRow } from '../leg-row.ts';
import { at, context, eventsOf, fold, granted, ledgerOf, row, withoutTold } from '../testing/told-rows.ts';
import type { Told } from './context.ts';

const without = (...absent: readonly Told[]) => context('2020-04-15', withoutTold(...absent));
const closing = (close: Partial<LegClose>): LegRow => ({ ...row, close: { ...granted, ...close } });

describe('a list without a column leaves as it is known', () => {
  it('who has the dossier after it was forwarded', () => {
    const intake = { ...row, unit: 'so-noi-vu', receivedAt: at('2020-03-30 08:00:00') };
    const told: LegRow = { ...row, channel: 'forwarded', forwardedFrom: 'so-noi-vu', custody: 'released' };
    const known = [...eventsOf(intake, []), ...eventsOf(told, [])];
    const later = { ...told, custody: 'kept' } as const;
    expect(eventsOf(later, known, without('custody'))).toEqual([]);
    const moved = eventsOf({ ...later, receivedAt: at('2020-04-02 08:30:00') }, known, without('custody'));
    expect(moved.at(-1)).toMatchObject({ type: 'forwarded', custody: 'released' });
    expect(fold(known, moved).legs.map(({ status }) => status)).toEqual(['closed', 'open']);
  });

  it('when the supplement came', () => {
    const wait = { ...row, supplementRequestedAt: at('2020-04-03'), supplementedAt: at('2020-04-06') };
    const known = eventsOf(wait, []);
    const later = { ...wait, supplementedAt: null };
    expect(eventsOf(later, known, without('supplementedAt'))).toEqual([]);
    const moved = { ...later, supplementRequestedAt: at('2020-04-04') };
    const events = eventsOf(moved, known, without('supplementedAt'));
    expect(ledgerOf([...known, ...events])).toEqual([
      ['received_direct 04-01', 'suspended 04-04', '-suspended 04-06'],
    ]);
  });

  it.each([
    ['refused', ['outcome']],
    ['withdrawn', ['outcome', 'withdrawnAt']],
  ] as const)('what the result was: %s', (as, absent) => {
    const known = eventsOf(closing({ as, returnedVia: null }), []);
    const later = closing({ returnedVia: null });
    expect(eventsOf(later, known, without(...absent))).toEqual([]);
    const moved = closing({ at: at('2020-04-08'), returnedVia: null });
    const type = as === 'withdrawn' ? as : 'resolved';
    expect(eventsOf(moved, known, without(...absent)).at(-1)).toMatchObject({ type });
  });

  it('all that is issued again with another time', () => {
    const known = eventsOf(closing({ as: 'refused', returnedVia: 'postal', cause: 'nhieu-viec' }), []);
    const later = {
      ...closing({ at: at('2020-04-08'), returnedVia: null, cause: null }),
      procedure: null,
      field: null,
      receivedAt: at('2020-04-02 08:00:00'),
    };
    const few = without('procedure', 'field', 'outcome', 'returnedVia', 'cause');
    expect(eventsOf(later, known, few).slice(2)).toMatchObject([
      { type: 'received', procedure: '1.002', field: 'duoc' },
      { type: 'resolved', outcome: 'refused', returnedVia: 'postal', cause: 'nhieu-viec' },
    ]);
  });

  it('a result, where the list tells of withdrawals alone', () => {
    expect(eventsOf(row, eventsOf(closing({}), []), without('closedAt'))).toEqual([]);
  });

  it('a withdrawal, where the list tells of days of results alone', () => {
    const known = eventsOf(closing({ as: 'withdrawn', returnedVia: null }), []);
    expect(eventsOf(row, known, without('withdrawnAt', 'outcome'))).toEqual([]);
    expect(eventsOf(row, known, without('withdrawnAt'))).toMatchObject([{ type: 'voided' }]);
  });
});
