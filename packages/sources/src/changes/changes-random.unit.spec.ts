import { addDays, type DossierEvent, formatDay, movements } from '@sohoso/dossier';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LegRow, LocalMoment, ReturnRow } from '../leg-row.ts';
import { context, eventsOf, fold, row, told, withoutTold } from '../testing/told-rows.ts';
import { rowChanges } from './changes.ts';
import { dayOf } from './moments.ts';

const dayAfter = (first: string, days: number) => formatDay(addDays(dayOf(first), days));
const day = (first: string, days = 20) => fc.integer({ min: 0, max: days }).map((n) => dayAfter(first, n));
const time = fc.option(fc.constantFrom('08:00:00', '09:30:15', '16:59:59'), { nil: null });
const moment = (first: string, days = 20) => fc.record({ day: day(first, days), time });
const orNull = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: null });
const closeAt = (at: fc.Arbitrary<LocalMoment>) =>
  fc.record({
    at,
    as: fc.constantFrom('granted' as const, 'refused' as const, 'withdrawn' as const),
    returnedVia: fc.constantFrom('direct' as const, 'postal' as const, null),
    cause: fc.constantFrom('nhieu-viec', null),
  });
const intake = {
  channel: fc.constantFrom('online' as const, 'direct' as const, 'postal' as const),
  procedure: fc.constantFrom('1.002', '1.003', null),
};
type Told = Omit<LegRow, 'supplementRequestedAt' | 'supplementedAt'> & {
  readonly wait: readonly [LocalMoment, LocalMoment | null] | null;
};
const withWait = ({ wait, ...rest }: Told): LegRow => ({
  ...rest,
  supplementRequestedAt: wait?.[0] ?? null,
  supplementedAt: wait?.[1] ?? null,
});

/** A row of which everything lies in the order in which it happens. */
const orderedRow: fc.Arbitrary<LegRow> = fc
  .record({
    ...intake,
    receivedAt: moment('2020-03-01'),
    due: orNull(day('2020-04-01')),
    firstDue: orNull(day('2020-04-01')),
    dueChangedAt: orNull(moment('2020-03-22', 40)),
    wait: orNull(fc.tuple(moment('2020-03-22'), orNull(moment('2020-04-12')))),
    close: orNull(closeAt(moment('2020-05-03'))),
  })
  .map(({ firstDue, dueChangedAt, ...rest }) =>
    withWait({
      ...row,
      ...rest,
      firstDue: rest.due === null ? null : firstDue,
      dueChangedAt: rest.due === null ? null : dueChangedAt,
    }),
  );

/** A row with moments in any order, many on the same days, of one of two legs of the unit. */
const anyRow: fc.Arbitrary<LegRow> = fc
  .record({
    ...intake,
    isBack: fc.boolean(),
    receivedAt: moment('2020-04-01', 8),
    due: orNull(day('2020-04-01', 10)),
    firstDue: orNull(day('2020-04-01', 10)),
    dueChangedAt: orNull(moment('2020-04-01', 10)),
    wait: orNull(fc.tuple(moment('2020-04-01', 10), orNull(moment('2020-04-01', 10)))),
    overdueSince: orNull(moment('2020-04-05', 5)),
    close: orNull(closeAt(moment('2020-04-01', 10))),
  })
  .map(({ isBack, ...rest }) => {
    const next = withWait({ ...row, ...rest, overdueSince: rest.due === null ? rest.overdueSince : null });
    if (!isBack) return next;
    // At an hour of its own, for two receipts of one second are taken for one.
    const receivedAt = { ...next.receivedAt, time: next.receivedAt.time === null ? null : '10:00:00' };
    return { ...next, receivedAt, channel: 'forwarded', forwardedFrom: 'so-noi-vu', custody: 'kept' };
  });
const anyReturn: fc.Arbitrary<ReturnRow> = fc
  .record({
    returnedVia: fc.constantFrom('direct' as const, 'postal' as const),
    at: moment('2020-04-05', 10),
  })
  .map((rest) => ({ kind: 'return', row: 3, dossier: row.dossier, unit: row.unit, ...rest }));

describe('any export after any other', () => {
  it('leads to the figures of the last one alone, as far as dues did not change and waits are corrections', () => {
    fc.assert(
      fc.property(fc.array(orderedRow, { minLength: 2, maxLength: 5 }), (rows) => {
        const known: DossierEvent[] = [];
        for (const [n, next] of rows.entries()) {
          const given = context(dayAfter('2020-06-01', n));
          const { due = null } = rows[0] ?? row;
          const same = { ...next, due, firstDue: null, dueChangedAt: null };
          known.push(...eventsOf(same, known, given));
          expect(eventsOf(same, known, given)).toEqual([]);
          expect(movements(fold(known))).toEqual(movements(fold(eventsOf(same, []))));
        }
      }),
    );
  });

  it('leads to the last due without anomalies, and loading it again adds nothing', () => {
    fc.assert(
      fc.property(fc.array(orderedRow, { minLength: 2, maxLength: 6 }), (rows) => {
        const known: DossierEvent[] = [];
        for (const [n, next] of rows.entries()) {
          const given = context(dayAfter('2020-06-01', n));
          known.push(...eventsOf(next, known, given));
          expect(eventsOf(next, known, given)).toEqual([]);
          const state = fold(known);
          expect(state.anomalies).toEqual([]);
          expect(state.legs).toHaveLength(1);
          expect(state.legs[0]?.status).toBe(next.close === null ? 'open' : 'closed');
          const isChangeLate = next.close !== null && (next.dueChangedAt?.day ?? '') >= next.close.at.day;
          if (!isChangeLate) expect(state.legs[0]?.due).toBe(next.due === null ? null : dayOf(next.due));
        }
      }),
    );
  });
});

describe('an export of any days', () => {
  it('adds nothing when it is loaded again, whatever the order of its days, the legs and the columns', () => {
    const load = fc.record({
      next: fc.oneof({ weight: 5, arbitrary: anyRow }, { weight: 1, arbitrary: anyReturn }),
      asOf: moment('2020-04-01', 20).map((at) => `${at.day}${at.time === null ? '' : ` ${at.time}`}`),
      absent: fc.oneof(fc.constant([]), fc.subarray([...told], { maxLength: 4 })),
    });
    fc.assert(
      fc.property(fc.array(load, { minLength: 2, maxLength: 7 }), (loads) => {
        const known: DossierEvent[] = [];
        for (const { next, asOf, absent } of loads) {
          const source = next.kind === 'return' ? '/bcci' : '/mcdt/tinh';
          const given = context(asOf, withoutTold(...absent), source);
          const changes = rowChanges(next, known, given);
          if (changes.kind === 'refused') continue;
          known.push(...changes.events);
          const again = rowChanges(next, known, given);
          // A return whose result was taken back is refused once what was issued for it is voided.
          expect(again.kind === 'events' ? again.events : []).toEqual([]);
        }
      }),
    );
  });

  it('adds nothing when both legs of a unit are loaded again', () => {
    const isBack = (next: LegRow) => next.channel === 'forwarded';
    fc.assert(
      fc.property(fc.array(anyRow, { minLength: 2, maxLength: 6 }), (rows) => {
        const known: DossierEvent[] = [];
        for (const next of rows) known.push(...eventsOf(next, known));
        const last = [rows.findLast((next) => !isBack(next)), rows.findLast(isBack)].flatMap(
          (next) => next ?? [],
        );
        for (const next of last) known.push(...eventsOf(next, known));
        for (const next of last) expect(eventsOf(next, known)).toEqual([]);
      }),
    );
  });
});
