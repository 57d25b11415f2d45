import { type QualityAnswer, type QualityPage, QualityTally } from '@sohoso/report';
import { describe, expect, it } from 'vitest';
import { countsText, entriesText } from './quality-table.ts';

const asOf = {
  period: { from: '2020-04-01', to: '2020-04-15', key: '2020-04-01..2020-04-15' },
  asKnownAt: '2020-04-16T00:00:00.000Z',
};
const units = [{ code: 'so-y-te', name: 'Sở Y tế' }];

function answerOf(tally: QualityTally): QualityAnswer {
  return { ...asOf, counts: tally.counts(units), reasons: tally.reasons(), notes: ['A note.'] };
}

describe('the data quality on the terminal', () => {
  it('has a line for each reason and unit, and says what to do about each reason', () => {
    const tally = new QualityTally();
    tally.add({ unit: 'so-y-te', source: '/a', reason: 'no-due' }, 1_200);
    tally.add({ unit: 'so-y-te', source: '/b', reason: 'no-due' }, 34);
    tally.add({ unit: null, source: null, reason: 'not-json' });
    const text = countsText(answerOf(tally));
    expect(text).toMatch(/│ no-due +│ Sở Y tế \(so-y-te\) +│ +1\.234 │/);
    expect(text).toMatch(/│ not-json +│ – +│ +1 │/);
    expect(text).toMatch(/no-due: 1\.234\n {2}A dossier came .+\n {2}To do: Send a due-changed event/);
    expect(text).toContain('A note.');
  });
  it('says so where nothing was found', () => {
    expect(countsText(answerOf(new QualityTally()))).toMatch(/nothing was found\nA note\.\n$/);
    expect(entriesText({ ...asOf, reason: 'no-due', dossiers: [], next: null })).toMatch(
      /nothing was found\n$/,
    );
  });
  it('lists entries without what a terminal would take for a command, and says that there are more', () => {
    const entry = {
      dossier: 'D-1',
      unit: null,
      source: '/a',
      eventId: 'e\u001b[2J',
      day: '2020-04-02',
      detail: 'x',
    };
    const page: QualityPage = { ...asOf, reason: 'void-of-void', dossiers: [entry], next: 'more' };
    const text = entriesText(page);
    expect(text).toMatch(/│ D-1 +│ – +│ \/a +│ e \[2J +│ 2020-04-02 │ x +│/);
    expect(text).toContain('… and more');
  });
});
