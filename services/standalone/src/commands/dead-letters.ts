import type { DeadLettersAnswer, ReplayAnswer, ShownLetter } from '@sohoso/producer';
import Table from 'cli-table3';
import { type Command, Option } from 'commander';
import { bodyOf, withServer } from '../client.ts';
import { type Config, readConfig } from '../config.ts';
import { formatCount } from '../terminal/format.ts';
import { authorization } from './produce.ts';

const LISTED_IN_TABLE = 100;
const LISTED_IN_JSON = 10_000;
const LISTED_LEFT = 20;
const DETAIL_WIDTH = 50;
const TEXT_WIDTH = 40;

interface ListOptions {
  readonly reason?: string;
  readonly format: 'table' | 'json';
}

/** `sohoso dead-letters list` and `replay`: what was refused and why, and another try after a fix. */
export function addDeadLetters(sohoso: Command): void {
  const deadLetters = sohoso
    .command('dead-letters')
    .description('events that were refused: see which and why, and try them again after a fix');
  deadLetters
    .command('list')
    .description('which events were refused, why, and how many for each reason')
    .option('--reason <reason>', 'only those refused for this reason, e.g. unknown-unit')
    .addOption(
      new Option('--format <format>', `table, or json (the first ${LISTED_IN_JSON})`)
        .choices(['table', 'json'])
        .default('table'),
    )
    .action((options: ListOptions) => list(readConfig(), options));
  deadLetters
    .command('replay')
    .description('send refused events to the log again, e.g. after a missing unit was added to the registry')
    .option('--reason <reason>', 'only those refused for this reason')
    .action((options: { readonly reason?: string }) => replay(readConfig(), options.reason));
}

async function list(config: Config, { reason, format }: ListOptions): Promise<void> {
  const limit = String(format === 'json' ? LISTED_IN_JSON : LISTED_IN_TABLE);
  const parameters = new URLSearchParams({ limit, ...(reason === undefined ? {} : { reason }) });
  const body = await withServer(config, async (url) =>
    bodyOf(await fetch(new URL(`/v1/dead-letters?${parameters}`, url))),
  );
  const text = format === 'json' ? body : listText(JSON.parse(body) as DeadLettersAnswer, reason);
  process.stdout.write(`${text}\n`);
}

function listText({ count, byReason, letters }: DeadLettersAnswer, reason: string | undefined): string {
  if (count === 0) return reason === undefined ? 'nothing was refused' : `nothing was refused for ${reason}`;
  const more = count - letters.length;
  const counts = Object.entries(byReason).toSorted(([, a], [, b]) => b - a);
  const width = Math.max(...counts.map(([name]) => name.length));
  return [
    letterTable(letters),
    ...(more > 0 ? [`… and ${formatCount(more)} more; --reason or --format json shows others`] : []),
    '',
    ...counts.map(([name, number]) => `${name.padEnd(width)}  ${formatCount(number)}`),
    `${'refused'.padEnd(width)}  ${formatCount(count)}; after a fix, try them again: sohoso dead-letters replay`,
  ].join('\n');
}

function letterTable(letters: readonly ShownLetter[]): string {
  const table = new Table({
    style: { head: [], border: [], compact: true },
    head: ['reason', 'partition/offset', 'recorded at (UTC)', 'why', 'start of the text'],
  });
  for (const { reason, partition, offset, recordedAt, detail, text, textIsCut } of letters) {
    table.push([
      reason,
      `${partition}/${offset}`,
      recordedAt.replace('T', ' ').slice(0, 19),
      startOf(detail, DETAIL_WIDTH),
      startOf(text, TEXT_WIDTH, textIsCut),
    ]);
  }
  return table.toString();
}

/** The start of a text from anywhere: on one line, and without what a terminal would take for a command. */
function startOf(text: string, width: number, goesOn = false): string {
  const characters = [...text.slice(0, 4 * width).replace(/[\p{Z}\p{C}]+/gu, ' ')];
  const fits = characters.length <= width && !goesOn;
  return fits ? characters.join('') : `${characters.slice(0, width - 1).join('')}…`;
}

async function replay(config: Config, reason: string | undefined): Promise<void> {
  const { replayed, left } = await withServer(config, async (url, key) => {
    const response = await fetch(new URL('/v1/dead-letters/replay', url), {
      method: 'POST',
      headers: { ...authorization(key), 'content-type': 'application/json' },
      body: JSON.stringify(reason === undefined ? {} : { reason }),
    });
    return JSON.parse(await bodyOf(response)) as ReplayAnswer;
  });
  const lines = left
    .slice(0, LISTED_LEFT)
    .map(({ partition, offset, why }) => `left  ${partition}/${offset}: ${why}`);
  if (left.length > lines.length) lines.push(`left  … and ${formatCount(left.length - lines.length)} more`);
  if (replayed + left.length === 0) lines.push('there was nothing to send again');
  else lines.push(`sent again ${formatCount(replayed)}, left ${formatCount(left.length)}`);
  if (replayed > 0)
    lines.push('sohoso dead-letters list shows those that are refused again, once they were read');
  process.stdout.write(`${lines.join('\n')}\n`);
}
