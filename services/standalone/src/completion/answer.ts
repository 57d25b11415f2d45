import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Candidate, completion } from './candidates.ts';
import type { Named, Offered } from './offered.ts';
import { completionScript, FILES, type Shell, shells } from './scripts.ts';
import { wordsOf } from './words.ts';

/**
 * Answers a shell, where the command line is one of completion: its script, or what the word at the cursor may become. It knows what was written down
 * when the program was built and loads nothing of it, for a person waits. False where the command line is another one.
 */
export async function answersShell([first, second, ...rest]: readonly string[]): Promise<boolean> {
  if (first !== 'completion') return false;
  if (second === 'words') {
    process.stdout.write(await answerTo(rest));
    return true;
  }
  if (rest.length > 0 || !isShell(second)) return false;
  process.stdout.write(scriptFor(second));
  return true;
}

const isShell = (name: string | undefined): name is Shell => shells.some((shell) => shell === name);

export function scriptFor(shell: Shell): string {
  const program = fileURLToPath(new URL('../../bin/sohoso.js', import.meta.url));
  return completionScript(shell, process.execPath, program);
}

async function answerTo([shell, unitsFile, ...said]: readonly string[]): Promise<string> {
  const words = shell === 'bash' ? wordsOf(said[0] ?? '', said[1] ?? '') : said;
  const text = await readFile(new URL('./offered.json', import.meta.url), 'utf8');
  const offered = JSON.parse(text) as Offered;
  const units = await unitsOf(unitsFile, offered);
  const found = completion({ ...offered, units, thisYear: new Date().getFullYear() }, words);
  if (found === 'files') return `${FILES}\n`;
  const safe = found.filter(({ value }) => PLAIN.test(value));
  // Fish knows by itself where a blank belongs, and would take one of ours for a part of the word.
  if (shell === 'fish') return safe.map(({ value, about }) => `${value}\t${about}\n`).join('');
  if (shell === 'zsh') return safe.map((one) => `${ended(one)}\t${one.about}\n`).join('');
  // Bash replaces what it takes for the word, which may be less than it is.
  const typed = words.at(-1) ?? '';
  const taken = said[2] ?? '';
  const kept = typed.endsWith(taken) ? typed.length - taken.length : 0;
  return safe.map((one) => `${ended(one).slice(kept)}\n`).join('');
}

/** A unit is called as somebody's file says; what a shell would read as more than a word is not offered. */
const PLAIN = /^[\p{L}\p{N}_.@/=,:+-]+$/u;

const ended = ({ value, isOpen }: Candidate): string => (isOpen === true ? value : `${value} `);

/** The units of the registry that is named, else the sample's; none where the file cannot be read. */
async function unitsOf(file: string | undefined, { units }: Offered): Promise<readonly Named[]> {
  if (file === undefined || file === '') return units;
  const { parse } = await import('csv-parse/sync');
  try {
    const lines: Record<string, string>[] = parse(await readFile(file), {
      columns: true,
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    });
    return lines
      .map(({ unit = '', name = '' }) => ({ value: unit, about: name }))
      .filter(({ value }) => value !== '');
  } catch {
    return [];
  }
}
