import type { DossierEvent } from '@sohoso/dossier';
import { describe, expect, it } from 'vitest';
import type { LegRow, ReturnRow } from '../leg-row.ts';
import { at, context, eventsOf, fold, granted, ledgerOf, row, told } from '../testing/told-rows.ts';
import { rowChanges } from './changes.ts';

const list: ReturnRow = {
  kind: 'return',
  row: 3,
  dossier: 'H50-1',
  unit: 'so-y-te',
  returnedVia: 'postal',
  at: at('2020-04-11'),
};
const post = context('2020-04-15', told, '/bcci');
const office = context('2020-04-16');
const resolved = eventsOf({ ...row, close: granted }, []);
const returned = [...resolved, ...eventsOf(list, resolved, post)];

/** The office's row over what is known, and again, which must add nothing. */
function corrected(next: LegRow, known: readonly DossierEvent[] = returned): readonly DossierEvent[] {
  const events = [...known, ...eventsOf(next, known, office)];
  expect(eventsOf(next, events, office)).toEqual([]);
  return events;
}

describe('the office’s correction of a result that the post has issued again', () => {
  it.each([
    ['moved', { at: at('2020-04-08') }, 'resolved_early 04-08'],
    ['of another outcome', { as: 'refused' }, 'refused 04-09'],
  ] as const)('counts where it is %s, and keeps the way of return', (_, close, line) => {
    const events = corrected({ ...row, close: { ...granted, ...close } });
    expect(ledgerOf(events)[0]).toEqual(
      expect.arrayContaining([line, expect.stringMatching('returned_by_post')]),
    );
    expect(fold(events).anomalies).toEqual([]);
    expect(eventsOf(list, events, post)).toEqual([]);
  });

  it('counts where it is taken back, and where there is another one later', () => {
    const events = corrected(row);
    expect(ledgerOf(events)).toEqual([['received_direct 04-01']]);
    const again = corrected({ ...row, close: { ...granted, at: at('2020-04-10') } }, events);
    expect(ledgerOf(again)).toEqual([['received_direct 04-01', 'resolved_on_time 04-10']]);
    expect(ledgerOf([...again, ...eventsOf(list, again, post)])[0]).toContain('returned_by_post 04-10');
  });

  it('counts where it is a withdrawal', () => {
    const events = corrected({ ...row, close: { ...granted, as: 'withdrawn', returnedVia: null } });
    expect(ledgerOf(events)[0]).toContain('withdrawn 04-09');
    expect(fold(events).anomalies).toEqual([]);
  });
});

describe('a list of returned results, loaded again', () => {
  it('voids what it issued where the office has voided its result itself', () => {
    const [received, result] = resolved;
    if (received === undefined || result === undefined) throw new Error('the row became too few events');
    const { source, id } = result;
    const voided = { ...result, id: 'pushed', type: 'voided', voids: { source, id }, reason: '' } as const;
    const events = eventsOf(list, [...returned, voided], post);
    expect(events).toMatchObject([{ type: 'voided', voids: { source: '/bcci' } }]);
    expect(rowChanges(list, [...returned, voided, ...events], post)).toMatchObject({ kind: 'refused' });
  });

  it('voids the office’s result where only that was refused before', () => {
    const half = returned.filter(({ type }) => type !== 'voided');
    const events = eventsOf(list, half, post);
    expect(events).toMatchObject([{ type: 'voided', voids: { source: '/mcdt/tinh' } }]);
    expect(fold(half, events).anomalies).toEqual([]);
  });

  it('corrects the way of return', () => {
    const events = eventsOf({ ...list, returnedVia: 'online' }, returned, post);
    expect(events).toMatchObject([{ type: 'voided' }, { type: 'resolved', returnedVia: 'online' }]);
    expect(fold(returned, events).anomalies).toEqual([]);
  });
});

describe('a return', () => {
  const back: LegRow = {
    ...row,
    channel: 'forwarded',
    forwardedFrom: 'so-noi-vu',
    custody: 'kept',
    receivedAt: at('2020-04-12 09:00:00'),
    close: { ...granted, at: at('2020-04-14') },
  };

  it('is of the last result by its day, not of a later leg’s', () => {
    const known = [...resolved, ...eventsOf(back, resolved)];
    const events = eventsOf(list, known, post);
    expect(events).toMatchObject([
      { type: 'voided', voids: { id: 'H50-1/so-y-te/resolved' } },
      { at: resolved[1]?.at },
    ]);
  });

  it('before the result is refused', () => {
    const early = { ...list, at: at('2020-04-08') };
    expect(rowChanges(early, resolved, post)).toMatchObject({ refused: { reason: 'result-unknown' } });
  });
});

it('sends voids before what is issued in their place', () => {
  const next = { ...row, channel: 'online', close: { ...granted, at: at('2020-04-08') } } as const;
  const types = eventsOf(next, resolved).map(({ type }) => type);
  expect(types).toEqual(['voided', 'voided', 'received', 'resolved']);
});
