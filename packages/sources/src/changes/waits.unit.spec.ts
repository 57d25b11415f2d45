import { describe, expect, it } from 'vitest';
import type { LegRow } from '../leg-row.ts';
import { at, eventsOf, fold, ledgerOf, loaded, row, typesOf } from '../testing/told-rows.ts';

const waiting = (from: string, to: string | null = null): LegRow => ({
  ...row,
  supplementRequestedAt: at(from),
  supplementedAt: to === null ? null : at(to),
});
const first = waiting('2020-04-03', '2020-04-05');

describe('the wait for the applicant', () => {
  it('is another one where it begins after the known one ended, and is told once', () => {
    const { events, last } = loaded([
      [first, '2020-04-06'],
      [waiting('2020-04-07'), '2020-04-08'],
      [waiting('2020-04-07'), '2020-04-09'],
      [waiting('2020-04-07', '2020-04-09'), '2020-04-10'],
    ]);
    expect(last).toMatchObject([{ id: 'H50-1/so-y-te/supplemented~2' }]);
    expect(ledgerOf(events)).toEqual([
      ['received_direct 04-01', 'suspended 04-03', '-suspended 04-05', 'suspended 04-07', '-suspended 04-09'],
    ]);
  });

  it('is the second one that is corrected, where it is known', () => {
    const { events } = loaded([
      [first, '2020-04-06'],
      [waiting('2020-04-07'), '2020-04-08'],
      [waiting('2020-04-08'), '2020-04-09'],
    ]);
    expect(ledgerOf(events)).toEqual([
      ['received_direct 04-01', 'suspended 04-03', '-suspended 04-05', 'suspended 04-08'],
    ]);
  });

  it('takes the place of a known one that it overlaps', () => {
    const { events } = loaded([
      [first, '2020-04-06'],
      [waiting('2020-04-07'), '2020-04-08'],
      [waiting('2020-04-04'), '2020-04-09'],
    ]);
    expect(ledgerOf(events)).toEqual([['received_direct 04-01', 'suspended 04-04']]);
  });

  it('is taken back in one go, with all that came before it', () => {
    const { events, last } = loaded([
      [first, '2020-04-06'],
      [waiting('2020-04-07'), '2020-04-08'],
      [row, '2020-04-09'],
    ]);
    expect(typesOf(last)).toEqual(['voided', 'voided', 'voided']);
    expect(ledgerOf(events)).toEqual([['received_direct 04-01']]);
  });

  it('ends before a result that is told with its day alone', () => {
    const close = { at: at('2020-04-09'), as: 'granted', returnedVia: null, cause: null } as const;
    const next = { ...waiting('2020-04-03 09:00:00', '2020-04-09 14:00:00'), close };
    expect(fold(eventsOf(next, [])).anomalies).toEqual([]);
    // The end of the wait becomes known after the result.
    const { events } = loaded([
      [{ ...waiting('2020-04-03 09:00:00'), close }, '2020-04-10'],
      [next, '2020-04-11'],
    ]);
    expect(fold(events).anomalies).toEqual([]);
  });
});
