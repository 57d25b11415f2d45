import type { PrintedTable } from '@sohoso/report';
import { describe, expect, it } from 'vitest';
import { printedTableText } from './printed-table.ts';

const heading = (text: string, columns = 1, rows = 1) => ({ text, columns, rows });

const table: PrintedTable = {
  label: 'PHỤ LỤC 1',
  title: 'TÌNH HÌNH',
  subtitles: ['Kỳ báo cáo: Quý I năm 2020'],
  unitOfMeasure: '',
  columns: [
    { kind: 'number', name: 'STT' },
    { kind: 'name', name: 'Đơn vị' },
    { kind: 'count', name: 'Tổng số' },
    { kind: 'count', name: 'Kỳ trước' },
    { kind: 'percent', name: 'Tỷ lệ' },
    { kind: 'points', name: 'Chênh lệch' },
  ],
  headings: [
    [heading('STT', 1, 2), heading('Đơn vị', 1, 2), heading('Số hồ sơ', 2), heading('So sánh', 2)],
    [heading('Tổng số'), heading('Kỳ trước'), heading('Tỷ lệ'), heading('Chênh lệch')],
    ['(1)', '(2)', '(3)=(4)+(5)', '(4)', '(5)', '(6)'].map((text) => heading(text)),
  ],
  rows: [
    { style: 'row', cells: [1, 'Sở Tư pháp', 1234, -5, 12.1, 0.3] },
    { style: 'row', cells: [2, 'Sở Y tế\u001b[2J', 0, 7, null, -1] },
    { style: 'total', cells: [null, 'Tổng số', 1234, 2, 12.1, -0.7] },
  ],
  warnings: [],
  notes: ['Một ghi chú khá dài để phải xuống dòng trên màn hình hẹp.'],
};

const linesOf = (text: string) => text.split('\n');

describe('a printed table on the terminal', () => {
  it('has merged headings, the numbers of columns, figures as on paper, and rules at the headings and above the total', () => {
    expect(linesOf(printedTableText(table, null))).toEqual([
      'PHỤ LỤC 1: TÌNH HÌNH',
      'Kỳ báo cáo: Quý I năm 2020',
      '┌─────┬─────────────┬───────────────┬───────────────┐',
      '│     │             │   Số hồ sơ    │    So sánh    │',
      '│     │             ├───────┬───────┼───────┬───────┤',
      '│ STT │   Đơn vị    │ Tổng  │  Kỳ   │       │ Chênh │',
      '│     │             │  số   │ trước │ Tỷ lệ │ lệch  │',
      '├─────┼─────────────┼───────┼───────┼───────┼───────┤',
      '│ (1) │     (2)     │  (3)  │  (4)  │  (5)  │  (6)  │',
      '├─────┼─────────────┼───────┼───────┼───────┼───────┤',
      '│   1 │ Sở Tư pháp  │ 1.234 │    −5 │ 12,1% │  +0,3 │',
      '│   2 │ Sở Y tế [2J │     0 │     7 │     – │  −1,0 │',
      '├─────┼─────────────┼───────┼───────┼───────┼───────┤',
      '│     │ Tổng số     │ 1.234 │     2 │ 12,1% │  −0,7 │',
      '└─────┴─────────────┴───────┴───────┴───────┴───────┘',
      '* Một ghi chú khá dài để phải xuống dòng trên màn hình hẹp.',
      '',
    ]);
  });

  it('comes in parts with the units repeated where the terminal is too narrow, and says so', () => {
    const text = printedTableText(table, 40);
    for (const line of linesOf(text).filter((one) => /^[┌│├└*]/.test(one)))
      expect(line.length).toBeLessThanOrEqual(40);
    expect(text.match(/Sở Tư pháp/g)).toHaveLength(2);
    expect(text).toContain('part 1 of 2');
    expect(text).toMatch(/│ Sở Tư pháp +│ 1\.234 │ +−5 │\n/);
    expect(text).toMatch(/│ Sở Tư pháp +│ +12,1% │ +\+0,3 │\n/);
  });

  it('puts names in two lines before it comes in parts', () => {
    const named = {
      ...table,
      rows: [{ style: 'row' as const, cells: [1, 'Sở Lao động, Thương binh và Xã hội', 1, 2, 3, 4] }],
    };
    const text = printedTableText(named, 64);
    expect(text).not.toContain('part 1');
    expect(text).toMatch(/│ {3}1 │ Sở Lao động, Thương binh │ /);
    expect(text).toMatch(/│ {5}│ và Xã hội +│ +│/);
  });

  it('begins with what makes it unfit for use', () => {
    const [first] = linesOf(printedTableText({ ...table, warnings: ['SỐ LIỆU KHÔNG CÂN ĐỐI'] }, null));
    expect(first).toBe('! SỐ LIỆU KHÔNG CÂN ĐỐI');
  });
});
