import { count, type Form } from './form.ts';
import { INTAKE, NEW } from './sums.ts';

/** How dossiers came in, channel by channel, and how large a share was filed online or sent by post. */
export const intake: Form = {
  id: 'intake',
  version: 1,
  titles: {
    all: {
      vi: 'TÌNH HÌNH TIẾP NHẬN HỒ SƠ THEO HÌNH THỨC TIẾP NHẬN',
      en: 'DOSSIERS RECEIVED, BY CHANNEL',
    },
  },
  source: 'Sổ Hồ Sơ',
  rows: ['unit', 'field', 'procedure'],
  compares: false,
  cutOffDay: 15,
  columns: [
    count(
      'received.intake',
      'intake',
      { vi: 'Tổng số tiếp nhận trong kỳ', en: 'Received' },
      '(3)=(4)+(8)',
      INTAKE,
    ),
    {
      heading: { vi: 'Tiếp nhận mới', en: 'From applicants' },
      columns: [
        count('received.new', 'new', { vi: 'Tổng số', en: 'Total' }, '(4)=(5)+(6)+(7)', NEW),
        count('received.online', 'received_online', { vi: 'Trực tuyến', en: 'Online' }, '(5)', {
          receivedOnline: 1,
        }),
        count('received.direct', 'received_direct', { vi: 'Trực tiếp', en: 'Directly' }, '(6)', {
          receivedDirect: 1,
        }),
        count(
          'received.postal',
          'received_postal',
          { vi: 'Bưu chính công ích', en: 'By public post' },
          '(7)',
          {
            receivedPostal: 1,
          },
        ),
      ],
    },
    count('received.forwarded', 'received_forwarded', { vi: 'Liên thông', en: 'Forwarded' }, '(8)', {
      receivedForwarded: 1,
    }),
    {
      heading: { vi: 'Tỷ lệ trên số tiếp nhận mới (%)', en: 'Of those from applicants (%)' },
      columns: [
        {
          path: 'shares.online',
          csv: 'online_percent',
          heading: { vi: 'Trực tuyến', en: 'Online' },
          numbering: '(9)=(5)/(4)',
          value: { kind: 'share', above: { receivedOnline: 1 }, below: NEW, of: 'period' },
        },
        {
          path: 'shares.postal',
          csv: 'postal_percent',
          heading: { vi: 'Bưu chính công ích', en: 'By public post' },
          numbering: '(10)=(7)/(4)',
          value: { kind: 'share', above: { receivedPostal: 1 }, below: NEW, of: 'period' },
        },
      ],
    },
  ],
  shownAgain: [],
  identities: [
    { whole: 'received.intake', parts: ['received.new', 'received.forwarded'] },
    { whole: 'received.new', parts: ['received.online', 'received.direct', 'received.postal'] },
  ],
  notes: [
    {
      vi: 'Tỷ lệ không kể hồ sơ liên thông; đơn vị không thống kê riêng bưu chính công ích thì số này nằm trong hình thức trực tiếp.',
      en: 'Shares leave forwarded dossiers out; where a unit does not report what comes by post, it is among direct intake.',
    },
  ],
};
