import type { DossierEvent } from '@sohoso/dossier';
import { describe, expect, it } from 'vitest';
import type { LegRow } from '../leg-row.ts';
import { at, context, eventsOf, fold, granted, loaded, row, typesOf } from '../testing/told-rows.ts';
import { rowChanges } from './changes.ts';

const back: LegRow = {
  ...row,
  channel: 'forwarded',
  forwardedFrom: 'so-noi-vu',
  custody: 'kept',
  receivedAt: at('2020-04-12 09:00:00'),
  due: '2020-04-30',
};
const resolved = (day: string) => ({ ...granted, at: at(day) });

/** Rows one after the other, round by round; after the first round there is nothing to add. */
function settled(rows: readonly LegRow[], known: readonly DossierEvent[] = []): readonly DossierEvent[] {
  let events = known;
  for (let round = 0; round < 3; round++)
    for (const next of rows) {
      const added = eventsOf(next, events);
      if (round > 0) expect(added).toEqual([]);
      events = [...events, ...added];
    }
  return events;
}

describe('two legs of one unit', () => {
  const first = { ...row, receivedAt: at('2020-04-01') };
  const second = { ...back, receivedAt: at('2020-04-01') };
  it.each([
    ['in order', [first, second]],
    ['the other way round', [second, first]],
  ])('that begin on one day stay two, loaded %s', (_, rows) => {
    expect(typesOf(settled(rows)).toSorted()).toEqual(['forwarded', 'received']);
  });

  it('keep their results where the first one’s is corrected to after the second receipt', () => {
    const before = settled([{ ...row, close: resolved('2020-04-09') }, back]);
    const events = settled([{ ...row, close: resolved('2020-04-13') }, back], before);
    expect(events.at(-1)).toMatchObject({ type: 'resolved', id: 'H50-1/so-y-te/resolved~2' });
    settled(
      [
        { ...row, close: resolved('2020-04-13') },
        { ...back, close: resolved('2020-04-15') },
      ],
      events,
    );
  });

  it('are told apart by time where the events have other names', () => {
    const rows = [
      { ...row, close: resolved('2020-04-09') },
      { ...back, close: resolved('2020-04-14') },
    ];
    const pushed = settled(rows).map((event, n) => ({ ...event, id: `pushed-${n}` }));
    for (const next of rows) expect(eventsOf(next, pushed)).toEqual([]);
  });

  it('are one where only the way of intake was told wrongly, and the time is the same', () => {
    const known = settled([{ ...row, close: resolved('2020-04-09') }]);
    const next = { ...back, receivedAt: row.receivedAt, due: row.due, close: resolved('2020-04-09') };
    const { events } = loaded([[next, '2020-04-15']], known);
    expect(fold(events)).toMatchObject({ anomalies: [], legs: [{ channel: 'forwarded', status: 'closed' }] });
  });
});

describe('the same code and moment at another unit', () => {
  const elsewhere = { ...row, unit: 'so-noi-vu' };
  it('is refused by a list that does not tell of units', () => {
    const single = { ...context('2020-04-15'), unitCorrections: false };
    expect(rowChanges(elsewhere, eventsOf(row, []), single)).toMatchObject({
      refused: { reason: 'dossier-elsewhere' },
    });
  });
});
