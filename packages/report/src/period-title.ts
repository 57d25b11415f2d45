import { type Day, formatDay } from '@sohoso/dossier';
import type { Text } from './forms/form.ts';
import { firstDay, lastDay, type Period } from './period.ts';

const ROMAN = ['', 'I', 'II', 'III', 'IV'];
const MONTHS = [
  '',
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August'],
  ...['September', 'October', 'November', 'December'],
];

/** What a period is called in the head of a form: `Quý I năm 2020`, `6 tháng đầu năm 2020`, `đột xuất` for days that are no such period. */
export function periodTitle({ kind }: Period): Text {
  if (kind.of === 'days') return { vi: 'đột xuất', en: 'ad hoc' };
  const { year, vpcp } = kind;
  const title = titleOf(kind);
  if (!vpcp) return { vi: `${title.vi} ${year}`, en: `${title.en} ${year}` };
  return {
    vi: `${title.vi} ${year} (theo năm báo cáo của Văn phòng Chính phủ)`,
    en: `${title.en} ${year} (the government’s reporting year)`,
  };
}

function titleOf(kind: Exclude<Period['kind'], { readonly of: 'days' }>): Text {
  switch (kind.of) {
    case 'month':
      return { vi: `Tháng ${kind.number} năm`, en: MONTHS[kind.number] ?? '' };
    case 'quarter':
      return { vi: `Quý ${ROMAN[kind.number]} năm`, en: `Quarter ${ROMAN[kind.number]} of` };
    case 'half':
      return kind.number === 1
        ? { vi: '6 tháng đầu năm', en: 'First half of' }
        : { vi: '6 tháng cuối năm', en: 'Second half of' };
    case 'nine-months':
      return { vi: '9 tháng đầu năm', en: 'First nine months of' };
    case 'year':
      return { vi: 'Năm', en: 'Year' };
    default:
      throw new TypeError(`there is no such period: ${JSON.stringify(kind satisfies never)}`);
  }
}

/** `(Từ ngày 01 tháng 04 năm 2020 đến ngày 15 tháng 04 năm 2020)` */
export function periodDays(period: Period): Text {
  const [from, to] = [firstDay(period), lastDay(period)];
  return {
    vi: `(Từ ngày ${dayInWords(from)} đến ngày ${dayInWords(to)})`,
    en: `(From ${formatDay(from)} to ${formatDay(to)}, both included)`,
  };
}

/** `01 tháng 04 năm 2020` */
function dayInWords(day: Day): string {
  const [year, month, dayOfMonth] = formatDay(day).split('-');
  return `${dayOfMonth} tháng ${month} năm ${year}`;
}
