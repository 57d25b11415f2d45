import { count, type Form } from './form.ts';
import { NEW, ON_TIME, RECEIVED, RESOLVED } from './sums.ts';

/** What the usual forms do not show apart: channels one by one, transfers, how a dossier ended, what waits for the applicant. */
export const extended: Form = {
  id: 'extended',
  version: 1,
  titles: {
    all: {
      vi: 'THỐNG KÊ CHI TIẾT TÌNH HÌNH GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH',
      en: 'ADMINISTRATIVE PROCEDURES IN DETAIL',
    },
  },
  source: 'Sổ Hồ Sơ',
  rows: ['unit', 'field', 'procedure'],
  compares: false,
  cutOffDay: 15,
  columns: [
    {
      heading: { vi: 'Số hồ sơ nhận giải quyết', en: 'Dossiers to be answered' },
      columns: [
        count('received.total', 'received_total', { vi: 'Tổng số', en: 'Total' }, '(3)', RECEIVED),
        count('received.online', 'received_online', { vi: 'Trực tuyến', en: 'Online' }, '(4)', {
          receivedOnline: 1,
        }),
        count('received.direct', 'received_direct', { vi: 'Trực tiếp', en: 'Directly' }, '(5)', {
          receivedDirect: 1,
        }),
        count(
          'received.postal',
          'received_postal',
          { vi: 'Bưu chính công ích', en: 'By public post' },
          '(6)',
          {
            receivedPostal: 1,
          },
        ),
        count('received.forwarded', 'received_forwarded', { vi: 'Liên thông', en: 'Forwarded' }, '(7)', {
          receivedForwarded: 1,
        }),
        count('received.opening', 'opening', { vi: 'Tồn đầu kỳ', en: 'Open before the period' }, '(8)', {
          openingOpen: 1,
        }),
        count(
          'received.transferredIn',
          'transferred_in',
          { vi: 'Nhận bàn giao', en: 'Transferred in' },
          '(9)',
          { transferredIn: 1 },
        ),
        count(
          'received.transferredOut',
          'transferred_out',
          { vi: 'Bàn giao đi', en: 'Transferred out' },
          '(10)',
          { transferredOut: 1 },
        ),
      ],
    },
    {
      heading: { vi: 'Số hồ sơ đã giải quyết', en: 'Resolved' },
      columns: [
        count('resolved.total', 'resolved_total', { vi: 'Tổng số', en: 'Total' }, '(11)', RESOLVED),
        count('resolved.early', 'resolved_early', { vi: 'Trước hạn', en: 'Early' }, '(12)', {
          resolvedEarly: 1,
        }),
        count('resolved.onTime', 'resolved_on_time', { vi: 'Đúng hạn', en: 'On time' }, '(13)', {
          resolvedOnTime: 1,
        }),
        count('resolved.late', 'resolved_late', { vi: 'Quá hạn', en: 'Late' }, '(14)', { resolvedLate: 1 }),
        {
          heading: { vi: 'Trong tổng số', en: 'Of the total' },
          columns: [
            count('resolved.refused', 'refused', { vi: 'Từ chối', en: 'Refused' }, '(15)', { refused: 1 }),
            count('resolved.withdrawn', 'withdrawn', { vi: 'Rút, dừng', en: 'Withdrawn' }, '(16)', {
              withdrawn: 1,
            }),
            count(
              'resolved.released',
              'released',
              { vi: 'Chuyển hẳn cơ quan khác', en: 'Passed on for good' },
              '(17)',
              { released: 1 },
            ),
            count(
              'resolved.returnedByPost',
              'returned_by_post',
              { vi: 'Trả qua bưu chính', en: 'Returned by post' },
              '(18)',
              { returnedByPost: 1 },
            ),
          ],
        },
      ],
    },
    {
      heading: { vi: 'Số hồ sơ đang giải quyết', en: 'Pending' },
      columns: [
        count('pending.total', 'pending_total', { vi: 'Tổng số', en: 'Total' }, '(19)', {
          closingOpen: 1,
        }),
        count('pending.running', 'pending_running', { vi: 'Trong hạn', en: 'In time' }, '(20)', {
          closingOpen: 1,
          closingOverdue: -1,
          closingSuspended: -1,
        }),
        count('pending.suspended', 'pending_suspended', { vi: 'Tạm dừng', en: 'Suspended' }, '(21)', {
          closingSuspended: 1,
        }),
        count('pending.overdue', 'pending_overdue', { vi: 'Quá hạn', en: 'Overdue' }, '(22)', {
          closingOverdue: 1,
        }),
      ],
    },
    {
      heading: { vi: 'Tỷ lệ (%)', en: 'Shares (%)' },
      columns: [
        {
          path: 'shares.online',
          csv: 'online_percent',
          heading: { vi: 'Trực tuyến', en: 'Online' },
          numbering: '(23)',
          value: { kind: 'share', above: { receivedOnline: 1 }, below: NEW, of: 'period' },
        },
        {
          path: 'shares.onTime',
          csv: 'on_time_percent',
          heading: { vi: 'Đúng hạn', en: 'On time' },
          numbering: '(24)',
          value: { kind: 'share', above: ON_TIME, below: RESOLVED, of: 'period' },
        },
      ],
    },
  ],
  shownAgain: [],
  identities: [
    {
      whole: 'received.total',
      parts: [
        'received.online',
        'received.direct',
        'received.postal',
        'received.forwarded',
        'received.opening',
        'received.transferredIn',
      ],
      less: ['received.transferredOut'],
    },
    { whole: 'resolved.total', parts: ['resolved.early', 'resolved.onTime', 'resolved.late'] },
    { whole: 'pending.total', parts: ['pending.running', 'pending.suspended', 'pending.overdue'] },
    { whole: 'received.total', parts: ['resolved.total', 'pending.total'] },
  ],
  notes: [
    {
      vi: '(3)=(4)+(5)+(6)+(7)+(8)+(9)−(10); (11)=(12)+(13)+(14); (19)=(20)+(21)+(22); (3)=(11)+(19).',
      en: '(3)=(4)+(5)+(6)+(7)+(8)+(9)−(10); (11)=(12)+(13)+(14); (19)=(20)+(21)+(22); (3)=(11)+(19).',
    },
    {
      vi: 'Tỷ lệ trực tuyến: (4) trên (4)+(5)+(6), không kể hồ sơ liên thông; tỷ lệ đúng hạn: (12)+(13) trên (11).',
      en: 'Online: (4) in (4)+(5)+(6), forwarded dossiers left out; on time: (12)+(13) in (11).',
    },
  ],
};
