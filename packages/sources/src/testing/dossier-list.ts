import type { LegRow, RefusedRow } from '../leg-row.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { type Mapped, rowMapper } from '../mapping/row-mapper.ts';
import type { Cell } from '../read/table.ts';
import { sampleUnits } from './sample-units.ts';

/** Cells by their headings; the rest of the row is empty. */
export type Cells = Readonly<Record<string, Cell>>;

/** The header of a list of the one-stop software with all that the adapter knows. */
export const header: readonly string[] = [
  'STT',
  'Mã hồ sơ',
  'Đơn vị',
  'Hình thức tiếp nhận',
  'Đơn vị chuyển',
  'Ngày tiếp nhận',
  'Ngày hẹn trả',
  'Hạn trả mới',
  'Ngày gia hạn',
  'Ngày quá hạn',
  'Ngày yêu cầu bổ sung',
  'Ngày bổ sung',
  'Ngày trả kết quả',
  'Ngày rút hồ sơ',
  'Kết quả',
  'Trạng thái',
  'Hình thức trả',
  'Lý do',
  'Thủ tục',
  'Ghi chú',
];
/** A row with what no row can do without. */
export const usual: Cells = {
  STT: '1',
  'Mã hồ sơ': 'H50.03-200403-0001',
  'Đơn vị': 'Sở Tư pháp',
  'Hình thức tiếp nhận': 'Trực tiếp',
  'Ngày tiếp nhận': '03/04/2020 08:15',
};

/** What a mapping makes of row 9 of the list. */
export function map(cells: Cells, mapping: Mapping): Mapped {
  const unknown = Object.keys(cells).find((heading) => !header.includes(heading));
  if (unknown !== undefined) throw new Error(`the list has no column ${unknown}`);
  const row = header.map((heading) => cells[heading] ?? '');
  return rowMapper(mapping, header, sampleUnits)({ number: 9, cells: row });
}

/** The leg of the usual row with other cells. */
export function leg(cells: Cells, mapping: Mapping): LegRow {
  const mapped = map({ ...usual, ...cells }, mapping);
  if (mapped.kind !== 'row' || mapped.row.kind !== 'leg') throw new Error(JSON.stringify(mapped));
  return mapped.row;
}

/** Why the usual row with other cells is refused. */
export function refused(cells: Cells, mapping: Mapping): RefusedRow {
  const mapped = map({ ...usual, ...cells }, mapping);
  if (mapped.kind !== 'refused') throw new Error(JSON.stringify(mapped));
  return mapped.refused;
}
