import { Command, Option } from 'commander';
import { describe, expect, it } from 'vitest';
import { completion, type Known } from './candidates.ts';
import { offeredCommand } from './offered.ts';
import { completionScript } from './scripts.ts';
import { wordsOf } from './words.ts';

const program = new Command('sohoso');
program
  .command('report')
  .argument('[form]')
  .option('--period <key>')
  .option('--scope <scope>')
  .option('--cell <unit/column>')
  .option('--roll-up')
  .addOption(new Option('--format <format>').choices(['table', 'json']))
  .option('-o, --output <file>');
program.command('ratio').argument('<definition>').option('--baseline <keys>');
program.command('issued').command('show').argument('<id>');

const named = (...values: string[]) => values.map((value) => ({ value, about: '' }));
const known: Known = {
  program: offeredCommand(program),
  forms: [{ value: 'appendix', about: '', columns: named('received.total', 'pending.total') }],
  ratios: named('online/new', 'on-time/resolved'),
  units: named('so-a', 'so-b', 'ubnd-c'),
  thisYear: 2026,
};
const after = (line: string) => {
  const found = completion(known, wordsOf(line, 'sohoso'));
  return found === 'files' ? found : found.map(({ value }) => value);
};

describe('a word at the cursor', () => {
  it.each([
    ['sohoso re', ['report']],
    ['sohoso issued ', ['show', 'help']],
    ['sohoso report ', ['appendix']],
    ['sohoso report appendix --f', ['--format']],
    ['sohoso report --format j', ['json']],
    ['sohoso report --format=', ['--format=table', '--format=json']],
    ['sohoso report appendix --roll-up --ro', []],
    ['sohoso ratio on-', ['on-time/resolved']],
    ['sohoso report --scope dep', ['department']],
    ['sohoso report --scope so-a,so', ['so-a,so-a', 'so-a,so-b']],
    ['sohoso report appendix --cell so', ['so-a/', 'so-b/']],
    ['sohoso report appendix --cell so-a/p', ['so-a/pending.total']],
    ['sohoso report appendix --output ', 'files'],
    ['sohoso report appendix -o ', 'files'],
    ['SOHOSO_URL=x sohoso ratio "online', ['online/new']],
  ])('%s', (line, expected) => {
    expect(after(line)).toEqual(expected);
  });

  it('may be an option where no argument is left', () => {
    expect(after('sohoso report appendix ')).toContain('--period');
  });
});

describe('a period key at the cursor', () => {
  it('begins with the last ten years', () => {
    expect(after('sohoso report --period ')).toEqual(
      Array.from({ length: 10 }, (_, index) => String(2026 - index)),
    );
    expect(after('sohoso report --period 202')).toHaveLength(7);
  });

  it('goes on with quarters, halves, nine months and months, of any year', () => {
    const keys = after('sohoso report --period 1999-');
    expect(keys).toHaveLength(19);
    expect(keys).toContain('1999-9M');
    expect(after('sohoso report --period 2020-Q')).toEqual(['2020-Q1', '2020-Q2', '2020-Q3', '2020-Q4']);
    expect(after('sohoso report --period 2020-1')).toEqual(['2020-10', '2020-11', '2020-12']);
  });

  it('ends with the reporting year, whatever the key', () => {
    expect(after('sohoso report --period 2020-04')).toEqual(['2020-04', '2020-04@vpcp']);
    expect(after('sohoso report --period 2020@')).toEqual(['2020@vpcp']);
    expect(after('sohoso ratio online/new --baseline 2019-Q1,2020-H1@v')).toEqual(['2019-Q1,2020-H1@vpcp']);
  });
});

describe('the script for a shell', () => {
  it('quotes the paths of the program as that shell does', () => {
    expect(completionScript('bash', '/n', "/a'b/x.js")).toContain(
      String.raw`'/n' '/a'\''b/x.js' completion words`,
    );
    expect(completionScript('fish', '/n', "/a'b/x.js")).toContain(
      String.raw`'/n' '/a\'b/x.js' completion words`,
    );
  });
});
