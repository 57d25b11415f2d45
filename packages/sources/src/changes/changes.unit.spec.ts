import { describe, expect, it } from 'vitest';
import type { LegRow, ReturnRow } from '../leg-row.ts';
import { at, context, eventsOf, fold, granted, onDay, row, told, typesOf } from '../testing/told-rows.ts';
import { rowChanges } from './changes.ts';
import { dayOf } from './moments.ts';

describe('a row of a leg that is not known', () => {
  it('becomes its events, named by dossier, leg and step', () => {
    const events = eventsOf({ ...row, close: granted }, []);
    expect(events.map(({ id }) => id)).toEqual(['H50-1/so-y-te/received', 'H50-1/so-y-te/resolved']);
    expect(events[0]).toMatchObject({
      source: '/mcdt/tinh',
      at: onDay('2020-04-01', 30_600),
      day: dayOf('2020-04-01'),
      due: dayOf('2020-04-10'),
    });
  });

  it('keeps the order of a day for which there are no times', () => {
    const close = { ...granted, at: at('2020-04-01') };
    const [received, resolved] = eventsOf({ ...row, close }, []);
    expect(resolved?.at).toBe(received?.at);
    expect(fold(eventsOf({ ...row, close }, [])).anomalies).toEqual([]);
  });

  it('has its first due from the start and the other one from the moment told', () => {
    const next = { ...row, firstDue: '2020-04-05', dueChangedAt: at('2020-04-04 10:00:00') };
    const events = eventsOf(next, []);
    expect(events).toMatchObject([
      { type: 'received', due: dayOf('2020-04-05') },
      { type: 'due-changed', due: dayOf('2020-04-10'), at: onDay('2020-04-04', 36_000) },
    ]);
  });

  it('had its due changed in time where the export does not say when', () => {
    const [, changed] = eventsOf({ ...row, firstDue: '2020-04-05' }, []);
    expect(changed).toMatchObject({ type: 'due-changed', day: dayOf('2020-04-05') });
  });

  it('says what it lets in with a doubt', () => {
    const close = { ...granted, at: at('2020-03-30') };
    const changes = rowChanges({ ...row, close }, [], context('2020-04-15'));
    expect(changes).toMatchObject({ warnings: ['the result lies before the receipt; the leg stays open'] });
  });
});

describe('an export that was loaded before', () => {
  const known = eventsOf({ ...row, close: granted }, []);
  it('adds nothing', () => expect(eventsOf({ ...row, close: granted }, known)).toEqual([]));
  it('adds nothing where events of the same content came by another way under other names', () => {
    const pushed = known.map((event, n) => ({ ...event, id: `pushed-${n}` }));
    expect(eventsOf({ ...row, close: granted }, pushed)).toEqual([]);
  });
  it('adds nothing where it tells days alone of what is known with times', () => {
    const wait = {
      supplementRequestedAt: at('2020-04-01 09:00:00'),
      supplementedAt: at('2020-04-01 10:00:00'),
    };
    const timed = { ...row, ...wait, close: { ...granted, at: at('2020-04-01 16:00:00') } };
    const days = {
      ...row,
      receivedAt: at('2020-04-01'),
      supplementRequestedAt: at('2020-04-01'),
      supplementedAt: at('2020-04-01'),
      close: { ...granted, at: at('2020-04-01') },
    };
    expect(eventsOf(days, eventsOf(timed, []))).toEqual([]);
    // A result of the day of receipt that only the list of days has.
    const events = eventsOf({ ...days, ...wait }, eventsOf({ ...row, ...wait }, []));
    expect(typesOf(events)).toEqual(['resolved']);
    expect(events[0]?.at).toBe(onDay('2020-04-01', 36_000));
  });
  it('leaves alone what it does not tell of', () => {
    const changes = eventsOf({ ...row, due: null, close: null }, known, context('2020-04-15', []));
    expect(changes).toEqual([]);
  });
});

