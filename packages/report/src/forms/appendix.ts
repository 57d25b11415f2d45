import { count, type Form } from './form.ts';
import { CARRIED_OVER, DIRECT_OR_POSTAL, NOT_DUE, ON_TIME, RECEIVED, RESOLVED } from './sums.ts';

/**
 * The 13-column form that provinces append to their reports on one-stop offices: what was there and came in, what was answered, what is left.
 * Columns and headings are those of a published report (1–15 April 2020).
 */
export const appendix: Form = {
  id: 'appendix',
  version: 1,
  titles: {
    all: {
      vi: 'TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH TOÀN TỈNH',
      en: 'ADMINISTRATIVE PROCEDURES: SITUATION AND RESULTS IN THE WHOLE PROVINCE',
    },
    department: {
      vi: 'THỐNG KÊ TÌNH HÌNH GIẢI QUYẾT TTHC CẤP TỈNH',
      en: 'ADMINISTRATIVE PROCEDURES AT PROVINCIAL LEVEL',
    },
    district: {
      vi: 'THỐNG KÊ TÌNH HÌNH GIẢI QUYẾT TTHC CẤP HUYỆN',
      en: 'ADMINISTRATIVE PROCEDURES AT DISTRICT LEVEL',
    },
    commune: {
      vi: 'THỐNG KÊ TÌNH HÌNH GIẢI QUYẾT TTHC CẤP XÃ',
      en: 'ADMINISTRATIVE PROCEDURES AT COMMUNE LEVEL',
    },
  },
  source: 'the appendices of a province’s report of 1–15 April 2020',
  rows: ['unit', 'field', 'procedure'],
  compares: false,
  cutOffDay: 15,
  columns: [
    {
      heading: { vi: 'Số hồ sơ nhận giải quyết', en: 'Dossiers to be answered' },
      columns: [
        count('received.total', 'received_total', { vi: 'Tổng số', en: 'Total' }, '(3)', RECEIVED),
        {
          heading: { vi: 'Trong đó', en: 'Of which' },
          columns: [
            count(
              'received.online',
              'received_online',
              { vi: 'Số mới tiếp nhận trực tuyến', en: 'Newly received online' },
              '(4)',
              { receivedOnline: 1 },
            ),
            count(
              'received.carriedOver',
              'carried_over',
              { vi: 'Số kỳ trước chuyển qua', en: 'Carried over' },
              '(5)',
              CARRIED_OVER,
            ),
            count(
              'received.directOrPostal',
              'received_direct_or_postal',
              {
                vi: 'Số mới tiếp nhận (trực tiếp hoặc dịch vụ bưu chính)',
                en: 'Newly received directly or by post',
              },
              '(6)',
              DIRECT_OR_POSTAL,
            ),
            count(
              'received.forwarded',
              'received_forwarded',
              { vi: 'Tiếp nhận liên thông', en: 'Forwarded by another body' },
              '(7)',
              { receivedForwarded: 1 },
            ),
          ],
        },
      ],
    },
    {
      heading: { vi: 'Kết quả giải quyết', en: 'Results' },
      columns: [
        {
          heading: { vi: 'Số hồ sơ đã giải quyết', en: 'Resolved' },
          columns: [
            count('resolved.total', 'resolved_total', { vi: 'Tổng số', en: 'Total' }, '(8)', RESOLVED),
            count(
              'resolved.onTime',
              'resolved_on_time',
              { vi: 'Trả đúng hạn', en: 'On time' },
              '(9)',
              ON_TIME,
            ),
            count('resolved.late', 'resolved_late', { vi: 'Trả quá hạn', en: 'Late' }, '(10)', {
              resolvedLate: 1,
            }),
          ],
        },
        {
          heading: { vi: 'Số hồ sơ đang giải quyết', en: 'Pending' },
          columns: [
            count('pending.total', 'pending_total', { vi: 'Tổng số', en: 'Total' }, '(11)', {
              closingOpen: 1,
            }),
            count(
              'pending.notDue',
              'pending_not_due',
              { vi: 'Chưa đến hạn', en: 'Not due' },
              '(12)',
              NOT_DUE,
            ),
            count('pending.overdue', 'pending_overdue', { vi: 'Quá hạn', en: 'Overdue' }, '(13)', {
              closingOverdue: 1,
            }),
          ],
        },
      ],
    },
  ],
  shownAgain: [
    count(
      'resolved.early',
      'resolved_early',
      { vi: 'Trả trước hạn (trong số đúng hạn)', en: 'Early (part of on time)' },
      '',
      { resolvedEarly: 1 },
    ),
    count(
      'pending.suspended',
      'pending_suspended',
      { vi: 'Tạm dừng, chờ bổ sung (trong số chưa đến hạn)', en: 'Suspended (part of not due)' },
      '',
      { closingSuspended: 1 },
    ),
  ],
  identities: [
    {
      whole: 'received.total',
      parts: ['received.online', 'received.carriedOver', 'received.directOrPostal', 'received.forwarded'],
    },
    { whole: 'resolved.total', parts: ['resolved.onTime', 'resolved.late'] },
    { whole: 'pending.total', parts: ['pending.notDue', 'pending.overdue'] },
    { whole: 'received.total', parts: ['resolved.total', 'pending.total'] },
  ],
  notes: [],
};
