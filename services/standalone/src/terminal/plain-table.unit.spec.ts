import { describe, expect, it } from 'vitest';
import { columnWidths, plainTable } from './plain-table.ts';

describe('a plain table', () => {
  it('is ruled below its head, and a cell of several lines makes its row higher', () => {
    const text = plainTable({
      head: ['unit', 'count', 'why'],
      aligns: ['left', 'right'],
      rows: [
        ['Sở Tư pháp', '1.234', 'late\nsuspended, then late'],
        ['Sở Y tế', '−5', ''],
      ],
    });
    expect(text.split('\n')).toEqual([
      '┌────────────┬───────┬──────────────────────┐',
      '│ unit       │ count │ why                  │',
      '├────────────┼───────┼──────────────────────┤',
      '│ Sở Tư pháp │ 1.234 │ late                 │',
      '│            │       │ suspended, then late │',
      '│ Sở Y tế    │    −5 │                      │',
      '└────────────┴───────┴──────────────────────┘',
    ]);
  });

  it('has its columns in line where Vietnamese is decomposed, or has marks that no letter is composed with', () => {
    const rows = [['Đường Nguyễn Huệ'], ['Đường Nguyễn Huệ'.normalize('NFD')], ['q\u0303']];
    expect(columnWidths(rows)).toEqual([16]);
    const [, , , ...lines] = plainTable({ head: ['x'], rows }).split('\n');
    const marksApart = lines.slice(0, 3).map((line) => [...line.normalize('NFD').replace(/\p{M}/gu, '')]);
    expect(marksApart.map(({ length }) => length)).toEqual([20, 20, 20]);
  });

  it('has no second rule where there is no row', () => {
    expect(plainTable({ head: ['a'], rows: [] })).toBe('┌───┐\n│ a │\n└───┘');
  });
});

describe('a list of 5,000 rows with a history each', () => {
  const rows = Array.from({ length: 5_000 }, (_, row) => [
    `D-${row}`,
    'Sở Tài nguyên và Môi trường',
    '2020-04-01 received, due 2020-04-06\n2020-04-08 resolved, granted',
  ]);

  it('has all its lines, each of the same width', () => {
    const lines = plainTable({ head: ['dossier', 'unit', 'what happened'], rows }).split('\n');
    expect(lines).toHaveLength(3 + 2 * rows.length + 1);
    expect(new Set(lines.map((line) => [...line].length))).toEqual(new Set([7 + 27 + 35 + 10]));
    expect(lines.at(-3)).toMatch(
      /^│ D-4999 +│ Sở Tài nguyên và Môi trường │ 2020-04-01 received, due 2020-04-06 │$/,
    );
  });
});
