import { type QualityAnswer, type QualityPage, qualityCsv, qualityPageCsv } from '@sohoso/report';
import { Usage } from '@sohoso/service';
import { type Command, Option } from 'commander';
import { withServer } from '../client.ts';
import { type Config, readConfig } from '../config.ts';
import { putOut } from '../terminal/output.ts';
import { countsText, entriesText } from '../terminal/quality-table.ts';
import { type Asked, addPeriodOptions, ask as askServer, type PeriodOptions } from './asked.ts';

const LISTED_IN_TABLE = 100;
const PAGE = 1_000;

interface QualityOptions extends PeriodOptions {
  readonly reason?: string;
  readonly unit?: string;
  readonly source?: string;
  readonly silentAfter?: string;
  readonly format: 'table' | 'json' | 'csv';
  readonly output?: string;
}

/** `sohoso data-quality`: what is wrong with the events of a period and what to do about it; a list, so the exit code is 0 either way. */
export function addDataQuality(sohoso: Command): void {
  const command = sohoso
    .command('data-quality')
    .description(
      'what is wrong with the events of a period, by reason and unit, and what to do about it; with --reason the dossiers',
    );
  addPeriodOptions(command)
    .option('--reason <reason>', 'list the dossiers of one reason, e.g. no-open-leg')
    .option('--unit <code>', 'with --reason: only those at this unit')
    .option('--source <source>', 'with --reason: only those of this source')
    .option(
      '--silent-after <days>',
      'after how many working days without an event a unit counts as silent (5)',
    )
    .addOption(
      new Option('--format <format>', `table (the first ${LISTED_IN_TABLE} of a list), or all as json or csv`)
        .choices(['table', 'json', 'csv'])
        .default('table'),
    )
    .option('-o, --output <file>', 'write into a file')
    .action((options: QualityOptions) => dataQuality(readConfig(), options));
}

async function dataQuality(config: Config, options: QualityOptions): Promise<void> {
  const { reason, unit, source, output } = options;
  if (reason === undefined && (unit !== undefined || source !== undefined))
    throw new Usage(
      '--unit and --source go with --reason, which lists dossiers; see: sohoso data-quality --help',
    );
  const text = await withServer(config, (url) =>
    reason === undefined ? countsOf(url, options) : entriesOf(url, options),
  );
  await putOut(text, output, 'the list');
}

async function ask<Answer>(
  url: string,
  { from, to, period, reason, unit, source, silentAfter }: QualityOptions,
  page: Asked,
): Promise<Answer> {
  const asked = { from, to, period, reason, unit, source, silentAfter, ...page };
  return JSON.parse(await askServer(url, ['data-quality'], asked)) as Answer;
}

async function countsOf(url: string, options: QualityOptions): Promise<string> {
  const answer = await ask<QualityAnswer>(url, options, {});
  if (options.format === 'csv') return qualityCsv(answer);
  return options.format === 'json' ? `${JSON.stringify(answer)}\n` : countsText(answer);
}

async function entriesOf(url: string, options: QualityOptions): Promise<string> {
  const isTable = options.format === 'table';
  const limit = String(isTable ? LISTED_IN_TABLE : PAGE);
  const first = await ask<QualityPage>(url, options, { limit });
  if (isTable) return entriesText(first);
  const dossiers = [...first.dossiers];
  for (let { next } = first; next !== null; ) {
    const page = await ask<QualityPage>(url, options, { limit, after: next });
    dossiers.push(...page.dossiers);
    next = page.next;
  }
  const all = { ...first, dossiers, next: null };
  return options.format === 'csv' ? qualityPageCsv(all) : `${JSON.stringify(all)}\n`;
}
