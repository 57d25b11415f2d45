import { describe, expect, it } from 'vitest';
import { normalize } from '../../testing/read.ts';
import { sheetPlaces } from '../column-label.ts';
import { findHeading, type HeadingSearch } from './find-heading.ts';
import type { Merge } from './head-row.ts';
import { columnsNamed } from './names.ts';

const wanted = [['ma ho so'], ['ngay tra']];

function find(
  rows: readonly string[],
  merges: readonly Merge[] = [],
  some: { wanted?: string[][]; headerRow?: number } = {},
): HeadingSearch {
  const head = rows.map((row, index) => ({ number: index + 1, last: index + 1, cells: row.split('|') }));
  const query = {
    wanted: some.wanted ?? wanted,
    normalize,
    headerRow: some.headerRow ?? null,
    maxColumns: 10,
  };
  return findHeading(
    head.filter(({ cells }) => cells.some((cell) => cell !== '')),
    merges,
    query,
    sheetPlaces,
  );
}

function sentence(search: HeadingSearch): string {
  return search.found === null ? search.sentence : 'found';
}

describe('a heading of one row', () => {
  it('is found below titles, with column numbers below it passed over', () => {
    const rows = [
      'DANH SÁCH HỒ SƠ',
      'Từ ngày|Đến ngày',
      '',
      'STT|Mã hồ sơ|Ngày trả',
      '(1)|(2)|(3)',
      '1|A1|x',
    ];
    expect(find(rows).found).toEqual({ row: 4, last: 5, names: ['STT', 'Mã hồ sơ', 'Ngày trả'] });
  });

  it('is not joined with a title above it, nor with a label or a row of the table below it', () => {
    expect(find(['DANH SÁCH', 'Mã hồ sơ|Ngày trả', 'A1|x']).found?.names).toEqual(['Mã hồ sơ', 'Ngày trả']);
    const labelled = find(['STT|Mã hồ sơ|Ngày trả|Ghi chú', 'Lĩnh vực Hộ tịch', '1|A1|x']);
    expect(labelled.found).toEqual({ row: 1, last: 1, names: ['STT', 'Mã hồ sơ', 'Ngày trả', 'Ghi chú'] });
  });

  it('is the one that is told, and no other', () => {
    const rows = ['Mã hồ sơ|Ngày trả', 'A1|x', 'A2|y', 'Mã hồ sơ|Ngày trả|Ghi chú'];
    expect(find(rows, [], { headerRow: 4 }).found?.row).toBe(4);
    expect(sentence(find(rows, [], { headerRow: 2 }))).toBe(
      'row 2 lacks "ma ho so", "ngay tra"; its headings are "A1", "x"',
    );
    expect(sentence(find(rows, [], { headerRow: 9 }))).toContain('row 9 has no heading');
  });
});

describe('a heading of two rows', () => {
  const rows = ['STT|Mã hồ sơ|Kết quả giải quyết||Ghi chú', '||Ngày trả|Hình thức|', '1|A1|x|y|'];
  const merges: Merge[] = [
    { top: 1, bottom: 2, left: 0, right: 0 },
    { top: 1, bottom: 1, left: 2, right: 3 },
  ];
  const names = [
    'STT',
    'Mã hồ sơ',
    'Kết quả giải quyết / Ngày trả',
    'Kết quả giải quyết / Hình thức',
    'Ghi chú',
  ];

  it.each([
    ['merged cells', merges],
    ['a CSV file', []],
  ])('has names with their group, from %s', (_, merged) => {
    expect(find(rows, merged).found).toEqual({ row: 1, last: 2, names });
    expect(
      find(
        ['TIÊU ĐỀ', ...rows],
        merged.map((merge) => ({ ...merge, top: merge.top + 1, bottom: merge.bottom + 1 })),
      ).found?.row,
    ).toBe(2);
  });

  it('goes on into the second row where only optional names stand there', () => {
    expect(find(rows, [], { wanted: [['ma ho so']] }).found).toEqual({ row: 1, last: 2, names });
  });

  it('keeps its groups where all that is wanted stands in the second row', () => {
    const both: Merge[] = [
      { top: 1, bottom: 1, left: 0, right: 1 },
      { top: 1, bottom: 1, left: 2, right: 3 },
    ];
    const search = find(['Hồ sơ||Kết quả|', 'Mã hồ sơ|Nơi nhận|Ngày trả|Nơi trả'], both);
    expect(search.found?.names).toEqual([
      'Hồ sơ / Mã hồ sơ',
      'Hồ sơ / Nơi nhận',
      'Kết quả / Ngày trả',
      'Kết quả / Nơi trả',
    ]);
  });

  it('is asked for by the name below the group where there is one, by both where there are more', () => {
    const twice = ['Mã hồ sơ|Tiếp nhận||Trả|', '|Ngày|Nơi|Ngày|Nơi', 'A1|x|y|z|u'];
    expect(find(twice, [], { wanted: [['ma ho so'], ['tiep nhan / ngay']] }).found?.last).toBe(2);
    expect(sentence(find(twice, [], { wanted: [['ma ho so'], ['ngay']] }))).toBe(
      'row 1 has the heading "ngay" more than once, in the columns B ("Tiếp nhận / Ngày") and D ("Trả / Ngày"); it is not clear which is meant',
    );
  });
});

describe('a heading that is not there', () => {
  it('is refused with what lacks, and with the headings that came closest', () => {
    expect(sentence(find(['Danh sách|năm|2020|x', 'STT|Mã hồ sơ|Ngày hẹn', '1|A1|x']))).toBe(
      'no row has all the wanted headings; row 2 comes closest, but lacks "ngay tra"; its headings are "STT", "Mã hồ sơ", "Ngày hẹn"',
    );
    expect(sentence(find(['x'], [], { wanted: [['ma ho so', 'so ho so']] }))).toContain(
      'lacks "ma ho so" or "so ho so"',
    );
    expect(sentence(find([]))).toBe('it has no rows');
  });

  it('is refused with both columns where it is there twice', () => {
    expect(sentence(find(['Mã hồ sơ|Ngày trả|MÃ HỒ SƠ', 'A1|x|A1']))).toContain(
      'row 1 has the heading "ma ho so" more than once, in the columns A ("Mã hồ sơ") and C ("MÃ HỒ SƠ")',
    );
  });

  it('is refused where there are too many columns', () => {
    expect(sentence(find(['Mã hồ sơ|Ngày trả|a|b|c|d|e|f|g|h|i']))).toBe(
      'row 1 has 11 headings, more than 10',
    );
  });
});

describe('columns by name', () => {
  it('prefers the first accepted name, and a whole heading to a part of one', () => {
    const names = ['Số hồ sơ', 'Mã hồ sơ', 'Trả / Mã hồ sơ'];
    expect(columnsNamed(names, ['ma ho so', 'so ho so'], normalize)).toEqual([1]);
    expect(columnsNamed(names, ['so ho so', 'ma ho so'], normalize)).toEqual([0]);
    expect(columnsNamed(names, ['tra / ma ho so'], normalize)).toEqual([2]);
    expect(columnsNamed(names, ['ghi chu'], normalize)).toEqual([]);
  });
});
