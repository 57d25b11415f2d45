import { type Command, Option } from 'commander';
import {
  type Asked,
  addKnownAtOption,
  addPeriodOptions,
  addScopeOption,
  type PeriodOptions,
} from './asked.ts';

/** What names a table, whether it is shown, issued, or a cell of it is looked into. */
export interface TableOptions extends PeriodOptions {
  readonly scope?: string;
  readonly by?: string;
  readonly on?: string;
  readonly rollUp?: true;
  readonly baseline?: string;
  readonly asKnownAt?: string;
  readonly lang?: 'vi' | 'en';
}

export function addTableOptions(command: Command): Command {
  addScopeOption(addPeriodOptions(command))
    .addOption(
      new Option('--by <what>', 'what the rows are of; unit unless given').choices([
        'unit',
        'field',
        'procedure',
      ]),
    )
    .option('--on <day>', 'the day whose units the rows are; the last of the period unless given')
    .option('--roll-up', 'a unit’s row has the figures of the units below it as well')
    .option('--baseline <key>', 'the period to compare with, for forms that compare: 2020-Q1, 2020-Q1@vpcp');
  return addKnownAtOption(command);
}

export const languageOption = () =>
  new Option('--lang <language>', 'language of headings and notes; vi unless given').choices(['vi', 'en']);

/** The parameters of the request for a table. */
export function tableAsked(options: TableOptions): Asked {
  const { from, to, period, scope, by, on, rollUp, baseline, asKnownAt } = options;
  return { from, to, period, scope, by, on, rollUp, baseline, asKnownAt };
}
