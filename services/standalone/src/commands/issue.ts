import { type Command, Option } from 'commander';
import { bodyOf, withServer } from '../client.ts';
import { readConfig } from '../config.ts';
import { FORM_NAMES } from '../terminal/form-list.ts';
import { type IssuedReport, issuedText } from '../terminal/issued-text.ts';
import { putOut } from '../terminal/output.ts';
import { addressOf } from './asked.ts';
import { authorization } from './produce.ts';
import { addTableOptions, languageOption, type TableOptions, tableAsked } from './report-options.ts';

interface IssueOptions extends TableOptions {
  readonly title?: string;
  readonly issuedBy?: string;
  readonly note?: string;
  readonly format: 'text' | 'json';
}

/** `sohoso issue`: freezes a report, to be fetched for ever as it was. */
export function addIssue(sohoso: Command): void {
  const command = sohoso
    .command('issue')
    .description(
      'freeze a report with all its files, to be fetched for ever byte for byte; with SOHOSO_KEY where keys are required',
    )
    .argument('<form>', `one of ${FORM_NAMES}; sohoso report --list says what they are`);
  addTableOptions(command)
    .addOption(languageOption())
    .option('--title <text>', 'what it is called, e.g. "Báo cáo quý I/2020"')
    .option('--issued-by <name>', 'who issues it')
    .option('--note <text>', 'what is to be remembered of it')
    .addOption(
      new Option('--format <format>', 'how the record of it is written')
        .choices(['text', 'json'])
        .default('text'),
    )
    .addHelpText(
      'after',
      `
Examples:
  sohoso issue appendix --from 2020-04-01 --to 2020-04-15 --title "Báo cáo kỳ 1–15/4/2020" --issued-by "Nguyễn Văn A"
  sohoso issue ii-06a --period 2020-Q1@vpcp --as-known-at 2020-03-20
Then:
  sohoso issued                           what has been issued
  sohoso issued show ID -o report.docx    a file of it, as it was issued
  sohoso issued restatement ID            what would differ now, and the events that caused it`,
    )
    .action((form: string, options: IssueOptions) => issue(form, options));
}

async function issue(form: string, options: IssueOptions): Promise<void> {
  const { title, issuedBy, note, lang, format } = options;
  const asked = { report: form, ...tableAsked(options), lang, title, issuedBy, note };
  const body = await withServer(readConfig(), async (url, key) =>
    bodyOf(
      await fetch(addressOf(url, ['issued']), {
        method: 'POST',
        headers: { ...authorization(key), 'content-type': 'application/json' },
        body: JSON.stringify(asked),
      }),
    ),
  );
  const text = format === 'json' ? `${body}\n` : issuedText(JSON.parse(body) as IssuedReport);
  await putOut(text, undefined, 'the record');
}
