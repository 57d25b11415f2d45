import { type Day, formatDay } from '@sohoso/dossier';
import { firstDay, lastDay, type Period } from '../period.ts';
import { periodTitle } from '../period-title.ts';
import type { Letterhead } from './letterhead.ts';
import type { PrintedFootnote, PrintedParagraph, PrintedReport, PrintedTable } from './printed.ts';

/** What a report on paper is made of. */
export interface ReportParts {
  readonly letterhead: Letterhead;
  readonly period: Period;
  /** The day that the report is dated: that of the moment as of which it was known. */
  readonly day: Day;
  readonly paragraphs: readonly PrintedParagraph[];
  readonly footnotes: readonly PrintedFootnote[];
  readonly tables: readonly PrintedTable[];
  readonly provenance: readonly string[];
}

const SUBJECT = 'Tình hình tiếp nhận và trả kết quả giải quyết thủ tục hành chính';

/** A report as an office sends it (Decree 30/2020/NĐ-CP); Vietnamese, as the decree has it. */
export function printReport(parts: ReportParts): PrintedReport {
  const { letterhead, period, day, paragraphs, footnotes, tables, provenance } = parts;
  const { parentAuthority, authority, abbreviation, place, recipients, signerTitle, signerName } = letterhead;
  return {
    parentAuthority,
    authority,
    number: `Số:          /${abbreviation}`,
    placeAndDate: `${place === '' ? '' : `${place}, `}${dateInWords(day)}`,
    title: 'BÁO CÁO',
    subject: [SUBJECT, daysOf(period)],
    paragraphs,
    footnotes,
    recipients: recipients.map((line) => (/^[-–]/.test(line) ? line : `- ${line}`)),
    signerTitle,
    signerName,
    tables,
    provenance,
  };
}

/** `Quý I năm 2020 (từ ngày 01/01/2020 đến ngày 31/03/2020)`; for days that have no name, the days alone. */
function daysOf(period: Period): string {
  const days = `ừ ngày ${shortDay(firstDay(period))} đến ngày ${shortDay(lastDay(period))}`;
  return period.kind.of === 'days' ? `T${days}` : `${periodTitle(period).vi} (t${days})`;
}

function shortDay(day: Day): string {
  return formatDay(day).split('-').toReversed().join('/');
}

/** `ngày 16 tháng 4 năm 2020`, as the decree wants it: a zero before days below 10 and before January and February. */
function dateInWords(day: Day): string {
  const [year = '', month = '', dayOfMonth = ''] = formatDay(day).split('-');
  return `ngày ${dayOfMonth} tháng ${Number(month) <= 2 ? month : Number(month)} năm ${year}`;
}
