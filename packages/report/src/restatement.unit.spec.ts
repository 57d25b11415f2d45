import { describe, expect, it } from 'vitest';
import { emptyBalance, type UnitBalance } from './balance.ts';
import { comparison } from './forms/comparison.ts';
import { extended } from './forms/extended.ts';
import type { Form } from './forms/form.ts';
import { type FormTable, formTable } from './forms/table.ts';
import { periodOfKey } from './period.ts';
import { restatement } from './restatement.ts';
import { type RestatementCell, restatementCsv } from './restatement-answer.ts';

type Part = Partial<Omit<UnitBalance, 'unit'>>;

/** A table of units with what came in and was answered within the period; the same in the baseline, or nothing where it is null. */
function tableOf(
  form: Form,
  units: Record<string, readonly [period: Part, baseline?: Part | null]>,
): FormTable {
  const balance = (unit: string, part: Part) => {
    const { receivedOnline: came = 0, resolvedOnTime: went = 0 } = part;
    return { ...emptyBalance(unit), ...part, closingOpen: came - went };
  };
  return formTable({
    form,
    period: periodOfKey('2020-04'),
    baseline: form.compares ? periodOfKey('2020-03') : null,
    asKnownAt: '2020-05-01T00:00:00.000Z',
    by: 'unit',
    scope: 'all',
    structureOn: '2020-04-30',
    rows: Object.entries(units).map(([code, [period, baseline = null]]) => ({
      head: { code, name: code.toUpperCase(), level: 'district' },
      period: [balance(code, period)],
      baseline: baseline === null ? null : [balance(code, baseline)],
    })),
    notComparable: null,
    notes: [],
  });
}

const cellsOf = (before: FormTable, after: FormTable) =>
  restatement(before, after).cells.map(
    ({ row, column, issued, now, difference }) => `${row} ${column.path} ${issued} → ${now}: ${difference}`,
  );

describe('a table that says the same', () => {
  it('has nothing to restate', () => {
    const table = tableOf(extended, { a: [{ receivedOnline: 3 }] });
    expect(restatement(table, structuredClone(table))).toEqual({ rows: [], cells: [] });
  });
});

describe('a table that says something else', () => {
  it('tells of a row that appeared and of one that vanished, their figures against zeros', () => {
    const before = tableOf(extended, { a: [{ receivedOnline: 1 }], b: [{}] });
    const after = tableOf(extended, { b: [{}], c: [{ receivedOnline: 1 }] });
    const { rows, cells } = restatement(before, after);
    expect(rows).toEqual([
      { code: 'a', name: 'A', level: 'district', change: 'vanished' },
      { code: 'c', name: 'C', level: 'district', change: 'appeared' },
    ]);
    const online = cells.filter(({ column }) => column.path === 'received.online');
    expect(online.map(({ row, name, difference }) => [row, name, difference])).toEqual([
      ['a', 'A', -1],
      ['c', 'C', 1],
    ]);
  });

  it('tells by how many points a share differs, to the one decimal that it has', () => {
    const before = tableOf(extended, {
      a: [{ receivedOnline: 1_000, resolvedOnTime: 701, resolvedLate: 0 }],
    });
    const after = tableOf(comparison, { a: [{ receivedOnline: 3 }, { receivedOnline: 2 }] });
    expect(cellsOf(tableOf(comparison, { a: [{ receivedOnline: 3 }, null] }), after)).toContain(
      'a received.intake.baseline null → 2: null',
    );
    const shares = cellsOf(before, {
      ...before,
      total: before.total.map((figure) => (figure === 100 ? 99.9 : figure)),
    });
    expect(shares).toContain('total shares.onTime 100 → 99.9: -0.1');
  });
});

describe('a restatement as CSV', () => {
  const cause = { dossier: 'D', source: '/s', type: 'voided', time: 't', recordedAt: 'r' };
  const head = { row: 'a', name: 'A', column: 'received.total', issued: 10, now: 4, difference: -6 };

  it('adds up: listed events, those that are not listed, and what none of them explains', () => {
    const cell: RestatementCell = {
      ...head,
      events: { count: 3, sum: -5, listed: [{ ...cause, id: 'x', quantity: -2 }] },
      unexplained: { quantity: -1, reasons: ['…'] },
    };
    const lines = restatementCsv({ rows: [], cells: [cell] })
      .trim()
      .split('\r\n')
      .slice(1);
    expect(lines).toEqual([
      'a,A,received.total,10,4,-6,event,-2,D,/s,x,voided,t,r',
      'a,A,received.total,10,4,-6,2 more,-3,,,,,,',
      'a,A,received.total,10,4,-6,unexplained,-1,,,,,,',
    ]);
  });

  it('names rows that came or went, and why a figure has no events', () => {
    const rows = [{ code: 'b', name: 'B', change: 'vanished' as const }];
    const cells = [{ ...head, difference: null, unexplained: null, because: 'made of counts' }];
    expect(restatementCsv({ rows, cells }).trim().split('\r\n').slice(1)).toEqual([
      'b,B,,,,,row vanished,,,,,,,',
      'a,A,received.total,10,4,,made of counts,,,,,,,',
    ]);
  });
});
