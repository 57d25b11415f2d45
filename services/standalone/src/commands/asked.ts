import type { Command } from 'commander';
import { bodyOf } from '../client.ts';

/** What is asked for, by the names of the parameters; an option that was not given is undefined, one without a value is true. */
export type Asked = Readonly<Record<string, string | true | undefined>>;

/** The address of a request: segments are escaped, and only what was given is asked for. */
export function addressOf(url: string, path: readonly string[], asked: Asked = {}): URL {
  const address = new URL(`/v1/${path.map(encodeURIComponent).join('/')}`, url);
  for (const [name, value] of Object.entries(asked))
    if (value !== undefined) address.searchParams.set(name, String(value));
  return address;
}

/** What the server answers, as text. Throws Usage with its sentence where it refuses. */
export async function ask(url: string, path: readonly string[], asked: Asked): Promise<string> {
  return bodyOf(await fetch(addressOf(url, path, asked)));
}

/** What the server answers as a file. Throws as `ask`. */
export async function askFile(url: string, path: readonly string[], asked: Asked): Promise<Uint8Array> {
  const response = await fetch(addressOf(url, path, asked));
  if (!response.ok) await bodyOf(response);
  return new Uint8Array(await response.arrayBuffer());
}

/** The days that a command asks for. */
export interface PeriodOptions {
  readonly from?: string;
  readonly to?: string;
  readonly period?: string;
}

export function addPeriodOptions(command: Command): Command {
  return command
    .option('--from <day>', 'first day, YYYY-MM-DD')
    .option('--to <day>', 'last day, included')
    .option(
      '--period <key>',
      'instead of the two days: 2020, 2020-04, 2020-Q1, 2020-H1, 2020-9M; with @vpcp by the government’s reporting year, whose months end on the 14th',
    );
}

export function addScopeOption(command: Command): Command {
  return command.option(
    '--scope <scope>',
    'all, province, department, district, commune, or unit codes with commas; all unless given',
  );
}

export function addKnownAtOption(command: Command): Command {
  return command.option(
    '--as-known-at <moment>',
    'count only what had been recorded by then: a day, which means its end, or 2020-04-16T08:00:00+07:00',
  );
}