describe('an updated export', () => {
  const known = eventsOf(row, [], context('2020-04-05'));

  it('resolves what has a result now', () => {
    expect(eventsOf({ ...row, close: granted }, known)).toMatchObject([
      { type: 'resolved', outcome: 'granted' },
    ]);
  });

  it('changes the due at the moment of the export, and again at the next one', () => {
    const first = eventsOf({ ...row, due: '2020-04-20' }, known, context('2020-04-11'));
    expect(first).toMatchObject([
      {
        type: 'due-changed',
        due: dayOf('2020-04-20'),
        day: dayOf('2020-04-11'),
        id: 'H50-1/so-y-te/due-changed',
      },
    ]);
    const second = eventsOf({ ...row, due: '2020-04-25' }, [...known, ...first], context('2020-04-14'));
    expect(second).toMatchObject([{ id: 'H50-1/so-y-te/due-changed~2', day: dayOf('2020-04-14') }]);
  });

  it('changes the due before the result that came with it', () => {
    const events = eventsOf(
      { ...row, due: '2020-04-20', close: { ...granted, at: at('2020-04-12') } },
      known,
    );
    expect(typesOf(events)).toEqual(['due-changed', 'resolved']);
    const [leg] = fold(known, events).legs;
    expect(leg?.ledger.some(({ measure }) => measure === 'resolved_early')).toBe(true);
  });

  it('voids and issues again what was corrected', () => {
    const events = eventsOf({ ...row, channel: 'online' }, known);
    expect(events).toMatchObject([
      { type: 'voided', voids: { id: 'H50-1/so-y-te/received' } },
      { type: 'received', id: 'H50-1/so-y-te/received~2', channel: 'online', due: dayOf('2020-04-10') },
    ]);
    expect(fold(known, events).legs).toHaveLength(1);
  });

  it('voids a result that was taken back, and takes a later one', () => {
    const resolved = eventsOf({ ...row, close: granted }, known);
    const back = eventsOf(row, [...known, ...resolved]);
    expect(back).toMatchObject([{ type: 'voided', voids: { id: 'H50-1/so-y-te/resolved' } }]);
    const again = eventsOf({ ...row, close: granted }, [...known, ...resolved, ...back]);
    expect(again).toMatchObject([{ type: 'resolved', id: 'H50-1/so-y-te/resolved~2' }]);
  });

  it('moves a dossier whose unit was corrected', () => {
    const before = eventsOf({ ...row, close: granted }, []);
    const events = eventsOf({ ...row, unit: 'so-noi-vu', close: granted }, before);
    expect(typesOf(events)).toEqual(['voided', 'voided', 'received', 'resolved']);
    expect(fold(before, events).legs.map(({ unit }) => unit)).toEqual(['so-noi-vu']);
  });

  it('refuses the same code at another unit and moment', () => {
    const other = { ...row, unit: 'so-noi-vu', receivedAt: at('2020-04-02 08:30:00') };
    expect(rowChanges(other, known, context('2020-04-15'))).toMatchObject({
      kind: 'refused',
      refused: { row: 7, reason: 'dossier-elsewhere' },
    });
  });

  it('knows two legs of one unit apart', () => {
    const back: LegRow = {
      ...row,
      channel: 'forwarded',
      forwardedFrom: 'so-noi-vu',
      custody: 'kept',
      receivedAt: at('2020-04-12 09:00:00'),
    };
    const first = eventsOf({ ...row, close: granted }, []);
    const second = eventsOf({ ...back, close: { ...granted, at: at('2020-04-14') } }, first);
    expect(typesOf(second)).toEqual(['forwarded', 'resolved']);
    const all = [...first, ...second];
    expect(eventsOf({ ...row, close: granted }, all)).toEqual([]);
    expect(eventsOf({ ...back, close: { ...granted, at: at('2020-04-14') } }, all)).toEqual([]);
    expect(fold(all).legs).toHaveLength(2);
  });
});

describe('a list of returned results', () => {
  const list: ReturnRow = {
    kind: 'return',
    row: 3,
    dossier: 'H50-1',
    unit: 'so-y-te',
    returnedVia: 'postal',
    at: at('2020-04-11'),
  };
  const post = context('2020-04-15', told, '/bcci');
  const known = eventsOf({ ...row, close: granted }, []);

  it('issues the result again with the way of return, which the office’s next export does not undo', () => {
    const events = eventsOf(list, known, post);
    expect(typesOf(events)).toEqual(['voided', 'resolved']);
    const state = fold(known, events);
    expect(state.anomalies).toEqual([]);
    expect(state.legs[0]?.ledger.some(({ measure }) => measure === 'returned_by_post')).toBe(true);
    expect(eventsOf({ ...row, close: granted }, [...known, ...events])).toEqual([]);
    expect(eventsOf(list, [...known, ...events], post)).toEqual([]);
  });

  it.each([
    ['dossier-unknown', []],
    ['result-unknown', eventsOf(row, [])],
  ] as const)('refuses a dossier as %s', (reason, events) => {
    expect(rowChanges(list, events, post)).toMatchObject({ kind: 'refused', refused: { reason } });
  });
});
