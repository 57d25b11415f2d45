import { beforeAll, describe, expect, it } from 'vitest';
import { leg, refused } from '../testing/dossier-list.ts';
import type { Mapping } from './mapping.ts';
import { readMapping } from './read-mapping.ts';

let mcdt: Mapping;
beforeAll(async () => {
  mcdt = await readMapping('mcdt');
});

describe('the end of a leg', () => {
  const day = { 'Ngày trả kết quả': '10/04/2020 09:00' };
  const at = { day: '2020-04-10', time: '09:00:00' };

  it.each([
    ['granted by its day alone', {}, { as: 'granted' }],
    ['as the outcome says', { 'Kết quả': 'Từ chối giải quyết' }, { as: 'refused' }],
    [
      'as the outcome says, whatever the status',
      { 'Kết quả': 'Đã cấp', 'Trạng thái': 'Từ chối' },
      { as: 'granted' },
    ],
    ['as the status says where there is no outcome', { 'Trạng thái': 'Từ chối' }, { as: 'refused' }],
    ['withdrawn by the status', { 'Trạng thái': 'Dừng xử lý', 'Hình thức trả': 'BCCI' }, { as: 'withdrawn' }],
    ['returned by post', { 'Hình thức trả': 'Qua bưu điện' }, { as: 'granted', returnedVia: 'postal' }],
    ['late for a reason', { 'Lý do': 'Thiếu\nphôi' }, { as: 'granted', cause: 'Thiếu phôi' }],
  ])('is %s', (_, cells, close) => {
    expect(leg({ ...day, ...cells }, mcdt).close).toEqual({ at, returnedVia: null, cause: null, ...close });
  });

  it('is withdrawn by a day of withdrawal', () => {
    expect(leg({ 'Ngày rút hồ sơ': '09/04/2020', 'Trạng thái': 'Rút hồ sơ' }, mcdt).close).toEqual({
      at: { day: '2020-04-09', time: null },
      as: 'withdrawn',
      returnedVia: null,
      cause: null,
    });
  });

  it.each(['Đang xử lý', 'Chờ bổ sung', ''])('has not come with the status %j and no day', (status) => {
    expect(leg({ 'Trạng thái': status }, mcdt).close).toBeNull();
  });

  it.each([
    [{ 'Trạng thái': 'Đã trả kết quả' }, 'Ngày trả kết quả', 'close-without-day'],
    [{ 'Kết quả': 'Rút hồ sơ' }, 'Ngày trả kết quả', 'close-without-day'],
    [{ ...day, 'Kết quả': 'Đang xử lý' }, 'Kết quả', 'close-contradicted'],
    [{ ...day, 'Kết quả': 'Đã cấp', 'Ngày rút hồ sơ': '09/04/2020' }, 'Kết quả', 'close-contradicted'],
  ])('is refused with %j', (cells, column, reason) => {
    expect(refused(cells, mcdt)).toMatchObject({ row: 9, column, reason });
  });
});
