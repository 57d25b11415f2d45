import { readFileSync } from 'node:fs';
import type {
  PrintedCell,
  PrintedColumn,
  PrintedHeading,
  PrintedReport,
  PrintedRow,
  PrintedTable,
} from '@sohoso/report';
import { sampleParagraphs } from './sample-paragraphs.ts';

const SAMPLE = new URL('../../../../services/standalone/sample/', import.meta.url);

const heading = (text: string, columns = 1, rows = 1): PrintedHeading => ({ text, columns, rows });

const appendixHeadings: readonly (readonly PrintedHeading[])[] = [
  [
    heading('STT', 1, 3),
    heading('Đơn vị (Cơ quan)', 1, 3),
    heading('Số hồ sơ nhận giải quyết', 5),
    heading('Kết quả giải quyết', 6),
  ],
  [
    heading('Tổng số', 1, 2),
    heading('Trong đó', 4),
    heading('Số hồ sơ đã giải quyết', 3),
    heading('Số hồ sơ đang giải quyết', 3),
  ],
  [
    'Số mới tiếp nhận trực tuyến',
    'Số kỳ trước chuyển qua',
    'Số mới tiếp nhận (trực tiếp hoặc dịch vụ bưu chính)',
    'Tiếp nhận liên thông',
    'Tổng số',
    'Trả đúng hạn',
    'Trả quá hạn',
    'Tổng số',
    'Chưa đến hạn',
    'Quá hạn',
  ].map((text) => heading(text)),
  Array.from({ length: 13 }, (_, n) => heading(`(${n + 1})`)),
];

const appendixColumns: readonly PrintedColumn[] = [
  { kind: 'number', name: 'STT' },
  { kind: 'name', name: 'Đơn vị' },
  ...Array.from({ length: 11 }, (_, n): PrintedColumn => ({ kind: 'count', name: `Cột ${n + 3}` })),
];

/** The three published appendices, as they are in the sample. */
export function sampleTables(): PrintedTable[] {
  return [
    ['PHỤ LỤC 1', 'TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH TOÀN TỈNH'],
    ['PHỤ LỤC 2', 'THỐNG KÊ TÌNH HÌNH GIẢI QUYẾT TTHC CẤP TỈNH'],
    ['PHỤ LỤC 3', 'THỐNG KÊ TÌNH HÌNH GIẢI QUYẾT TTHC CẤP HUYỆN'],
  ].map(([label = '', title = ''], n) => ({
    label,
    title,
    subtitles: ['Kỳ báo cáo: đột xuất', '(Từ ngày 01 tháng 04 năm 2020 đến ngày 15 tháng 04 năm 2020)'],
    unitOfMeasure: 'Đơn vị tính: Số hồ sơ TTHC',
    columns: appendixColumns,
    headings: appendixHeadings,
    rows: publishedRows(n + 1),
    warnings: [],
    notes: [],
  }));
}

/** The rows of a published appendix; the cells hold no quotation mark within. */
function publishedRows(appendix: number): PrintedRow[] {
  const lines = readFileSync(new URL(`appendix-${appendix}.csv`, SAMPLE), 'utf8')
    .trim()
    .split('\n')
    .slice(1);
  return lines.map((line) => {
    const [, number = '', , quoted, plain, figures = ''] =
      /^(\d*),("([^"]*)"|([^,]*)),(.*)$/.exec(line.trim()) ?? [];
    const cells: readonly PrintedCell[] = [number, quoted ?? plain ?? '', ...figures.split(',').map(Number)];
    return { style: number === '' ? 'total' : 'row', cells };
  });
}

/** A report of two pages of text, in the words of the published one, with its three appendices. */
export function sampleReport(): PrintedReport {
  return {
    parentAuthority: 'VĂN PHÒNG UBND TỈNH QUẢNG TRỊ',
    authority: 'TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG',
    number: 'Số:        /BC-TTPVHCC',
    placeAndDate: 'Quảng Trị, ngày 16 tháng 4 năm 2020',
    title: 'BÁO CÁO',
    subject: [
      'Tình hình tiếp nhận và trả kết quả thủ tục hành chính',
      'Từ ngày 01/4/2020 đến ngày 15/4/2020',
    ],
    paragraphs: sampleParagraphs,
    footnotes: [
      {
        number: 1,
        text: '27/1.284 là 2,1%; báo cáo đã công bố ghi 2,2%, là phần còn lại của 100% sau khi làm tròn hai tỷ lệ trên.',
      },
      { number: 2, text: 'Tính trên 10 ngày làm việc của kỳ báo cáo; lịch làm việc năm 2020.' },
    ],
    recipients: [
      'Nơi nhận:',
      '- PCT UBND tỉnh Hoàng Nam (b/c);',
      '- Lãnh đạo VP;',
      '- Các đơn vị có TTHC tại TT;',
      '- HĐND các huyện, TX, TP;',
      '- UBND các huyện, TX và TP;',
      '- Lãnh đạo TTPVHCC;',
      '- Lưu: VT.',
    ],
    signerTitle: 'GIÁM ĐỐC',
    signerName: 'Lê Hữu Phước',
    tables: sampleTables(),
    provenance: [
      'Số liệu theo sự kiện đã ghi nhận đến 08:00 ngày 16/4/2020; phiên bản 0.1.0; SHA-256 3f2a9c0d5b7e1a64.',
    ],
  };
}
