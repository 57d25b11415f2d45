import { type CellDossier, findForm } from '@sohoso/report';
import { describe, expect, it } from 'vitest';
import { type CellAnswer, cellTable } from './cell-table.ts';

const leg: CellDossier = {
  dossier: 'D-1',
  leg: 0,
  quantity: 1,
  unit: 'so-a',
  channel: 'direct',
  procedure: null,
  received: '2020-04-01',
  due: '2020-04-06',
  status: 'closed',
  closed: '2020-04-08',
  daysLate: 2,
  history: [
    { day: '2020-04-01', what: 'received', unit: 'so-a', due: '2020-04-06' },
    { day: '2020-04-08', what: 'resolved', unit: 'so-a', outcome: 'granted' },
  ],
};

const answer: CellAnswer = {
  form: 'appendix',
  period: { from: '2020-04-01', to: '2020-04-15', key: '2020-04-01..2020-04-15' },
  asKnownAt: '2020-04-16T00:00:00.000Z',
  unit: 'so-a',
  column: 'resolved.late',
  figure: 1,
  legs: 1,
  dossiers: [leg],
  next: null,
};

describe('the dossiers behind a cell, on the terminal', () => {
  it('are headed by the figure, and tell what happened to each leg', () => {
    const text = cellTable(answer, findForm('appendix'), 120);
    expect(text).toContain('so-a, resolved.late (10) Trả quá hạn, 2020-04-01 to 2020-04-15: 1\n');
    expect(text).toMatch(
      /│ D-1 +│ direct +│ 2020-04-01 │ 2020-04-06 │ closed 2020-04-08 │ +2 │ 2020-04-01 received, due 2020-04-06/,
    );
    expect(text).toMatch(/│ 2020-04-08 resolved, granted +│/);
    expect(text).not.toMatch(/│ unit|--all/);
  });

  it('name the unit where there are several, and the sign where a transfer takes some back', () => {
    const out = { ...leg, dossier: 'D-2', unit: 'so-b', quantity: -1 };
    const text = cellTable({ ...answer, legs: 2, figure: 0, dossiers: [leg, out] }, undefined, null);
    expect(text).toMatch(/│ D-2 +│ so-b │ −1 │/);
    expect(text).toContain('2 legs');
  });

  it('say how many of them there are', () => {
    expect(cellTable({ ...answer, figure: 1500, legs: 1500, next: 'x' }, undefined, null)).toContain(
      '1 of 1.500; --all',
    );
    expect(cellTable({ ...answer, figure: 0, legs: 0, dossiers: [] }, undefined, null)).toMatch(/: 0\n$/);
  });
});
