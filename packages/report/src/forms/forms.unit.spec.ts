import { assert, integer, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyBalance, type UnitBalance } from '../balance.ts';
import { type BalanceItem, figureOf, type Sum } from '../cells-columns.ts';
import { periodOfKey } from '../period.ts';
import { printTable } from '../print/print-table.ts';
import { columnsOf, type Form, printedColumns } from './form.ts';
import { forms } from './index.ts';
import { balancesOf, type FormTable, formTable } from './table.ts';
import { tableCsv } from './table-csv.ts';
import { tableFromJson } from './table-from-json.ts';
import { tableJson } from './table-json.ts';

/** What is open at the end is what was there and came less what went: the one equation between items. */
const CLOSING_OPEN: Sum = {
  openingOpen: 1,
  receivedOnline: 1,
  receivedDirect: 1,
  receivedPostal: 1,
  receivedForwarded: 1,
  transferredIn: 1,
  transferredOut: -1,
  resolvedEarly: -1,
  resolvedOnTime: -1,
  resolvedLate: -1,
};

/** A sum of columns as a sum of items, those with no weight left out. */
function itemsOf(form: Form, paths: readonly string[], less: readonly string[] = []): Record<string, number> {
  const items: Record<string, number> = {};
  const add = (sum: Sum, times: number): void => {
    for (const [item, sign] of Object.entries(sum)) {
      if (item === 'closingOpen') add(CLOSING_OPEN, times * sign);
      else items[item] = (items[item] ?? 0) + times * sign;
    }
  };
  const sumAt = (path: string): Sum => {
    const value = columnsOf(form).find((column) => column.path === path)?.value;
    if (value?.kind !== 'count') throw new RangeError(`${path} is no count of ${form.id}`);
    return value.sum;
  };
  for (const path of paths) add(sumAt(path), 1);
  for (const path of less) add(sumAt(path), -1);
  return Object.fromEntries(Object.entries(items).filter(([, weight]) => weight !== 0));
}

describe.each(forms)('the form $id', (form) => {
  it('has columns of different paths and CSV names', () => {
    const columns = columnsOf(form);
    expect(new Set(columns.map(({ path }) => path)).size).toBe(columns.length);
    expect(new Set(columns.map(({ csv }) => csv)).size).toBe(columns.length);
  });

  it('numbers its printed columns one by one from (3)', () => {
    const numbers = printedColumns(form).map(({ numbering }) => /^\((\d+)\)/.exec(numbering)?.[1]);
    expect(numbers).toEqual(numbers.map((_, index) => String(index + 3)));
  });

  it('has identities that follow from what its columns are made of', () => {
    for (const { whole, parts, less } of form.identities)
      expect(itemsOf(form, parts, less)).toEqual(itemsOf(form, [whole]));
  });

  it('has headings in both languages', () => {
    const texts = [form.titles.all, ...columnsOf(form).map(({ heading }) => heading), ...form.notes];
    expect(texts.filter(({ vi, en }) => vi.trim() === '' || en.trim() === '')).toEqual([]);
  });
});

const flow = integer({ min: 0, max: 50 });
const flows = record({
  openingOpen: flow,
  receivedOnline: flow,
  receivedDirect: flow,
  receivedPostal: flow,
  receivedForwarded: flow,
  transferredIn: flow,
});

function balanceFrom(unit: string, came: Partial<Record<BalanceItem, number>>): UnitBalance {
  const balance = { ...emptyBalance(unit), ...came };
  const { closingOpen: _, ...open } = CLOSING_OPEN;
  return { ...balance, closingOpen: figureOf(open, balance) };
}

function filled(form: Form, period: readonly UnitBalance[], baseline: readonly UnitBalance[]): FormTable {
  return formTable({
    form,
    period: periodOfKey('2020-04'),
    baseline: form.compares ? periodOfKey('2020-Q1@vpcp') : null,
    asKnownAt: '2020-05-01T00:00:00.000Z',
    by: 'unit',
    scope: 'all',
    structureOn: '2020-04-30',
    rows: period.map(({ unit }) => ({
      head: { code: unit, name: `Đơn vị ${unit}`, level: 'department' },
      period: balancesOf(period)([unit]),
      baseline: form.compares ? balancesOf(baseline)([unit]) : null,
    })),
    notComparable: null,
    notes: [],
  });
}

