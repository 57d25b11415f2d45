import type { RatioReport } from '@sohoso/report';
import { type Command, Option } from 'commander';
import { bodyOf, withServer } from '../client.ts';
import { type Config, readConfig } from '../config.ts';
import { ratioText } from '../terminal/ratio-table.ts';

interface RatioOptions {
  readonly from?: string;
  readonly to?: string;
  readonly period?: string;
  readonly scope: string;
  readonly baseline?: string;
  readonly by?: string;
  readonly format: 'table' | 'json';
}

export function addRatio(sohoso: Command): void {
  sohoso
    .command('ratio')
    .description('a ratio of any period with its numerator and denominator, beside other periods')
    .argument(
      '<definition>',
      'online/new, online/intake, online/handled, on-time/resolved, on-time/received or postal-return/resolved',
    )
    .option('--from <day>', 'first day, YYYY-MM-DD')
    .option('--to <day>', 'last day, included')
    .option('--period <key>', 'instead of the two days: 2020-Q1, 2020-04@vpcp …')
    .option('--baseline <keys>', 'periods to compare with, with commas: 2020-Q1,2020-Q1@vpcp')
    .option('--scope <scope>', 'all, department, district, commune, or unit codes with commas', 'all')
    .addOption(new Option('--by <what>', 'the ratio of every unit as well').choices(['unit']))
    .addOption(
      new Option('--format <format>', 'how it is written').choices(['table', 'json']).default('table'),
    )
    .action((definition: string, options: RatioOptions) => ratio(readConfig(), definition, options));
}

/** `sohoso ratio`: asks for a ratio and writes it for a person or as JSON. */
async function ratio(config: Config, definition: string, options: RatioOptions): Promise<void> {
  const { from, to, period, scope, baseline, by, format } = options;
  const asked = Object.entries({ from, to, period, scope, baseline, by });
  const parameters = new URLSearchParams(
    asked.filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
  const path = `/v1/ratios/${encodeURIComponent(definition)}?${parameters}`;
  const body = await withServer(config, async (url) => bodyOf(await fetch(new URL(path, url))));
  process.stdout.write(format === 'json' ? `${body}\n` : ratioText(JSON.parse(body) as RatioReport));
}
