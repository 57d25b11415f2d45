import { describe, expect, it } from 'vitest';
import type { LegRow } from '../leg-row.ts';
import { at, context, eventsOf, fold, granted, ledgerOf, loaded, onDay, row } from '../testing/told-rows.ts';
import { rowChanges } from './changes.ts';
import { dayOf } from './moments.ts';

/** First due 06/04, changed to 17/04 on 03/04. */
const changed: LegRow = {
  ...row,
  firstDue: '2020-04-06',
  due: '2020-04-17',
  dueChangedAt: at('2020-04-03 16:00:00'),
};
const closed = (day: string) => ({ ...granted, at: at(day) });

describe('a change of the due and the result', () => {
  it('of one day: the result comes after the change where it has no time', () => {
    const next = { ...changed, firstDue: '2020-04-02', close: closed('2020-04-03') };
    const { events } = loaded([[next, '2020-04-15']]);
    expect(fold(events).anomalies).toEqual([]);
    expect(ledgerOf(events)[0]).toContain('resolved_early 04-03');
    const late = loaded([
      [{ ...row, close: closed('2020-04-03') }, '2020-04-14'],
      [next, '2020-04-15'],
    ]);
    expect(fold(late.events).anomalies).toEqual([]);
  });

  it('does not count behind the result, and is a warning', () => {
    const next = { ...changed, dueChangedAt: at('2020-04-12'), close: closed('2020-04-09') };
    const { events } = loaded([[next, '2020-04-15']]);
    expect(events.map(({ type }) => type)).toEqual(['received', 'resolved']);
    expect(rowChanges(next, [], context('2020-04-15'))).toMatchObject({
      warnings: ['the due was changed after the result; the change does not count'],
    });
    const known = loaded([
      [{ ...changed, close: closed('2020-04-09') }, '2020-04-14'],
      [next, '2020-04-15'],
    ]);
    expect(ledgerOf(known.events)[0]).toContain('resolved_late 04-09');
  });

  it('goes by the receipt alone where the result lies before that', () => {
    const next = { ...changed, dueChangedAt: null, close: closed('2020-03-30') };
    const { events } = loaded([
      [next, '2020-04-15'],
      [next, '2020-04-16'],
    ]);
    expect(events.map(({ type }) => type)).toEqual(['received', 'due-changed', 'resolved']);
  });

  it('is put before the result that is entered late', () => {
    const { events } = loaded([
      [row, '2020-04-05'],
      [{ ...row, due: '2020-04-20' }, '2020-04-15'],
      [{ ...row, due: '2020-04-20', close: closed('2020-04-12') }, '2020-04-16'],
    ]);
    expect(ledgerOf(events)[0]).toContain('resolved_early 04-12');
    expect(fold(events).anomalies).toEqual([]);
  });
});

describe('when the due was changed', () => {
  it('is not in the future for a row that is new before its first due', () => {
    const next = { ...changed, dueChangedAt: null };
    expect(eventsOf(next, [], context('2020-04-02'))[1]).toMatchObject({ at: onDay('2020-04-02') });
    expect(eventsOf(next, [], context('2020-03-02'))[1]).toMatchObject({ at: onDay('2020-04-01', 30_600) });
  });

  it('is corrected with the due left as it is', () => {
    const { events } = loaded([
      [changed, '2020-04-15'],
      [{ ...changed, dueChangedAt: at('2020-04-13 16:00:00') }, '2020-04-16'],
    ]);
    expect(ledgerOf(events)).toEqual([['received_direct 04-01', 'overdue 04-07', '-overdue 04-13']]);
  });

  it('is not before the receipt, whatever the row says', () => {
    const next = { ...changed, dueChangedAt: at('2020-03-13') };
    const { events } = loaded([[next, '2020-04-15']]);
    expect(fold(events)).toMatchObject({ anomalies: [], legs: [{ due: dayOf('2020-04-17') }] });
  });
});

describe('a known change of the due', () => {
  it('follows the receipt where that is moved past it', () => {
    const moved = { ...row, receivedAt: at('2020-04-07 08:00:00'), due: '2020-04-20' };
    const { events, last } = loaded([
      [row, '2020-04-03'],
      [{ ...row, due: '2020-04-20' }, '2020-04-05'],
      [moved, '2020-04-09'],
    ]);
    expect(fold(events)).toMatchObject({ anomalies: [], legs: [{ due: dayOf('2020-04-20') }] });
    expect(last.at(-1)).toMatchObject({ type: 'due-changed', at: onDay('2020-04-07', 28_800) });
  });

  it('follows the first due where it was put there for want of a day', () => {
    const silent = { ...changed, dueChangedAt: null };
    const { events } = loaded([
      [silent, '2020-04-15'],
      [{ ...silent, firstDue: '2020-04-03' }, '2020-04-16'],
    ]);
    expect(ledgerOf(events)).toEqual([['received_direct 04-01']]);
  });

  it('is not needed for a first due that lies before the corrected receipt', () => {
    const moved = { ...row, receivedAt: at('2020-04-20 08:00:00'), due: '2020-04-30' };
    const { events } = loaded([
      [row, '2020-04-03'],
      [moved, '2020-04-25'],
    ]);
    expect(ledgerOf(events)).toEqual([['received_direct 04-20']]);
  });

  it('goes back with an older export', () => {
    const { events } = loaded([
      [row, '2020-04-05'],
      [{ ...row, due: '2020-04-20' }, '2020-04-09'],
      [row, '2020-04-05'],
    ]);
    expect(fold(events).legs[0]?.due).toBe(dayOf('2020-04-10'));
  });

  it('takes a due away from the end of a wait that came by another way', () => {
    const ended = {
      ...row,
      supplementRequestedAt: at('2020-04-03 08:00:00'),
      supplementedAt: at('2020-04-05 08:00:00'),
    };
    const known = eventsOf(ended, []).map((event) =>
      event.type === 'supplemented' ? { ...event, due: dayOf('2020-04-20') } : event,
    );
    const { events } = loaded([[{ ...ended, due: null }, '2020-04-09']], known);
    expect(fold(events)).toMatchObject({ anomalies: [], legs: [{ due: null }] });
  });
});
