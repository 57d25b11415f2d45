import type { Sum } from '../cells-columns.ts';
import type { Form, FormColumn, FormGroup, Text } from './form.ts';
import { INTAKE, NEW, ON_TIME, RESOLVED } from './sums.ts';

const PERIOD: Text = { vi: 'Kỳ này', en: 'Period' };
const BASELINE: Text = { vi: 'Kỳ gốc', en: 'Baseline' };

/** Four columns: a count in the baseline and in the period, and the change absolutely and in per cent. */
function compared(path: string, csv: string, heading: Text, sum: Sum, first: number): FormGroup {
  const column = (
    name: string,
    title: Text,
    value: FormColumn['value'],
    offset: number,
    numbering = `(${first + offset})`,
  ) => ({ path: `${path}.${name}`, csv: `${csv}_${name}`, heading: title, numbering, value });
  return {
    heading,
    columns: [
      column('baseline', BASELINE, { kind: 'count', sum, of: 'baseline' }, 0),
      column('period', PERIOD, { kind: 'count', sum, of: 'period' }, 1),
      column(
        'difference',
        { vi: 'Tăng, giảm', en: 'Change' },
        { kind: 'count', sum, of: 'difference' },
        2,
        `(${first + 2})=(${first + 1})−(${first})`,
      ),
      column('relative', { vi: 'Tăng, giảm (%)', en: 'Change (%)' }, { kind: 'relative', sum }, 3),
    ],
  };
}

/** Three columns: a share in the baseline and in the period, and the change in percentage points. */
function comparedShare(
  path: string,
  csv: string,
  heading: Text,
  [above, below]: readonly [Sum, Sum],
  first: number,
): FormGroup {
  return {
    heading,
    columns: [
      {
        path: `${path}.baseline`,
        csv: `${csv}_baseline`,
        heading: BASELINE,
        numbering: `(${first})`,
        value: { kind: 'share', above, below, of: 'baseline' },
      },
      {
        path: `${path}.period`,
        csv: `${csv}_period`,
        heading: PERIOD,
        numbering: `(${first + 1})`,
        value: { kind: 'share', above, below, of: 'period' },
      },
      {
        path: `${path}.points`,
        csv: `${csv}_points`,
        heading: { vi: 'Chênh lệch (điểm %)', en: 'Change (points)' },
        numbering: `(${first + 2})=(${first + 1})−(${first})`,
        value: { kind: 'points', above, below },
      },
    ],
  };
}

/** Two periods side by side: what came in, how much of it online, what was answered, what is overdue. */
export const comparison: Form = {
  id: 'comparison',
  version: 1,
  titles: {
    all: {
      vi: 'SO SÁNH TÌNH HÌNH GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH GIỮA HAI KỲ BÁO CÁO',
      en: 'ADMINISTRATIVE PROCEDURES IN TWO PERIODS COMPARED',
    },
  },
  source: 'Sổ Hồ Sơ',
  rows: ['unit', 'field', 'procedure'],
  compares: true,
  cutOffDay: 15,
  columns: [
    compared(
      'received.intake',
      'intake',
      { vi: 'Tiếp nhận trong kỳ', en: 'Received within the period' },
      INTAKE,
      3,
    ),
    comparedShare(
      'shares.online',
      'online_percent',
      { vi: 'Tỷ lệ trực tuyến (%)', en: 'Online (%)' },
      [{ receivedOnline: 1 }, NEW],
      7,
    ),
    compared('resolved.total', 'resolved', { vi: 'Đã giải quyết', en: 'Resolved' }, RESOLVED, 10),
    comparedShare(
      'shares.onTime',
      'on_time_percent',
      { vi: 'Tỷ lệ đúng hạn (%)', en: 'On time (%)' },
      [ON_TIME, RESOLVED],
      14,
    ),
    compared(
      'pending.overdue',
      'overdue',
      { vi: 'Quá hạn cuối kỳ', en: 'Overdue at the end' },
      { closingOverdue: 1 },
      17,
    ),
  ],
  shownAgain: [],
  identities: [],
  notes: [
    {
      vi: 'Tỷ lệ trực tuyến: trên số tiếp nhận mới, không kể liên thông. Điểm % là hiệu của hai tỷ lệ đã làm tròn; kỳ gốc bằng 0 thì không có tỷ lệ tăng, giảm.',
      en: 'Online: of what was newly received, forwarded dossiers left out. Points are between the shares as printed; a change from 0 has no percentage.',
    },
  ],
};
