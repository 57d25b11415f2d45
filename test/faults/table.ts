import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import type { Outcome } from './run-scenario.ts';
import type { Scenario } from './scenario.ts';

const README = new URL('./README.md', import.meta.url);
const [BEGIN, END] = ['<!-- table begins -->', '<!-- table ends -->'];
const HEAD = '| # | fault | count | time | outcome | what was seen |\n|---|---|---|---|---|---|';

/** A row as it stands in the file, with the run that it comes from. */
interface Line {
  readonly number: number;
  readonly text: string;
  readonly run: string;
}

/** Writes one row of the table anew and leaves the others as they are. */
export async function writeTable(scenario: Scenario, outcome: Outcome | string, seed: number): Promise<void> {
  const text = await readFile(README, 'utf8');
  const [before, rest] = text.split(BEGIN);
  const [inside, after] = (rest ?? '').split(END);
  if (before === undefined || inside === undefined || after === undefined)
    throw new Error('README.md has lost the markers between which the table stands');
  const { number } = scenario;
  const lines = linesOf(inside).filter((line) => line.number !== number);
  lines.push({ number, text: lineOf(scenario, outcome), run: runOf(seed) });
  lines.sort((a, b) => a.number - b.number);
  await writeFile(README, `${before}${BEGIN}\n${tableOf(lines)}\n${END}${after}`);
}

function lineOf({ number, fault }: Scenario, outcome: Outcome | string): string {
  const cells =
    typeof outcome === 'string'
      ? ['', '', 'not run', outcome]
      : [
          String(outcome.count),
          `${Math.round(outcome.ms / 1_000)} s`,
          outcome.error === null ? 'holds' : '**fails**',
          [outcome.error?.message.slice(0, 300), outcome.seen].filter(Boolean).join('; '),
        ];
  const safe = cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll(/\s+/g, ' '));
  return `| ${[number, fault, ...safe].join(' | ')} |`;
}

function runOf(seed: number): string {
  const cpu = cpus();
  const day = new Date().toISOString().slice(0, 10);
  return `seed ${seed}, ${day}, Node ${process.version}, ${cpu.length} cores of ${cpu[0]?.model.trim()}`;
}

function linesOf(table: string): Line[] {
  const runs = new Map<number, string>();
  for (const [, numbers = '', run = ''] of table.matchAll(/^Rows? ([\d, ]+): (.+)\.$/gm))
    for (const number of numbers.split(', ')) runs.set(Number(number), run);
  return [...table.matchAll(/^\| (\d+) \|.*$/gm)].map(([text, number]) => ({
    number: Number(number),
    text,
    run: runs.get(Number(number)) ?? 'an earlier run',
  }));
}

function tableOf(lines: readonly Line[]): string {
  const runs = new Map<string, number[]>();
  for (const { run, number } of lines) runs.set(run, [...(runs.get(run) ?? []), number]);
  const told = [...runs].map(
    ([run, numbers]) => `${numbers.length === 1 ? 'Row' : 'Rows'} ${numbers.join(', ')}: ${run}.`,
  );
  return `${HEAD}\n${lines.map((line) => line.text).join('\n')}\n\n${told.join('\n\n')}`;
}
