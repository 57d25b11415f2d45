import { beforeAll, describe, expect, it } from 'vitest';
import { header, map, usual } from '../testing/dossier-list.ts';
import type { Mapping } from './mapping.ts';
import { readMapping } from './read-mapping.ts';

let mcdt: Mapping;
beforeAll(async () => {
  mcdt = await readMapping('mcdt');
});

describe('a row that is passed over', () => {
  it.each([
    ['totals', { STT: 'Tổng cộng', 'Mã hồ sơ': '24' }],
    ['totals', { 'Mã hồ sơ': 'Tổng số: 24 hồ sơ' }],
    ['totals', { 'Đơn vị': 'CỘNG' }],
    ['numbering', { STT: '(1)', 'Mã hồ sơ': '(2)', 'Đơn vị': '(3)', 'Ngày tiếp nhận': '(4)' }],
    [
      'numbering',
      { STT: 'A', 'Mã hồ sơ': { value: 1, isDate: false }, 'Đơn vị': { value: 2, isDate: false } },
    ],
    ['repeated-header', Object.fromEntries(header.map((heading) => [heading, heading.toUpperCase()]))],
    ['no-dossier', { STT: '25' }],
    ['not-received', { ...usual, 'Ngày tiếp nhận': '', 'Trạng thái': 'Từ chối tiếp nhận' }],
  ])('for %s: %j', (reason, cells) => {
    expect(map(cells, mcdt)).toEqual({ kind: 'skipped', row: 9, reason });
  });

  it.each([
    { ...usual, STT: 'Tổng' },
    { ...usual, STT: 'Tổng', 'Ngày tiếp nhận': '' },
    { STT: 'Tổng hợp viên', 'Mã hồ sơ': 'H50.1' },
    { 'Đơn vị': 'Tổngcục' },
    { 'Đơn vị': 'Sở Tư pháp' },
    { STT: '(1)', 'Đơn vị': '(5)' },
    { 'Mã hồ sơ': '25' },
  ])('is not %j', (cells) => {
    expect(map(cells, mcdt).kind).not.toBe('skipped');
  });
});
