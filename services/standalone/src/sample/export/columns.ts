import { vietnameseDay } from '../../terminal/format.ts';
import type { ExportedLeg } from './leg-row.ts';

/** What stands in a cell: a count, a text, a day `YYYY-MM-DD` or a moment `YYYY-MM-DDTHH:mm:ss`. */
type CellKind = 'number' | 'text' | 'day' | 'moment';

export interface Column {
  readonly heading: string;
  readonly kind: CellKind;
  /** Width in a sheet, in characters. */
  readonly width: number;
  /** Null where the cell is empty. `number` counts the rows from 1; `nameOf` gives the name of a unit. */
  readonly value: (
    leg: ExportedLeg,
    number: number,
    nameOf: (unit: string) => string,
  ) => string | number | null;
}

const CHANNELS = {
  online: 'Trực tuyến',
  direct: 'Trực tiếp',
  postal: 'Bưu chính công ích',
  forwarded: 'Liên thông',
} as const;

const CUSTODY = { kept: 'Giữ', released: 'Chuyển hẳn' } as const;
const RESULTS = { granted: 'Đã cấp', refused: 'Từ chối', withdrawn: 'Rút hồ sơ' } as const;

/** The columns of a list of dossiers as an electronic one-stop software exports it; one row is one leg. */
export const columns: readonly Column[] = [
  { heading: 'STT', kind: 'number', width: 7, value: (_, number) => number },
  { heading: 'Mã hồ sơ', kind: 'text', width: 20, value: ({ dossier }) => dossier },
  { heading: 'Đơn vị giải quyết', kind: 'text', width: 32, value: ({ unit }, _, nameOf) => nameOf(unit) },
  { heading: 'Mã thủ tục', kind: 'text', width: 12, value: ({ procedure }) => procedure || null },
  { heading: 'Lĩnh vực', kind: 'text', width: 22, value: ({ field }) => field || null },
  { heading: 'Hình thức tiếp nhận', kind: 'text', width: 20, value: ({ channel }) => CHANNELS[channel] },
  {
    heading: 'Đơn vị chuyển',
    kind: 'text',
    width: 32,
    value: ({ forwardedFrom }, _, nameOf) => (forwardedFrom === null ? null : nameOf(forwardedFrom)),
  },
  {
    heading: 'Hình thức liên thông',
    kind: 'text',
    width: 12,
    value: ({ custody }) => (custody === null ? null : CUSTODY[custody]),
  },
  { heading: 'Ngày tiếp nhận', kind: 'moment', width: 19, value: ({ receivedAt }) => receivedAt },
  { heading: 'Ngày hẹn trả lần đầu', kind: 'day', width: 20, value: ({ firstDue }) => firstDue },
  { heading: 'Ngày gia hạn', kind: 'moment', width: 19, value: ({ dueChangedAt }) => dueChangedAt },
  { heading: 'Hạn trả', kind: 'day', width: 12, value: ({ due }) => due },
  {
    heading: 'Ngày yêu cầu bổ sung',
    kind: 'moment',
    width: 20,
    value: ({ supplementRequestedAt }) => supplementRequestedAt,
  },
  { heading: 'Ngày bổ sung', kind: 'moment', width: 19, value: ({ supplementedAt }) => supplementedAt },
  { heading: 'Ngày trả kết quả', kind: 'moment', width: 19, value: ({ closedAt }) => closedAt },
  {
    heading: 'Kết quả',
    kind: 'text',
    width: 11,
    value: ({ result }) => (result === null ? null : RESULTS[result]),
  },
  {
    heading: 'Hình thức trả',
    kind: 'text',
    width: 20,
    value: ({ returnedVia }) => (returnedVia === null ? null : CHANNELS[returnedVia]),
  },
  { heading: 'Nguyên nhân trễ hạn', kind: 'text', width: 26, value: ({ lateCause }) => lateCause },
  { heading: 'Quá hạn từ ngày', kind: 'moment', width: 19, value: ({ overdueSince }) => overdueSince },
];

/** What stands around the rows. */
export interface Frame {
  /** The last day of which the list tells, `YYYY-MM-DD`. */
  readonly asOf: string;
  readonly nameOf: (unit: string) => string;
}

export function titleOf({ asOf }: Frame): string {
  return `DANH SÁCH HỒ SƠ TIẾP NHẬN VÀ GIẢI QUYẾT (tính đến hết ngày ${vietnameseDay(asOf)})`;
}

export function totalOf(rows: number): string {
  return `Tổng số hồ sơ: ${rows}`;
}
