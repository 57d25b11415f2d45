import { addDays, type DossierEvent, formatDay, movements, parseDay } from '@sohoso/dossier';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LegRow } from '../leg-row.ts';
import { context, eventsOf, fold, row } from '../testing/told-rows.ts';
import { dayOf } from './moments.ts';

const day = (first: string) =>
  fc.integer({ min: 0, max: 20 }).map((n) => formatDay(addDays(dayOf(first), n)));
const moment = (first: string) =>
  fc.record({
    day: day(first),
    time: fc.option(fc.constantFrom('08:00:00', '09:30:15', '16:59:59'), { nil: null }),
  });
const anyRow: fc.Arbitrary<LegRow> = fc
  .record({
    channel: fc.constantFrom('online' as const, 'direct' as const, 'postal' as const),
    unit: fc.constant('so-y-te'),
    receivedAt: moment('2020-03-01'),
    procedure: fc.constantFrom('1.002', '1.003', null),
    due: fc.option(day('2020-04-01'), { nil: null }),
    wait: fc.option(fc.tuple(moment('2020-03-22'), fc.option(moment('2020-04-12'), { nil: null })), {
      nil: null,
    }),
    close: fc.option(
      fc.record({
        at: moment('2020-05-03'),
        as: fc.constantFrom('granted' as const, 'refused' as const, 'withdrawn' as const),
        returnedVia: fc.constantFrom('direct' as const, 'postal' as const, null),
        cause: fc.constantFrom('nhieu-viec', null),
      }),
      { nil: null },
    ),
  })
  .map(({ wait, ...rest }) => ({
    ...row,
    ...rest,
    supplementRequestedAt: wait?.[0] ?? null,
    supplementedAt: wait?.[1] ?? null,
  }));

describe('any export after any other', () => {
  it('leads to the figures of the last one alone, as far as dues did not change', () => {
    fc.assert(
      fc.property(fc.array(anyRow, { minLength: 2, maxLength: 5 }), (rows) => {
        const due = rows[0]?.due ?? null;
        const known: DossierEvent[] = [];
        for (const [n, next] of rows.entries()) {
          const given = context(formatDay(addDays(parseDay('2020-06-01') ?? dayOf('2020-06-01'), n)));
          const same = { ...next, due };
          known.push(...eventsOf(same, known, given));
          expect(eventsOf(same, known, given)).toEqual([]);
          expect(movements(fold(known))).toEqual(movements(fold(eventsOf(same, []))));
        }
      }),
    );
  });

  it('leads to the last due, and loading it again adds nothing', () => {
    fc.assert(
      fc.property(fc.array(anyRow, { minLength: 2, maxLength: 6 }), (rows) => {
        const known: DossierEvent[] = [];
        for (const [n, next] of rows.entries()) {
          const given = context(formatDay(addDays(dayOf('2020-06-01'), n)));
          known.push(...eventsOf(next, known, given));
          expect(eventsOf(next, known, given)).toEqual([]);
          const state = fold(known);
          expect(state.legs).toHaveLength(1);
          expect(state.legs[0]?.due).toBe(next.due === null ? null : dayOf(next.due));
          expect(state.legs[0]?.status).toBe(next.close === null ? 'open' : 'closed');
        }
      }),
    );
  });
});
