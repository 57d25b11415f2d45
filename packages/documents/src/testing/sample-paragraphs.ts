import type { ParagraphKind, PrintedParagraph } from '@sohoso/report';

/** A paragraph of words and figures; what begins with a digit is a figure. */
const text = (kind: ParagraphKind, ...parts: readonly string[]): PrintedParagraph => ({
  kind,
  runs: parts.map((part) => (/^\d/.test(part) ? { text: part, figure: 'x' } : { text: part })),
});

/** The words of the published report, shortened; its figures with the two that arithmetic gives otherwise. */
export const sampleParagraphs: readonly PrintedParagraph[] = [
  text(
    'text',
    'Trung tâm Phục vụ hành chính công tỉnh Quảng Trị kính báo cáo tình hình tiếp nhận và trả kết quả TTHC trên phần mềm MCĐT, cổng Dịch vụ công tỉnh và hoạt động tại Trung tâm trong thời gian thực hiện Chỉ thị 16/CT-TTg ngày 31/3/2020 của Thủ tướng Chính phủ và Công điện 03/CĐ-UBND ngày 31/3/2020 của UBND tỉnh về thực hiện các biện pháp cấp bách phòng, chống dịch Covid-19.',
  ),
  text('section', 'I. TÌNH HÌNH CHUNG'),
  text('part', '1. Đối với Trung tâm'),
  text(
    'text',
    'Ngày 31/3/2020, Trung tâm Phục vụ hành chính công đã ban hành thông báo số 04/TB-HCC về việc tạm dừng tiếp nhận trực tiếp hồ sơ giải quyết TTHC tại Trung tâm và tập trung ưu tiên tiếp nhận hồ sơ TTHC trực tuyến và qua bưu chính công ích (BCCI); thông báo đến toàn thể công chức, viên chức bộ phận tiếp nhận và trả kết quả của các sở, ban, ngành về công tác phòng, chống dịch Covid-19.',
  ),
  text(
    'text',
    'Chủ động thực hiện việc cách ly, phòng chống dịch đảm bảo an toàn; triển khai tốt công tác vệ sinh, khử trùng khu vực trụ sở của Trung tâm nhằm phòng tránh dịch bệnh.',
  ),
  text('section', 'II. CÔNG TÁC GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH'),
  text(
    'text',
    'Trong thời gian từ 01/4/2020 đến 15/4/2020, tỷ lệ hồ sơ trực tuyến chiếm ',
    '12,1%',
    ', thấp hơn so với tỷ lệ trung bình là ',
    '12,4%',
    ' trong quý I năm 2020. Cụ thể:',
  ),
  text('part', 'Hồ sơ TTHC tiếp nhận toàn tỉnh'),
  text('text', 'Tổng số hồ sơ giải quyết toàn tỉnh là ', '4.545', ' hồ sơ các loại, trong đó:'),
  text('item', 'Số hồ sơ kỳ trước chuyển qua và liên thông: ', '3.261', ' hồ sơ;'),
  text('item', 'Số hồ sơ tiếp nhận mới: ', '1.284', ' hồ sơ, gồm:'),
  text('subitem', 'Hồ sơ tiếp nhận trực tiếp: ', '1.101', ' hồ sơ (', '85,7%', ');'),
  text('subitem', 'Hồ sơ tiếp nhận trực tuyến: ', '156', ' hồ sơ (', '12,1%', ');'),
  {
    kind: 'subitem',
    runs: [
      { text: 'Hồ sơ tiếp nhận qua dịch vụ BCCI: ' },
      { text: '27', figure: 'x' },
      { text: ' hồ sơ (' },
      { text: '2,1%', figure: 'x', footnote: 1 },
      { text: ').' },
    ],
  },
  text('part', 'Hồ sơ trả kết quả qua BCCI'),
  text('item', 'Tổng số hồ sơ trả kết quả: ', '2.826', ' hồ sơ;'),
  text('item', 'Trong đó, hồ sơ trả kết quả qua dịch vụ BCCI: ', '297', ' hồ sơ (', '10,5%', ').'),
  {
    kind: 'text',
    runs: [
      {
        text: 'Ở cấp tỉnh, một số đơn vị thực hiện tốt việc tiếp nhận hồ sơ trực tuyến và có số lượng hồ sơ phát sinh cao như Sở Công thương, Sở Tư pháp. Tuy nhiên một số đơn vị hồ sơ phát sinh nhiều nhưng hồ sơ trực tuyến và qua BCCI rất ít ',
      },
      { text: '(Xem Phụ lục 2)', italic: true },
      { text: '.' },
    ],
  },
  {
    kind: 'text',
    runs: [
      { text: 'Hồ sơ tiếp nhận trực tuyến tại cấp huyện cũng rất ít. Tổng số hồ sơ tiếp nhận mới là ' },
      { text: '899', figure: 'x', bold: true },
      { text: ' hồ sơ các loại, bình quân ' },
      { text: '89,9', figure: 'x', footnote: 2 },
      { text: ' hồ sơ mỗi ngày làm việc. Hồ sơ tiếp nhận trực tuyến cả thời gian trên chỉ ' },
      { text: '4', figure: 'x' },
      { text: ' hồ sơ ' },
      { text: '(Xem Phụ lục 3)', italic: true },
      { text: '.' },
    ],
  },
  text(
    'text',
    'Trên đây là báo cáo tình hình hoạt động trong giai đoạn cách ly xã hội phòng, chống dịch Covid-19 từ ngày 01/4/2020 đến ngày 15/4/2020./.',
  ),
];
