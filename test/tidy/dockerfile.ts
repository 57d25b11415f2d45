/** The Dockerfile, taken apart into its instructions. */
import { read } from './repository.ts';

interface Instruction {
  readonly name: string;
  readonly text: string;
}

interface Stage {
  readonly base: string;
  readonly name: string;
  readonly instructions: readonly Instruction[];
}

interface Copy {
  /** The stage that it copies from; null for the repository. */
  readonly from: string | null;
  readonly sources: readonly string[];
}

function instructions(): Instruction[] {
  const lines = read('Dockerfile')
    .split('\n')
    .filter((line) => !/^\s*(#|$)/.test(line));
  const whole = lines.join('\n').replaceAll(/\\\n\s*/g, '');
  return whole.split('\n').map((line) => {
    const [name = '', ...rest] = line.split(' ');
    return { name, text: rest.join(' ').trim() };
  });
}

export function stages(): Stage[] {
  const all = instructions();
  const starts = all.flatMap(({ name }, index) => (name === 'FROM' ? [index] : []));
  return starts.map((start, n) => {
    const [base = '', , name = ''] = all[start]?.text.split(' ') ?? [];
    return { base, name, instructions: all.slice(start + 1, starts[n + 1]) };
  });
}

export const texts = (name: string): string[] =>
  instructions().flatMap((instruction) => (instruction.name === name ? [instruction.text] : []));

export function copies(): Copy[] {
  return texts('COPY').map((text) => {
    const words = text.split(' ');
    const from = words.find((word) => word.startsWith('--from='))?.slice('--from='.length) ?? null;
    return { from, sources: words.filter((word) => !word.startsWith('--')).slice(0, -1) };
  });
}

/** The command that says whether a container is healthy. */
export function healthCommand(): string[] {
  const command = /CMD (\[.*\])$/.exec(texts('HEALTHCHECK')[0] ?? '')?.[1];
  return JSON.parse(command ?? '[]') as string[];
}
