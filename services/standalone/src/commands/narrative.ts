import type { Narrative } from '@sohoso/report';
import { type Command, Option } from 'commander';
import { withServer } from '../client.ts';
import { readConfig } from '../config.ts';
import { formatFor } from '../terminal/file-format.ts';
import { narrativeText } from '../terminal/narrative-text.ts';
import { putOut } from '../terminal/output.ts';
import { terminalWidth } from '../terminal/wrap.ts';
import { addKnownAtOption, addPeriodOptions, ask, askFile, type PeriodOptions } from './asked.ts';

const formats = ['text', 'json', 'docx', 'pdf', 'xlsx'] as const;

interface NarrativeOptions extends PeriodOptions {
  readonly baseline?: string;
  readonly asKnownAt?: string;
  readonly published?: string;
  readonly format?: (typeof formats)[number];
  readonly output?: string;
}

/** `sohoso narrative`: a period in words, as the report of a province has it. */
export function addNarrative(sohoso: Command): void {
  const command = sohoso
    .command('narrative')
    .description(
      'a period in words: section II of a province’s report, in Vietnamese; as a file the whole report with its appendices',
    );
  addKnownAtOption(
    addPeriodOptions(command).option(
      '--baseline <key>',
      'the period that the share of online dossiers is compared with',
    ),
  )
    .option(
      '--published <figures>',
      'figures that were published, by id, as in province.postal.share:2.2; those that differ get a footnote',
    )
    .addOption(
      new Option(
        '--format <format>',
        'how it is written; by the ending of the file unless given, else text',
      ).choices(formats),
    )
    .option('-o, --output <file>', 'write into a file')
    .addHelpText(
      'after',
      `
Examples:
  sohoso narrative --from 2020-04-01 --to 2020-04-15 --baseline 2020-Q1
  sohoso narrative --period 2020-Q1@vpcp -o report.docx`,
    )
    .action((options: NarrativeOptions) => narrative(options));
}

async function narrative({ output, format: given, ...asked }: NarrativeOptions): Promise<void> {
  const format = formatFor({ format: given, output }, formats);
  const path = ['narrative'];
  const content = await withServer(readConfig(), async (url) => {
    if (format !== 'text' && format !== 'json') return askFile(url, path, { ...asked, format });
    const json = await ask(url, path, { ...asked });
    return format === 'json'
      ? `${json}\n`
      : narrativeText(JSON.parse(json) as Narrative, terminalWidth(output));
  });
  await putOut(content, output, 'the narrative');
}
