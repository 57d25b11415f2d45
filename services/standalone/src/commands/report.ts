import { type FormTable, type PrintedTable, printTable, tableFromJson } from '@sohoso/report';
import { Usage } from '@sohoso/service';
import { type Command, Option } from 'commander';
import { withServer } from '../client.ts';
import { type Config, readConfig } from '../config.ts';
import { formatFor } from '../terminal/file-format.ts';
import { FORM_NAMES, formList } from '../terminal/form-list.ts';
import { putOut } from '../terminal/output.ts';
import { printedTableText } from '../terminal/printed-table.ts';
import { terminalWidth } from '../terminal/wrap.ts';
import { ask, askFile } from './asked.ts';
import { type CellOptions, cellText } from './report-cell.ts';
import { REPORT_EXAMPLES } from './report-examples.ts';
import { addTableOptions, languageOption, type TableOptions, tableAsked } from './report-options.ts';

const formats = ['table', 'json', 'csv', 'xlsx', 'docx', 'pdf'] as const;

interface ReportOptions extends TableOptions, CellOptions {
  readonly list?: true;
  readonly format?: (typeof formats)[number];
  readonly output?: string;
}

/** `sohoso report`: any form of any period, or the dossiers behind a cell of it. */
export function addReport(sohoso: Command): void {
  const command = sohoso
    .command('report')
    .description('a report of any period, on the terminal or into a file; or the dossiers behind a cell')
    .argument('[form]', `one of ${FORM_NAMES}; --list says what they are`)
    .option('--list', 'the forms with their columns, or those of one form');
  addTableOptions(command)
    .addOption(languageOption())
    .option(
      '--cell <unit/column>',
      'the dossiers behind one cell, e.g. so-tu-phap/pending.overdue; total/… for the total row',
    )
    .option('--limit <number>', 'with --cell: how many dossiers are listed; 100 unless given')
    .option('--all', 'with --cell: all of them')
    .addOption(
      new Option(
        '--format <format>',
        'how it is written; by the ending of the file unless given, else table',
      ).choices(formats),
    )
    .option('-o, --output <file>', 'write into a file')
    .addHelpText('after', REPORT_EXAMPLES)
    .action((form: string | undefined, options: ReportOptions) => report(form, options));
}

async function report(form: string | undefined, options: ReportOptions): Promise<void> {
  if (options.list === true) return putOut(formList(form), options.output, 'the list');
  if (form === undefined) throw new Usage('name a form; sohoso report --list says which there are');
  const { cell, limit, all } = options;
  if (cell === undefined && (limit !== undefined || all === true))
    throw new Usage('--limit and --all go with --cell, which lists dossiers; see: sohoso report --help');
  if (cell === undefined) return table(readConfig(), form, options);
  const format = formatFor(options, formats);
  const content = await withServer(readConfig(), (url) => cellText(url, form, { ...options, cell, format }));
  await putOut(content, options.output, 'the list');
}

/** The exit code is 1 where figures of the report do not balance, in whatever format it comes. */
async function table(config: Config, form: string, options: ReportOptions): Promise<void> {
  const { output, lang } = options;
  const format = formatFor(options, formats);
  const path = ['reports', form];
  const asked = { ...tableAsked(options), lang: format === 'table' ? (lang ?? 'vi') : lang };
  const { json, file } = await withServer(config, async (url) => ({
    json: await ask(url, path, asked),
    file: format === 'table' || format === 'json' ? null : await askFile(url, path, { ...asked, format }),
  }));
  const filled = tableFromJson(json);
  const text = () => printedTableText(printed(filled, options), terminalWidth(output));
  await putOut(file ?? (format === 'table' ? text() : `${json}\n`), output, 'the report');
  if (filled.faults.length > 0) process.exitCode = 1;
}

/** What was not known yet is missing from the figures, so the table says as of when it is. */
function printed(filled: FormTable, { lang = 'vi', asKnownAt }: ReportOptions): PrintedTable {
  const table = printTable(filled, lang);
  if (asKnownAt === undefined) return table;
  const words = { vi: 'Theo dữ liệu ghi nhận đến', en: 'As known at' }[lang];
  return { ...table, subtitles: [...table.subtitles, `${words} ${filled.asKnownAt}`] };
}
