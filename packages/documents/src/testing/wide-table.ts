import type { PrintedColumn, PrintedHeading, PrintedRow, PrintedTable } from '@sohoso/report';

const heading = (text: string, columns = 1, rows = 1): PrintedHeading => ({ text, columns, rows });

const FIGURES = 26;

/** A table that a page can hardly hold: 30 columns in groups, long names, per cent, no value, warnings and notes. */
export function wideTable(rows: number): PrintedTable {
  const kinds = [...new Array<'count'>(FIGURES).fill('count'), 'percent', 'points'] as const;
  return {
    label: null,
    title: 'SO SÁNH HAI KỲ BÁO CÁO',
    subtitles: ['Kỳ báo cáo: Quý I năm 2020'],
    unitOfMeasure: 'Đơn vị tính: Số hồ sơ TTHC',
    columns: [
      { kind: 'number', name: 'STT' },
      { kind: 'name', name: 'Đơn vị' },
      ...kinds.map((kind, n): PrintedColumn => ({ kind, name: `Cột ${n + 3}` })),
    ],
    headings: [
      [
        heading('STT', 1, 2),
        heading('Đơn vị', 1, 2),
        ...Array.from({ length: 7 }, (_, n) => heading(`Nhóm ${n + 1}`, 4)),
      ],
      kinds.map((_, n) =>
        heading(['Tổng số', 'Trực tuyến', 'Chuyển qua', 'Trực tiếp hoặc bưu chính'][n % 4] ?? ''),
      ),
      Array.from({ length: 30 }, (_, n) => heading(`(${n + 1})`)),
    ],
    rows: [
      { style: 'group', cells: ['I', 'Cấp tỉnh', ...kinds.map(() => '')] },
      ...Array.from({ length: rows }, (_, row) => wideRow(row)),
    ],
    warnings: ['Số liệu của 3 đơn vị không cân đối; không dùng để ban hành.', 'Một đơn vị chưa gửi số liệu.'],
    notes: ['Tỷ lệ làm tròn đến một chữ số thập phân.'],
  };
}

function wideRow(row: number): PrintedRow {
  const name = `Sở Văn hóa, Thể thao và Du lịch – Phòng Quản lý di sản và bảo tàng số ${row + 1}`;
  const counts = Array.from({ length: FIGURES }, (_, n) => row * n * 997);
  const percent = row % 2 === 0 ? 12.1 : null;
  return { style: 'row', cells: [String(row + 1), name, ...counts, percent, row % 2 === 0 ? 0.3 : -1.2] };
}
