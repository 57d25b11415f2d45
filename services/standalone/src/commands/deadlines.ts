import { businessZone } from '@sohoso/dossier';
import { type DueList, dueListCsv } from '@sohoso/query';
import { interruptible, stopSignal, Usage } from '@sohoso/service';
import { type Command, Option } from 'commander';
import { answers, withServer } from '../client.ts';
import { type Config, readConfig } from '../config.ts';
import { announceAll } from '../deadlines/announcements.ts';
import { dueListTable } from '../deadlines/due-list-table.ts';
import { announcementsOverHttp } from '../deadlines/over-http.ts';
import { refusalsOnce } from '../deadlines/serve-deadlines.ts';
import { watchDeadlines } from '../deadlines/watcher.ts';
import { wholeList } from '../deadlines/whole-list.ts';
import { formatCount } from '../terminal/format.ts';
import { putOut } from '../terminal/output.ts';
import { type Asked, addScopeOption, ask } from './asked.ts';

interface ListOptions {
  readonly on?: string;
  readonly within?: string;
  readonly unit?: string;
  readonly scope?: string;
  readonly format: 'table' | 'csv' | 'json';
  readonly output?: string;
}

/** `sohoso deadlines`: what is due soon; and `sohoso deadlines watch`: announces what has passed. */
export function addDeadlines(sohoso: Command): void {
  const deadlines = sohoso
    .command('deadlines')
    .description('what is due on a day or within the next working days, by unit')
    .option('--on <day>', 'the day, YYYY-MM-DD; today unless given')
    .option('--within <days>', 'working days after it, 0 to 60; 3 unless given')
    .option('--unit <code>', 'one unit only');
  addScopeOption(deadlines)
    .addOption(
      new Option('--format <format>', 'how it is written').choices(['table', 'json', 'csv']).default('table'),
    )
    .option('-o, --output <file>', 'write into a file')
    .action((options: ListOptions) => list(readConfig(), options));
  deadlines
    .command('watch')
    .description(
      'send a deadline-passed event for every leg that goes overdue, to the server at SOHOSO_URL, until Ctrl-C; it alerts those who read the log, reports never need it. It takes back what later events make wrong. A leg whose due had passed when it was told of (a late received, or a supplement that comes back after the due) is overdue but is never announced',
    )
    .option('--once', 'look once and end')
    .action((options: { readonly once?: true }) => watch(readConfig(), options.once === true));
}

async function list(config: Config, options: ListOptions): Promise<void> {
  const { format, output } = options;
  const list = await withServer(config, (url) => listOf(url, options));
  const text = { table: dueListTable, csv: dueListCsv, json: asJson }[format](list);
  await putOut(text, output, 'the list');
}

async function listOf(url: string, { on, within, unit, scope }: ListOptions): Promise<DueList> {
  const page = async (after: Asked) =>
    JSON.parse(await ask(url, ['deadlines'], { on, within, unit, scope, ...after })) as DueList;
  const first = await page({});
  const pages = [first];
  for (let { next } = first; next !== null; next = pages.at(-1)?.next ?? null)
    pages.push(await page({ after: next }));
  return wholeList(first, pages);
}

const asJson = (list: DueList) => `${JSON.stringify(list)}\n`;

async function watch(config: Config, once: boolean): Promise<void> {
  const { SOHOSO_URL: url, SOHOSO_KEY: key, SOHOSO_DEADLINES_SOURCE: source } = config;
  if (!(await interruptible(() => answers(url))))
    throw new Usage(`no server answers at ${url}; start one (sohoso serve) or set SOHOSO_URL`);
  const announcements = announcementsOverHttp({ url, key, source });
  if (once) return watchOnce(announcements);
  const tellNew = refusalsOnce();
  const stop = watchDeadlines({
    announcements,
    zone: businessZone(config.SOHOSO_TIME_ZONE),
    everyMs: config.SOHOSO_DEADLINES_EVERY_SECONDS * 1_000,
    onAnnounced(announced) {
      if (announced.sent > 0) process.stdout.write(`${sentence(announced.sent)}\n`);
      for (const refused of tellNew(announced)) tellRefused(refused);
    },
    onFailure: (error, nextMs) =>
      process.stderr.write(
        `sohoso: passed deadlines could not be announced: ${reasonOf(error)}; next try in ${nextMs / 1_000} s\n`,
      ),
  });
  await stopSignal();
  await stop();
}

async function watchOnce(announcements: ReturnType<typeof announcementsOverHttp>): Promise<void> {
  const { sent, refused } = await announceAll(announcements, new AbortController().signal).catch(
    (error: Error) => {
      throw error instanceof Usage ? error : new Usage(`the server broke off: ${reasonOf(error)}; try again`);
    },
  );
  process.stdout.write(`${sentence(sent)}\n`);
  for (const one of refused) tellRefused(one);
  if (refused.length > 0) process.exitCode = 1;
}

const sentence = (sent: number) => `announced ${formatCount(sent)} passed deadlines`;

function tellRefused({ id, reason, detail }: { readonly id: string; reason: string; detail: string }): void {
  process.stderr.write(`sohoso: the passed deadline ${id} was refused (${reason}): ${detail}\n`);
}

/** `fetch` says why it failed only in the cause. */
function reasonOf(error: Error): string {
  return error.cause instanceof Error ? `${error.message} (${error.cause.message})` : error.message;
}
