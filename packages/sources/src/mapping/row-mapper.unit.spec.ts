import { beforeAll, describe, expect, it } from 'vitest';
import { header, leg, map, refused, usual } from '../testing/dossier-list.ts';
import { mappingFrom } from '../testing/mapping-text.ts';
import { sampleUnits } from '../testing/sample-units.ts';
import type { Mapping } from './mapping.ts';
import { readMapping } from './read-mapping.ts';
import { rowMapper } from './row-mapper.ts';
import { toldBy } from './told.ts';

let mcdt: Mapping;
beforeAll(async () => {
  mcdt = await readMapping('mcdt');
});

describe('a row of a dossier list', () => {
  it('is what it says of a leg', () => {
    expect(leg({}, mcdt)).toEqual({
      kind: 'leg',
      row: 9,
      dossier: 'H50.03-200403-0001',
      unit: 'so-tu-phap',
      channel: 'direct',
      forwardedFrom: null,
      custody: null,
      receivedAt: { day: '2020-04-03', time: '08:15:00' },
      procedure: null,
      field: null,
      due: null,
      firstDue: null,
      dueChangedAt: null,
      supplementRequestedAt: null,
      supplementedAt: null,
      overdueSince: null,
      close: null,
    });
  });

  it('has the first due in force until there is another', () => {
    expect(leg({ 'Ngày hẹn trả': '13/04/2020' }, mcdt)).toMatchObject({
      due: '2020-04-13',
      firstDue: '2020-04-13',
    });
    const changed = {
      'Ngày hẹn trả': '13/04/2020',
      'Hạn trả mới': '20/04/2020',
      'Ngày gia hạn': '10/04/2020',
    };
    expect(leg(changed, mcdt)).toMatchObject({
      due: '2020-04-20',
      firstDue: '2020-04-13',
      dueChangedAt: { day: '2020-04-10', time: null },
    });
  });

  it('has the due in force in the only column of dues', () => {
    const few = ['Mã hồ sơ', 'Đơn vị', 'Hình thức tiếp nhận', 'Ngày tiếp nhận', 'Ngày hẹn trả', 'Ngày trả'];
    const cells = ['H50.1', 'Sở Y tế', 'BCCI', '3/4/2020', '13/4/2020', ''];
    expect(rowMapper(mcdt, few, sampleUnits)({ number: 2, cells })).toMatchObject({
      row: { channel: 'postal', due: '2020-04-13', firstDue: null },
    });
    expect([...toldBy(mcdt, few)]).toEqual(['due', 'closedAt']);
  });

  it('counts as overdue since a day only where it has no due', () => {
    const day = { 'Ngày quá hạn': '14/04/2020' };
    expect(leg(day, mcdt).overdueSince).toEqual({ day: '2020-04-14', time: null });
    expect(leg({ ...day, 'Ngày hẹn trả': '13/04/2020' }, mcdt).overdueSince).toBeNull();
  });

  it('was forwarded by a unit that keeps it', () => {
    const forwarded = { 'Hình thức tiếp nhận': 'Liên thông', 'Đơn vị chuyển': 'UBND huyện Hải Lăng' };
    expect(leg(forwarded, mcdt)).toMatchObject({
      channel: 'forwarded',
      forwardedFrom: 'hai-lang',
      custody: 'kept',
    });
    expect(leg({ 'Đơn vị chuyển': 'không rõ' }, mcdt).forwardedFrom).toBeNull();
  });

  it.each([
    ['2.000635.000.00.00.H50 - Cấp Phiếu lý lịch tư pháp', '2.000635'],
    ['Cấp Phiếu lý lịch tư pháp (2.000635)', '2.000635'],
    ['Cấp Phiếu\nlý lịch', 'Cấp Phiếu lý lịch'],
    [{ value: 1.00112, isDate: false }, '1.001120'],
  ])('has the code of the procedure %j', (cell, procedure) => {
    expect(leg({ 'Thủ tục': cell }, mcdt).procedure).toBe(procedure);
  });

  it('has a number as a dossier code', () => {
    expect(leg({ 'Mã hồ sơ': { value: 200403001, isDate: false } }, mcdt).dossier).toBe('200403001');
  });
});