describe('a filled form', () => {
  it('comes out of its JSON as it went in, whatever its columns', () => {
    assert(
      property(flows, flows, (now, then) => {
        for (const form of forms) {
          const table = filled(
            form,
            [balanceFrom('a', now), balanceFrom('b', then)],
            [balanceFrom('a', then)],
          );
          const { notes, ...read } = tableFromJson(tableJson(table, 'en'));
          expect(read).toEqual({ ...table, notes: undefined, rows: table.rows });
          expect(notes.map(({ en }) => en)).toEqual(table.notes.map(({ en }) => en));
        }
      }),
      { numRuns: 20 },
    );
  });

  it('has totals that are the sums of its rows, where columns are counts', () => {
    const rows = [
      balanceFrom('a', { receivedOnline: 3 }),
      balanceFrom('b', { receivedOnline: 4, openingOpen: 2 }),
    ];
    for (const form of forms) {
      const table = filled(form, rows, [balanceFrom('b', { receivedDirect: 5 })]);
      table.columns.forEach(({ value }, index) => {
        if (value.kind !== 'count') return;
        const sum = table.rows.reduce((all, { figures }) => all + (figures[index] ?? 0), 0);
        expect(table.total[index]).toBe(sum);
      });
    }
  });

  it('has no figures in a row that does not balance, nor in the total, and says so on its face', () => {
    const sound = balanceFrom('a', { receivedOnline: 3 });
    const broken = { ...balanceFrom('b', { receivedOnline: 4 }), closingOpen: 5 };
    for (const form of forms) {
      const table = filled(form, [sound, broken], []);
      expect(table.faults).toMatchObject([
        { code: 'b', detail: expect.stringMatching(/^the figures of b do not balance/) },
      ]);
      expect(table.rows[1]?.figures.every((figure) => figure === null)).toBe(true);
      expect(table.total.every((figure) => figure === null)).toBe(true);
      expect(table.rows[0]?.figures).toEqual(filled(form, [sound], []).rows[0]?.figures);
      expect(printTable(table, 'vi').warnings[0]).toMatch(/^SỐ LIỆU KHÔNG CÂN ĐỐI.*sohoso audit/);
      expect(tableCsv(table)).toContain('! the figures of b do not balance');
    }
  });
});

describe('a comparison', () => {
  const comparison = forms.filter(({ compares }) => compares);
  const figuresOf = (now: UnitBalance, then: UnitBalance | null) =>
    comparison.flatMap((form) => {
      const table = filled(form, [now], then === null ? [] : [then]);
      return table.columns.map(({ path }, index) => [path, table.rows[0]?.figures[index]] as const);
    });

  it('gives the change absolutely, in per cent half up, and shares in points', () => {
    const now = balanceFrom('a', { receivedOnline: 156, receivedDirect: 1128 });
    const then = balanceFrom('a', { receivedOnline: 124, receivedDirect: 876 });
    expect(Object.fromEntries(figuresOf(now, then))).toMatchObject({
      'received.intake.baseline': 1000,
      'received.intake.period': 1284,
      'received.intake.difference': 284,
      'received.intake.relative': 28.4,
      'shares.online.baseline': 12.4,
      'shares.online.period': 12.1,
      'shares.online.points': -0.3,
    });
  });

  it('has no percentage of a change from nothing, and no share of nothing', () => {
    expect(Object.fromEntries(figuresOf(balanceFrom('a', { receivedOnline: 1 }), null))).toMatchObject({
      'received.intake.baseline': 0,
      'received.intake.relative': null,
      'shares.online.baseline': null,
      'shares.online.points': null,
    });
  });
});

describe('a printed form', () => {
  const table = filled(forms[0] as Form, [balanceFrom('a', { receivedOnline: 3 })], []);
  const printed = printTable(table, 'vi', 'PHỤ LỤC 1');

  it('has the merged headings of the published form', () => {
    expect(
      printed.headings.map((row) => row.map(({ text, columns, rows }) => [text, columns, rows])),
    ).toEqual([
      [
        ['STT', 1, 3],
        ['Đơn vị (Cơ quan)', 1, 3],
        ['Số hồ sơ nhận giải quyết', 5, 1],
        ['Kết quả giải quyết', 6, 1],
      ],
      [
        ['Tổng số', 1, 2],
        ['Trong đó', 4, 1],
        ['Số hồ sơ đã giải quyết', 3, 1],
        ['Số hồ sơ đang giải quyết', 3, 1],
      ],
      [
        ['Số mới tiếp nhận trực tuyến', 1, 1],
        ['Số kỳ trước chuyển qua', 1, 1],
        ['Số mới tiếp nhận (trực tiếp hoặc dịch vụ bưu chính)', 1, 1],
        ['Tiếp nhận liên thông', 1, 1],
        ['Tổng số', 1, 1],
        ['Trả đúng hạn', 1, 1],
        ['Trả quá hạn', 1, 1],
        ['Tổng số', 1, 1],
        ['Chưa đến hạn', 1, 1],
        ['Quá hạn', 1, 1],
      ],
      Array.from({ length: 13 }, (_, index) => [`(${index + 1})`, 1, 1]),
    ]);
  });

  it('is headed by its period', () => {
    expect(printed.subtitles).toEqual([
      'Kỳ báo cáo: Tháng 4 năm 2020',
      '(Từ ngày 01 tháng 04 năm 2020 đến ngày 30 tháng 04 năm 2020)',
    ]);
  });
});
