import { type Day, formatDay, instantFromMs } from '@sohoso/dossier';
import {
  type FormTable,
  type Language,
  lastDay,
  type Narrative,
  type PrintedReport,
  type PrintedTable,
  printReport,
  printTable,
  usualLetterhead,
} from '@sohoso/report';
import { APPENDIX_SCOPES, askNarrative } from './ask-narrative.ts';
import { type AskedBalances, askBalances, askTable, type TableAsked } from './ask-table.ts';
import type { Printed } from './files.ts';
import type { QueryOptions } from './query-plugin.ts';
import { REPORT_FORM } from './report-parameters.ts';

/**
 * A form as it is printed, for a file of any format (`Files`). The 13-column form of all units is what reports are sent with: it comes as the whole report, its
 * words before it and an appendix for each level of units behind it. Every other form comes alone.
 */
export async function printedForm(
  options: QueryOptions,
  asked: TableAsked,
  found: { readonly table: FormTable; readonly balances: AskedBalances | undefined },
  language: Language,
): Promise<Printed> {
  const { form, by, scope, rollUp } = asked;
  const isWhole = form.id === REPORT_FORM && by === 'unit' && scope === 'all' && !rollUp && language === 'vi';
  if (isWhole) return wholeReport(options, asked, null, found.balances);
  return { report: printed(options, asked, [printTable(found.table, language)], null), hasText: false };
}

/** The whole report of a period: the narrative, and the 13-column form of the province and of each level of units, all of one moment. */
export async function wholeReport(
  options: QueryOptions,
  asked: TableAsked,
  narrative: Narrative | null,
  found?: AskedBalances,
): Promise<Printed> {
  const balances = found ?? (await askBalances(options, asked));
  const filled: FormTable[] = [];
  for (const scope of APPENDIX_SCOPES) {
    const table = await askTable(options, { ...asked, scope }, balances);
    if (scope === 'all' || table.rows.length > 0) filled.push(table);
  }
  const tables = filled.map((table, index) => printTable(table, 'vi', `PHỤ LỤC ${index + 1}`));
  // Figures that do not balance are told of above the tables, and no sentence is made of them.
  const isSound = filled.every(({ faults }) => faults.length === 0);
  const text =
    narrative ?? (isSound ? await askNarrative(options, asked, asked.textBaseline, balances) : null);
  return { report: printed(options, asked, tables, text), hasText: true };
}

function printed(
  { zone, registry, letterhead }: QueryOptions,
  asked: TableAsked,
  tables: readonly PrintedTable[],
  narrative: Narrative | null,
): PrintedReport {
  const { period, known, form } = asked;
  const knownAtMs = Date.parse(known.asKnownAt);
  const day = zone.dayOf(instantFromMs(knownAtMs));
  return printReport({
    letterhead: { ...usualLetterhead(registry.on(day)), ...letterhead },
    period,
    day,
    paragraphs: narrative?.paragraphs ?? [],
    footnotes: narrative?.footnotes ?? [],
    tables,
    provenance: [
      `Số liệu theo dữ liệu ghi nhận đến ${clockTime(knownAtMs, zone.name)}; biểu ${form.id}, phiên bản ${form.version}; cơ cấu đơn vị ngày ${vietnameseDay(asked.on ?? lastDay(period))}.`,
    ],
  });
}

const vietnameseDay = (day: Day) => formatDay(day).split('-').toReversed().join('/');

/** `10:00:00 ngày 16/04/2020`, by the clocks of the business zone. */
function clockTime(atMs: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  const [day = '', time = ''] = parts.format(atMs).split(', ');
  return `${time} ngày ${day}`;
}
