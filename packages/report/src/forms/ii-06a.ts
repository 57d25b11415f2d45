import { count, type Form } from './form.ts';
import { CARRIED_OVER, DIRECT_OR_POSTAL, NOT_DUE, RECEIVED, RESOLVED } from './sums.ts';

/** Form II.06a of Circular 01/2020/TT-VPCP: the same balance in another cut, early and on time apart. */
export const ii06a: Form = {
  id: 'ii-06a',
  version: 1,
  titles: {
    all: {
      vi: 'TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH TẠI CƠ QUAN, ĐƠN VỊ TRỰC TIẾP GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH',
      en: 'ADMINISTRATIVE PROCEDURES AT THE BODIES THAT HANDLE THEM: SITUATION AND RESULTS',
    },
  },
  source: 'Biểu số II.06a/VPCP/KSTT, Thông tư 01/2020/TT-VPCP',
  rows: ['unit', 'field', 'procedure'],
  compares: false,
  cutOffDay: 15,
  columns: [
    {
      heading: { vi: 'Số lượng hồ sơ tiếp nhận', en: 'Received' },
      columns: [
        count(
          'received.total',
          'received_total',
          { vi: 'Tổng số', en: 'Total' },
          '(3)=(4)+(5)+(6)',
          RECEIVED,
        ),
        {
          heading: { vi: 'Trong kỳ', en: 'Within the period' },
          columns: [
            count('received.online', 'received_online', { vi: 'Trực tuyến', en: 'Online' }, '(4)', {
              receivedOnline: 1,
            }),
            count(
              'received.directOrPostal',
              'received_direct_or_postal',
              { vi: 'Trực tiếp, dịch vụ bưu chính', en: 'Directly, by post' },
              '(5)',
              { ...DIRECT_OR_POSTAL, receivedForwarded: 1 },
            ),
          ],
        },
        count(
          'received.carriedOver',
          'carried_over',
          { vi: 'Từ kỳ trước', en: 'Carried over' },
          '(6)',
          CARRIED_OVER,
        ),
      ],
    },
    {
      heading: { vi: 'Số lượng hồ sơ đã giải quyết', en: 'Resolved' },
      columns: [
        count(
          'resolved.total',
          'resolved_total',
          { vi: 'Tổng số', en: 'Total' },
          '(7)=(8)+(9)+(10)',
          RESOLVED,
        ),
        count('resolved.early', 'resolved_early', { vi: 'Trước hạn', en: 'Early' }, '(8)', {
          resolvedEarly: 1,
        }),
        count('resolved.onTime', 'resolved_on_time', { vi: 'Đúng hạn', en: 'On time' }, '(9)', {
          resolvedOnTime: 1,
        }),
        count('resolved.late', 'resolved_late', { vi: 'Quá hạn', en: 'Late' }, '(10)', { resolvedLate: 1 }),
      ],
    },
    {
      heading: { vi: 'Số lượng hồ sơ đang giải quyết', en: 'Pending' },
      columns: [
        count('pending.total', 'pending_total', { vi: 'Tổng số', en: 'Total' }, '(11)=(12)+(13)', {
          closingOpen: 1,
        }),
        count('pending.notDue', 'pending_not_due', { vi: 'Trong hạn', en: 'In time' }, '(12)', NOT_DUE),
        count('pending.overdue', 'pending_overdue', { vi: 'Quá hạn', en: 'Overdue' }, '(13)', {
          closingOverdue: 1,
        }),
      ],
    },
  ],
  shownAgain: [
    count(
      'received.forwarded',
      'received_forwarded',
      { vi: 'Liên thông (trong số trực tiếp, bưu chính)', en: 'Forwarded (part of direct or postal)' },
      '',
      { receivedForwarded: 1 },
    ),
    count(
      'pending.suspended',
      'pending_suspended',
      { vi: 'Tạm dừng, chờ bổ sung (trong số trong hạn)', en: 'Suspended (part of in time)' },
      '',
      { closingSuspended: 1 },
    ),
  ],
  identities: [
    {
      whole: 'received.total',
      parts: ['received.online', 'received.directOrPostal', 'received.carriedOver'],
    },
    { whole: 'resolved.total', parts: ['resolved.early', 'resolved.onTime', 'resolved.late'] },
    { whole: 'pending.total', parts: ['pending.notDue', 'pending.overdue'] },
    { whole: 'received.total', parts: ['resolved.total', 'pending.total'] },
  ],
  notes: [
    {
      vi: 'Hồ sơ tiếp nhận liên thông được tính vào cột (5), vì biểu mẫu không có cột riêng.',
      en: 'Forwarded dossiers are counted in column (5), for the form has no column of their own.',
    },
  ],
};
