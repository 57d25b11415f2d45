import { ALL_UNITS, addKey, type KeptKey, readKeys, revokeKey, SLOWEST_PER_SECOND } from '@sohoso/producer';
import { readUnitsFile, sampleUnitsFile } from '@sohoso/registry';
import { Usage } from '@sohoso/service';
import Table from 'cli-table3';
import type { Command } from 'commander';
import { type Config, keysFile, readConfig } from '../config.ts';

const DEFAULT_RATE = 1_000;
/** How many seconds' events may come at once, where nothing else is said. */
const BURST_SECONDS = 10;

interface AddOptions {
  readonly source: readonly string[];
  readonly unit?: readonly string[];
  readonly allUnits?: true;
  readonly voids?: readonly string[];
  readonly rate?: string;
  readonly burst?: string;
}

/** `sohoso keys add`, `list` and `revoke`: who may send events over HTTP. A running server notices by itself. */
export function addKeys(sohoso: Command): void {
  const keys = sohoso
    .command('keys')
    .description('who may send events: make a key for a system, list them, revoke one');
  keys
    .command('add')
    .description('make a key; it is printed once and kept nowhere, only its hash is')
    .argument('<name>', 'what the sending system is called: a-z 0-9 -; it is kept beside its events')
    .requiredOption(
      '--source <source...>',
      'CloudEvents sources that it sends for, or starts of them: /mcdt/*',
    )
    .option('--unit <code...>', 'units that it speaks for')
    .option('--all-units', 'it speaks for all units')
    .option(
      '--voids <source...>',
      'sources whose events it may void, of whatever unit (default: with --all-units those that it sends for, else none)',
    )
    .option('--rate <number>', `events a second, ${SLOWEST_PER_SECOND} or more (default: ${DEFAULT_RATE})`)
    .option('--burst <number>', `events at once (default: ${BURST_SECONDS} seconds of the rate)`)
    .action((name: string, options: AddOptions) => add(readConfig(), name, options));
  keys
    .command('list')
    .description('the keys, the revoked ones included')
    .action(() => list(readConfig()));
  keys
    .command('revoke')
    .description('take a key out of use; its name stays taken, for it stands beside events')
    .argument('<name>')
    .action((name: string) => revoke(readConfig(), name));
}

/** Makes a key and prints it: it alone on standard output, so that it can be put into a file. */
export async function add(config: Config, name: string, options: AddOptions): Promise<void> {
  const units = await unitsOf(config, options);
  const eventsPerSecond = numberOf('--rate', options.rate, DEFAULT_RATE, SLOWEST_PER_SECOND);
  const burst = numberOf('--burst', options.burst, Math.max(1, BURST_SECONDS * eventsPerSecond), 1);
  const text = await addKey(keysFile(config), {
    name,
    sources: options.source,
    units,
    ...(options.voids === undefined ? {} : { voids: options.voids }),
    eventsPerSecond,
    burst,
  });
  process.stderr.write(
    'this key is shown once; whoever sends puts it into the header Authorization: Bearer KEY, or into SOHOSO_KEY\n',
  );
  process.stdout.write(`${text}\n`);
}

async function unitsOf(config: Config, { unit, allUnits }: AddOptions): Promise<readonly string[]> {
  if ((unit === undefined) === (allUnits === undefined))
    throw new Usage('say which units the key speaks for: --unit CODE…, or --all-units');
  if (unit === undefined) return [ALL_UNITS];
  const registry = await readUnitsFile(config.SOHOSO_UNITS_FILE ?? sampleUnitsFile);
  const unknown = unit.filter((code) => !registry.has(code));
  if (unknown.length === 0) return unit;
  throw new Usage(
    `the registry of units has no ${unknown.map((code) => `"${code}"`).join(', ')}; see the codes at /v1/units, or set SOHOSO_UNITS_FILE`,
  );
}

function numberOf(option: string, text: string | undefined, otherwise: number, least: number): number {
  if (text === undefined) return otherwise;
  const number = Number(text);
  if (Number.isFinite(number) && number >= least) return number;
  throw new Usage(`${option}: ${text} is not a number of ${least} or more`);
}

async function list(config: Config): Promise<void> {
  const file = keysFile(config);
  const keys = await readKeys(file);
  process.stdout.write(`${keys.length === 0 ? `there are no keys in ${file}` : keyTable(keys)}\n`);
}

function keyTable(keys: readonly KeptKey[]): string {
  const table = new Table({
    style: { head: [], border: [], compact: true },
    head: ['name', 'sources', 'units', 'may void', 'events/s', 'at once', 'since', 'revoked'],
  });
  for (const { name, sources, units, voids, eventsPerSecond, burst, createdAt, revokedAt } of keys) {
    table.push([
      name,
      sources.join('\n'),
      units.includes(ALL_UNITS) ? 'all' : units.join('\n'),
      voidsText(units, voids),
      eventsPerSecond,
      burst,
      createdAt.slice(0, 10),
      revokedAt?.slice(0, 10) ?? '',
    ]);
  }
  return table.toString();
}

function voidsText(units: readonly string[], voids: readonly string[] | undefined): string {
  if (voids !== undefined) return voids.join('\n');
  return units.includes(ALL_UNITS) ? 'its own' : 'nothing';
}

async function revoke(config: Config, name: string): Promise<void> {
  const { revokedAt } = await revokeKey(keysFile(config), name);
  process.stdout.write(`the key ${name} is revoked since ${revokedAt}; servers notice within 2 s\n`);
}
