import { keyedPeriod, periodOfKey, type RestatementAnswer, type RestatementCell } from '@sohoso/report';
import { describe, expect, it } from 'vitest';
import { restatementText } from './restatement-text.ts';

const CAUSES = 20;

function cellOf(index: number): RestatementCell {
  const listed = Array.from({ length: CAUSES }, (_, cause) => ({
    dossier: `D-${index}-${cause}`,
    source: '/một-cửa',
    id: `e-${cause}`,
    type: 'received',
    time: '2020-03-02T08:00:00Z',
    recordedAt: '2020-04-20T01:00:00Z',
    quantity: 1,
  }));
  return {
    row: `so-${index}`,
    name: 'Sở Tư pháp',
    column: 'received.total',
    issued: 1_200,
    now: 1_225,
    difference: 25,
    events: { count: 23, sum: 23, listed },
    unexplained: { quantity: 2, reasons: ['the registry is another one'] },
  };
}

function answerOf(cells: readonly RestatementCell[], differences = cells.length): RestatementAnswer {
  return {
    id: 'r-1',
    report: 'appendix',
    period: keyedPeriod(periodOfKey('2020-Q1')),
    issuedAsKnownAt: '2020-04-01T00:00:00Z',
    asKnownAt: '2020-05-01T00:00:00Z',
    definitionsChanged: [],
    rows: [],
    differences,
    cells,
    next: null,
  };
}

describe('what an issued report would say otherwise, on the terminal', () => {
  it('has a line for each cause of a cell, then for those not listed and for what none explains', () => {
    const lines = restatementText(answerOf([cellOf(0)], 2)).split('\n');
    const text = lines.map((line) => line.replace(/ +/g, ' ')).join('\n');
    expect(lines[1]).toBe('2 cells would differ now; here are 1');
    expect(text).toContain(
      '│ Sở Tư pháp │ received.total │ 1.200 │ 1.225 │ +25 │ +1 D-0-0 received of 2020-03-02, recorded 2020-04-20 │',
    );
    expect(text).toContain(
      '│ │ │ │ │ │ … and 3 more │\n│ │ │ │ │ │ +2 unexplained: the registry is another one │',
    );
  });

  it('is whole where 300 cells have 20 causes each', () => {
    const text = restatementText(answerOf(Array.from({ length: 300 }, (_, index) => cellOf(index))));
    const table = text.split('\n').filter((line) => /^[│┌├└]/.test(line));
    expect(table).toHaveLength(3 + 300 * (CAUSES + 2) + 1);
    expect(new Set(table.map((line) => [...line].length)).size).toBe(1);
    expect(text.match(/D-299-\d+ /g)).toHaveLength(CAUSES);
  });

  it('says so where nothing differs', () => {
    expect(restatementText(answerOf([]))).toMatch(/every cell is as it was issued\n$/);
  });
});
