import { type Day, formatDay } from '@sohoso/dossier';
import { firstDay, lastDay, type Period } from '../period.ts';

const ROMAN = ['', 'I', 'II', 'III', 'IV'];

/** `ngày 01/4/2020`: a zero stands before days below 10 and before January and February (Decree 30/2020/NĐ-CP). */
export function dayWords(day: Day): string {
  const [year, month, dayOfMonth] = formatDay(day).split('-');
  return `ngày ${dayOfMonth}/${monthNumber(Number(month))}/${year}`;
}

const monthNumber = (month: number): string => (month <= 2 ? `0${month}` : String(month));

function rangeWords(period: Period): string {
  const [from, to] = [firstDay(period), lastDay(period)];
  return from === to ? dayWords(from) : `từ ${dayWords(from)} đến ${dayWords(to)}`;
}

/** `quý I/2020`; null where the period is none of the calendar's. */
function calendarName({ kind }: Period): string | null {
  switch (kind.of) {
    case 'days':
      return null;
    case 'month':
      return `tháng ${monthNumber(kind.number)}/${kind.year}`;
    case 'quarter':
      return `quý ${ROMAN[kind.number]}/${kind.year}`;
    case 'half':
      return `6 tháng ${kind.number === 1 ? 'đầu' : 'cuối'} năm ${kind.year}`;
    case 'nine-months':
      return `9 tháng đầu năm ${kind.year}`;
    case 'year':
      return `năm ${kind.year}`;
    default:
      throw new TypeError(`there is no such period: ${JSON.stringify(kind satisfies never)}`);
  }
}

/** The period with its days: `quý I/2020 (từ ngày 01/01/2020 đến ngày 31/3/2020)`. */
export function periodWords(period: Period): string {
  const name = calendarName(period);
  if (name === null) return rangeWords(period);
  return isVpcp(period) ? vpcpWords(period, name) : `${name} (${rangeWords(period)})`;
}

/** The period as one that another is compared with. The government's reporting year is named with its key, for it has other days. */
export function baselineWords(period: Period): string {
  const name = calendarName(period);
  if (name === null) return `kỳ ${rangeWords(period)}`;
  return isVpcp(period) ? vpcpWords(period, name) : name;
}

const isVpcp = ({ kind }: Period): boolean => kind.of !== 'days' && kind.vpcp;

function vpcpWords(period: Period, name: string): string {
  return `${name} (kỳ ${period.key}, ${rangeWords(period)})`;
}