describe('a refused row', () => {
  it.each([
    ['Mã hồ sơ', { 'Mã hồ sơ': '' }, 'dossier-missing', 'the row has no dossier code'],
    [
      'Mã hồ sơ',
      { 'Mã hồ sơ': 'H50 03' },
      'dossier-invalid',
      '"H50 03" is not a dossier id: 1 to 64 of A-Z a-z 0-9 . _ - /',
    ],
    [
      'Mã hồ sơ',
      { 'Mã hồ sơ': { value: 43924, isDate: true } },
      'cell-unreadable',
      'the sheet has a date here',
    ],
    ['Mã hồ sơ', { 'Mã hồ sơ': { value: 1e15, isDate: false } }, 'cell-unreadable', 'more than 15 digits'],
    ['Đơn vị', { 'Đơn vị': '' }, 'value-missing', 'the row has no unit'],
    ['Đơn vị', { 'Đơn vị': 'Sở X' }, 'unit-unknown', '"Sở X" is not a unit of the registry; nearest: '],
    ['Đơn vị', { 'Đơn vị': { fault: 'garbled' } }, 'cell-unreadable', 'garbled'],
    ['Hình thức tiếp nhận', { 'Hình thức tiếp nhận': '' }, 'value-missing', 'the row has no way of intake'],
    [
      'Hình thức tiếp nhận',
      { 'Hình thức tiếp nhận': 'Qua Zalo' },
      'value-unknown',
      '"Qua Zalo" is not known; say in the mapping which of online, direct, postal, forwarded it is',
    ],
    ['Ngày tiếp nhận', { 'Ngày tiếp nhận': '' }, 'value-missing', 'the row has no day of receipt'],
    [
      'Ngày tiếp nhận',
      { 'Ngày tiếp nhận': '31/04/2020' },
      'date-invalid',
      'names a day or an hour that does not exist',
    ],
    ['Đơn vị chuyển', { 'Hình thức tiếp nhận': 'Liên thông' }, 'value-missing', 'does not say by whom'],
    [
      'Đơn vị chuyển',
      { 'Hình thức tiếp nhận': 'Liên thông', 'Đơn vị chuyển': 'Sở tư pháp' },
      'forwarded-to-itself',
      'the unit so-tu-phap',
    ],
    [
      'Ngày yêu cầu bổ sung',
      { 'Ngày bổ sung': '09/04/2020' },
      'supplement-contradicted',
      'none on which it was asked for',
    ],
    ['Hạn trả mới', { 'Ngày gia hạn': '09/04/2020' }, 'due-missing', 'but no due'],
    ['Trạng thái', { 'Trạng thái': 'Chờ tiếp nhận' }, 'receipt-contradicted', 'there is a day of receipt'],
    ['Lý do', { 'Lý do': 'x'.repeat(4_001) }, 'value-too-long', '4000 are allowed'],
  ])('names the column %s for %j', (column, cells, reason, detail) => {
    expect(refused(cells, mcdt)).toEqual({ row: 9, column, reason, detail: expect.stringContaining(detail) });
  });

  it('is not refused for a column that is not mapped', () => {
    expect(leg({ 'Ghi chú': { fault: 'garbled' } }, mcdt).unit).toBe('so-tu-phap');
  });

  it('leaves nothing behind for the next one', () => {
    const mapper = rowMapper(mcdt, header, sampleUnits);
    const cells = header.map((heading) => usual[heading] ?? '');
    expect(mapper({ number: 1, cells: cells.with(2, 'Sở X') }).kind).toBe('refused');
    expect(mapper({ number: 2, cells })).toMatchObject({ kind: 'row', row: { row: 2 } });
  });
});

describe('a mapping of one installation', () => {
  const own = `version: 1
adapter: mcdt
dossierCodes: per-unit
onlyUnits: [so-tu-phap, hai-lang]
values: { field: { Đất đai: land }, channel: { default: direct } }
units: { names: { Một cửa huyện: hai-lang } }
skip: [Phòng]
`;

  it('is followed', async () => {
    const mapping = await mappingFrom(own);
    const row = { 'Đơn vị': 'Một cửa huyện', 'Hình thức tiếp nhận': '' };
    expect(leg(row, mapping)).toMatchObject({
      dossier: 'hai-lang.H50.03-200403-0001',
      unit: 'hai-lang',
      channel: 'direct',
    });
    expect(map({ ...usual, 'Đơn vị': 'Sở Y tế' }, mapping)).toMatchObject({ reason: 'other-unit' });
    expect(map({ STT: 'Phòng Tư pháp' }, mapping)).toMatchObject({ kind: 'skipped', reason: 'told' });
  });

  it('is refused where it names a unit that is not in the registry', async () => {
    const other = await mappingFrom(own.replace('hai-lang]', 'hai-lan]'));
    expect(() => rowMapper(other, header, sampleUnits)).toThrow(
      /mapping\.yaml: the unit code "hai-lan" is not in the registry \(onlyUnits has it\)$/,
    );
    const constant = await mappingFrom(`${own}columns: { unit: { value: so-x } }\n`);
    expect(() => rowMapper(constant, header, sampleUnits)).toThrow(
      /columns\.unit: "so-x" is not a unit of the registry$/,
    );
  });

  it('is refused for a file that lacks a column, or has it twice', () => {
    expect(() => rowMapper(mcdt, header.slice(0, 5), sampleUnits)).toThrow(
      /^the file has no column for receivedAt; the mapping mcdt accepts the headings "Ngày tiếp nhận", .*, and the file has "STT", "Mã hồ sơ", /,
    );
    expect(() => rowMapper(mcdt, [...header, 'lý do'], sampleUnits)).toThrow(
      'the headings of columns 18 and 21, "Lý do" and "lý do", both fit cause in the mapping mcdt; rename one',
    );
  });
});
