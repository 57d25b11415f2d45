import { findForm, printTable, type RestatementAnswer, restatementCsv, tableFromJson } from '@sohoso/report';
import { type Command, Option } from 'commander';
import { withServer } from '../client.ts';
import { readConfig } from '../config.ts';
import { formatFor } from '../terminal/file-format.ts';
import { type IssuedList, type IssuedReport, issuedListText, issuedText } from '../terminal/issued-text.ts';
import { putOut } from '../terminal/output.ts';
import { printedTableText } from '../terminal/printed-table.ts';
import { restatementText } from '../terminal/restatement-text.ts';
import { terminalWidth } from '../terminal/wrap.ts';
import { addKnownAtOption, ask, askFile } from './asked.ts';

/** The most that the server gives on a page. */
const PAGE = 500;

const showFormats = ['table', 'json', 'csv', 'xlsx', 'docx', 'pdf'] as const;
const listedFormats = ['table', 'json', 'csv'] as const;

/** `sohoso issued`: what has been issued, a file of it as it was, and what would differ now. */
export function addIssued(sohoso: Command): void {
  const issued = sohoso
    .command('issued')
    .description('issued reports: what there is, as it was, and what would differ');
  issued
    .command('list', { isDefault: true })
    .description('what has been issued, the newest first')
    .option('--form <form>', 'only reports of this form')
    .option('--period <key>', 'only reports of this period')
    .option('--limit <number>', `how many, up to ${PAGE}; 50 unless given`)
    .addOption(
      new Option('--format <format>', 'how it is written').choices(['table', 'json']).default('table'),
    )
    .action((options: ListOptions) => list(options));
  issued
    .command('show')
    .description('an issued report on the terminal, or a file of it, byte for byte as it was issued')
    .argument('<id>', 'as sohoso issue gave it; sohoso issued lists them')
    .addOption(
      new Option('--format <format>', 'by the ending of the file unless given, else table').choices(
        showFormats,
      ),
    )
    .option('-o, --output <file>', 'write into a file')
    .action((id: string, options: FileOptions<(typeof showFormats)[number]>) => show(id, options));
  addKnownAtOption(
    issued
      .command('restatement')
      .description(
        'each cell that would be another one now, and the events that caused it; exit 1 where one is',
      )
      .argument('<id>', 'as sohoso issue gave it'),
  )
    .addOption(
      new Option('--format <format>', 'by the ending of the file unless given, else table').choices(
        listedFormats,
      ),
    )
    .option('-o, --output <file>', 'write into a file')
    .action((id: string, options: RestatementOptions) => restate(id, options));
}

interface ListOptions {
  readonly form?: string;
  readonly period?: string;
  readonly limit?: string;
  readonly format: 'table' | 'json';
}
interface FileOptions<F> {
  readonly format?: F;
  readonly output?: string;
}
interface RestatementOptions extends FileOptions<(typeof listedFormats)[number]> {
  readonly asKnownAt?: string;
}

async function list({ form, period, limit, format }: ListOptions): Promise<void> {
  const asked = { report: form, period, limit };
  const body = await withServer(readConfig(), (url) => ask(url, ['issued'], asked));
  const text = format === 'json' ? `${body}\n` : issuedListText(JSON.parse(body) as IssuedList);
  await putOut(text, undefined, 'the list');
}

/** A file is written as the bytes that were issued; on a terminal they are read back as a table, below what is known of them. */
async function show(
  id: string,
  { format: given, output }: FileOptions<(typeof showFormats)[number]>,
): Promise<void> {
  const format = formatFor({ format: given, output }, showFormats);
  const content = await withServer(readConfig(), async (url) => {
    if (format !== 'table') return askFile(url, ['issued', id], { format });
    const record = JSON.parse(await ask(url, ['issued', id, 'record'], {})) as IssuedReport;
    const json = await ask(url, ['issued', id], { format: 'json' });
    return `${issuedText(record)}\n${tableOf(record, json, terminalWidth(output))}`;
  });
  await putOut(content, output, 'the report');
}

/** The columns of a form mean what they meant only as long as its version is the one that was issued. */
function tableOf({ report, asked, definitions }: IssuedReport, json: string, width: number | null): string {
  if (findForm(report)?.version !== definitions.form.version)
    return `this program has no form ${report} of version ${definitions.form.version}; take a file of it: --format pdf -o FILE\n`;
  return printedTableText(printTable(tableFromJson(json), asked.lang ?? 'vi'), width);
}

async function restate(id: string, { asKnownAt, format: given, output }: RestatementOptions): Promise<void> {
  const format = formatFor({ format: given, output }, listedFormats);
  const answer = await withServer(readConfig(), (url) => wholeRestatement(url, id, asKnownAt));
  const text = { table: restatementText, csv: restatementCsv, json: asJson }[format](answer);
  await putOut(text, output, 'the restatement');
  if (answer.differences > 0 || answer.rows.length > 0) process.exitCode = 1;
}

const asJson = (answer: RestatementAnswer) => `${JSON.stringify(answer)}\n`;

/** All cells, page by page, each of the first page's moment. */
async function wholeRestatement(
  url: string,
  id: string,
  asKnownAt: string | undefined,
): Promise<RestatementAnswer> {
  const path = ['issued', id, 'restatement'];
  const page = async (asked: Readonly<Record<string, string | undefined>>) =>
    JSON.parse(await ask(url, path, { limit: String(PAGE), ...asked })) as RestatementAnswer;
  const first = await page({ asKnownAt });
  const cells = [...first.cells];
  for (let { next } = first; next !== null; ) {
    const following = await page({ asKnownAt: first.asKnownAt, after: next });
    cells.push(...following.cells);
    next = following.next;
  }
  return { ...first, cells, next: null };
}
