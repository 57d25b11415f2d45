import { createWriteStream } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { readUnitsFile, sampleUnitsFile } from '@sohoso/registry';
import { Usage } from '@sohoso/service';
import { type Command, Option } from 'commander';
import type { Frame } from '../sample/export/columns.ts';
import { csvOf } from '../sample/export/csv.ts';
import {
  dossiersOfBaseline,
  dossiersOfSample,
  legsOf,
  type MadeUpDossiers,
} from '../sample/export/made-up-dossiers.ts';
import { writeXlsx } from '../sample/export/xlsx.ts';
import { reorganisationEvents } from '../sample/reorganisation/reorganisation-events.ts';
import { reorganisationUnitsFile } from '../sample/reorganisation/succession.ts';
import { sampleEvents } from '../sample/sample-events.ts';
import { formatCount } from '../terminal/format.ts';

interface SampleOptions {
  readonly output?: string;
  readonly seed?: number;
  readonly baseline?: string;
  readonly dossiers?: number;
  readonly reorganisation?: true;
  readonly units?: string;
  readonly as: 'events' | 'mcdt-csv' | 'mcdt-xlsx';
}

const MAX_DOSSIERS = 50_000_000;

/** `sohoso sample`: made-up events, one JSON event a line; or the same data as another software would export it. */
export function addSample(sohoso: Command): void {
  sohoso
    .command('sample')
    .description(
      'write the sample events as NDJSON: made-up dossiers that fold to the published appendices of 1–15 April 2020; or, with --baseline, those of the quarter before it, dossier by dossier',
    )
    .option('-o, --output <file>', 'write into a file instead of the terminal')
    .option('--seed <number>', 'another set of dossiers behind the same figures', wholeNumber('--seed'))
    .addOption(
      new Option(
        '--baseline <period>',
        'instead of the sample, a first quarter of 2020 with 12.4 % online, which can be loaded together with it',
      ).choices(['2020-Q1']),
    )
    .option(
      '--dossiers <number>',
      'how many dossiers the baseline has; the shares stay (109,335 unless told)',
      wholeNumber('--dossiers'),
    )
    .option(
      '--reorganisation',
      'instead of the sample, May to August 2025 of a province whose districts end on 30 June and hand over to communes',
    )
    .option('--units <file>', 'write the units of the reorganisation into a file, for SOHOSO_UNITS_FILE')
    .addOption(
      new Option('--as <form>', 'events, or a list of dossiers as an electronic one-stop software exports it')
        .choices(['events', 'mcdt-csv', 'mcdt-xlsx'])
        .default('events'),
    )
    .action((options: SampleOptions) => sample(options));
}

function wholeNumber(option: string): (text: string) => number {
  return (text) => {
    if (!/^\d{1,15}$/.test(text)) throw new Usage(`${option} takes a whole number`);
    return Number(text);
  };
}

async function sample(options: SampleOptions): Promise<void> {
  const { as, output } = options;
  if (options.reorganisation === true) return reorganisation(options);
  if (options.units !== undefined) throw new Usage('--units goes with --reorganisation');
  const data = chosen(options);
  if (as === 'events') {
    const written = await writeText(eventLines(options, data), output);
    return tell(output, `${formatCount(written)} events`);
  }
  const units = await readUnitsFile(sampleUnitsFile);
  const frame: Frame = { asOf: data.asOf, nameOf: (code) => units.find(code)?.name ?? code };
  if (as === 'mcdt-csv') {
    await writeText(csvOf(legsOf(data), frame), output);
    return tell(output, 'the list');
  }
  if (output === undefined) throw new Usage('an XLSX file is not for the terminal; name a file with -o');
  await writeXlsx(legsOf(data), frame, output).catch((error: Error) => {
    throw new Usage(`${output} cannot be written: ${error.message}`);
  });
  tell(output, 'the list');
}

/** The events of the reorganisation, and its units where a file is named for them. */
async function reorganisation({ as, baseline, dossiers, seed, output, units }: SampleOptions): Promise<void> {
  if (baseline !== undefined || dossiers !== undefined || as !== 'events')
    throw new Usage('--reorganisation goes with --seed, --units and -o only');
  if (units !== undefined) {
    await copyFile(reorganisationUnitsFile, units).catch((error: Error) => {
      throw new Usage(`${units} cannot be written: ${error.message}`);
    });
    tell(units, 'the units');
  }
  const events = await reorganisationEvents(seed === undefined ? {} : { seed });
  const written = await writeText(
    events.map((event) => `${JSON.stringify(event)}\n`),
    output,
  );
  tell(output, `${formatCount(written)} events`);
}

function tell(output: string | undefined, what: string): void {
  if (output !== undefined) process.stderr.write(`${what} written to ${output}\n`);
}

function chosen({ baseline, dossiers, seed }: SampleOptions): MadeUpDossiers {
  if (baseline === undefined) {
    if (dossiers !== undefined)
      throw new Usage('--dossiers goes with --baseline; the sample has its own number');
    return dossiersOfSample(seed);
  }
  if (dossiers !== undefined && (dossiers < 1 || dossiers > MAX_DOSSIERS))
    throw new Usage(`--dossiers takes a number from 1 to ${formatCount(MAX_DOSSIERS)}`);
  return dossiersOfBaseline({
    ...(seed === undefined ? {} : { seed }),
    ...(dossiers === undefined ? {} : { dossiers }),
  });
}

/** The sample in the order of time; the baseline dossier by dossier. */
function* eventLines({ baseline, seed }: SampleOptions, data: MadeUpDossiers): Generator<string> {
  const lists = baseline === undefined ? [sampleEvents(seed === undefined ? {} : { seed })] : data.dossiers;
  for (const events of lists) for (const event of events) yield `${JSON.stringify(event)}\n`;
}

const CHUNK_CHARACTERS = 65_536;

/** Writes the lines and gives their number; they are never in memory all at once. */
async function writeText(lines: Iterable<string>, output: string | undefined): Promise<number> {
  let written = 0;
  function* chunks(): Generator<string> {
    let chunk = '';
    for (const line of lines) {
      written += 1;
      chunk += line;
      if (chunk.length < CHUNK_CHARACTERS) continue;
      yield chunk;
      chunk = '';
    }
    if (chunk !== '') yield chunk;
  }
  const target = output === undefined ? process.stdout : createWriteStream(output);
  try {
    await pipeline(Readable.from(chunks()), target, { end: output !== undefined });
    // Standard output stays open; what it still holds must be out before the program ends.
    if (output === undefined) await new Promise<void>((resolve) => target.write('', () => resolve()));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // Whoever reads from us may have enough before the end, as `head` does.
    if (output === undefined && code === 'EPIPE') return written;
    throw new Usage(`${output ?? 'standard output'} cannot be written: ${message}`);
  }
  return written;
}
