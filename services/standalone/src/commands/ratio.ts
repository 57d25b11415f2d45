import { type RatioReport, ratioDefinitions } from '@sohoso/report';
import { type Command, Option } from 'commander';
import { withServer } from '../client.ts';
import { type Config, readConfig } from '../config.ts';
import { putOut } from '../terminal/output.ts';
import { ratioText } from '../terminal/ratio-table.ts';
import { addKnownAtOption, addPeriodOptions, addScopeOption, ask, type PeriodOptions } from './asked.ts';

interface RatioOptions extends PeriodOptions {
  readonly scope?: string;
  readonly baseline?: string;
  readonly by?: string;
  readonly asKnownAt?: string;
  readonly format: 'table' | 'json';
}

export function addRatio(sohoso: Command): void {
  const command = sohoso
    .command('ratio')
    .description('a ratio of any period with its numerator and denominator, beside other periods')
    .argument('<definition>', ratioDefinitions.map(({ id }) => id).join(', '));
  addPeriodOptions(command).option(
    '--baseline <keys>',
    'periods to compare with, with commas: 2020-Q1,2020-Q1@vpcp',
  );
  addKnownAtOption(addScopeOption(command))
    .addOption(new Option('--by <what>', 'the ratio of every unit as well').choices(['unit']))
    .addOption(
      new Option('--format <format>', 'how it is written').choices(['table', 'json']).default('table'),
    )
    .action((definition: string, options: RatioOptions) => ratio(readConfig(), definition, options));
}

/** `sohoso ratio`: asks for a ratio and writes it for a person or as JSON. */
async function ratio(config: Config, definition: string, options: RatioOptions): Promise<void> {
  const { format, ...asked } = options;
  const body = await withServer(config, (url) => ask(url, ['ratios', definition], { ...asked }));
  await putOut(
    format === 'json' ? `${body}\n` : ratioText(JSON.parse(body) as RatioReport),
    undefined,
    'the ratio',
  );
}
