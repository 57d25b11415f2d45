import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { businessZone } from '@sohoso/dossier';
import { readUnitsFile, sampleUnitsFile } from '@sohoso/registry';
import { PeriodInvalid, periodOfKey } from '@sohoso/report';
import { Usage } from '@sohoso/service';
import { type Command, Option } from 'commander';
import { dryRun } from '../backfill/dry-run.ts';
import { Journal } from '../backfill/journal.ts';
import { load } from '../backfill/load.ts';
import { RemarksFile } from '../backfill/remarks-file.ts';
import { BackfillServer } from '../backfill/server.ts';
import { mendable, openSourceFile, type SourceFile } from '../backfill/source-file.ts';
import { mendableFault } from '../client.ts';
import { type Config, readConfig } from '../config.ts';
import { besideServer } from '../own-server.ts';
import { dryRunText, loadedText } from '../terminal/backfill-text.ts';

interface Options {
  readonly mapping: string;
  readonly asOf?: string;
  readonly dryRun?: true;
  readonly period?: readonly string[];
  readonly format: 'table' | 'json';
}

/** `sohoso backfill`: an export of a dossier list into the log, or with `--dry-run` what it would change. */
export function addBackfill(sohoso: Command): void {
  sohoso
    .command('backfill')
    .description(
      'load an export (CSV, XLSX) of a dossier list through a mapping: what is new or has changed becomes events; loading it again adds nothing',
    )
    .argument('<file>', 'the export, CSV or XLSX')
    .requiredOption(
      '--mapping <name>',
      'what its columns mean: a YAML file, or mcdt, cong-dvc, trung-tam, bcci-tiep-nhan, bcci-tra-ket-qua',
    )
    .option('--as-of <day>', 'when the export was made (default: when the file was last changed)')
    .option('--dry-run', 'send nothing; show which cells of which periods would change, and by how much')
    .option(
      '--period <key>',
      'with --dry-run: a period to show, e.g. 2020-Q1 or 2020-04-01..2020-04-15; may be given again (default: each month that changes)',
      (key: string, keys: readonly string[] = []) => [...keys, key],
    )
    .addOption(
      new Option('--format <format>', 'how the end is told').choices(['table', 'json']).default('table'),
    )
    .addHelpText(
      'after',
      `
Rows that cannot be loaded are listed with row, column and reason in FILE.refused.csv (of a dry run: FILE.dry-run.csv);
the others are loaded.
A run that was cut off goes on where it was when the same command is given again.
Live events go before those of a backfill: see SOHOSO_BACKFILL_MAX_WAITING_EVENTS.
Exit codes: 0 all rows are in, 1 some were refused, 2 the file or the mapping cannot be used.`,
    )
    .action((file: string, options: Options) => backfill(readConfig(), file, options));
}

async function backfill(config: Config, file: string, options: Options): Promise<void> {
  requirePeriods(options);
  const registry = await readUnitsFile(config.SOHOSO_UNITS_FILE ?? sampleUnitsFile);
  const zone = businessZone(config.SOHOSO_TIME_ZONE);
  // A file or mapping that cannot be used is told of before a server is started for it.
  const source = await openSourceFile(file, options.mapping, options.asOf, registry, zone);
  try {
    await besideServer(config, async (url, key) => {
      const server = new BackfillServer(url, key, zone);
      if (options.dryRun === true) await tellDryRun(source, server, url, options);
      else await loadAndTell(source, server, options);
    });
  } finally {
    await source.table.close();
  }
}

function requirePeriods({ period = [], dryRun }: Options): void {
  if (period.length > 0 && dryRun !== true) throw new Usage('--period belongs to --dry-run');
  try {
    for (const key of period) periodOfKey(key);
  } catch (error) {
    if (error instanceof PeriodInvalid) throw new Usage(error.message);
    throw error;
  }
}

async function loadAndTell(source: SourceFile, server: BackfillServer, { format }: Options): Promise<void> {
  const startedAtMs = performance.now();
  await server.settled();
  const { log, sources } = await server.contents();
  // What was sent to another store is not in this one, however far the file was read for that.
  const journal = await Journal.open(`${source.file}.backfill`, `${source.fingerprint} ${log}`);
  const list = await openList(`${source.file}.refused.csv`, journal);
  const before = journal.progress;
  if (before.read > 0) process.stderr.write(`going on after ${before.read} rows, where the last run ended\n`);
  try {
    const progress = await mendable(() => load(source, server, journal, list, sources));
    await server.settled();
    await journal.remove();
    const seconds = (performance.now() - startedAtMs) / 1_000;
    const told = { ...progress, seconds, list: list.length > 0 ? list.path : null };
    process.stdout.write(`${format === 'json' ? JSON.stringify(told) : loadedText(told)}\n`);
    if (progress.refused > 0) process.exitCode = 1;
  } catch (error) {
    const { read } = journal.progress;
    await journal.close();
    const fault = mendableFault(error as Error);
    if (fault instanceof Usage && read > 0)
      throw new Usage(
        `${fault.message}; the first ${read} rows are loaded: give the same command again once it is mended, they add nothing twice`,
      );
    throw fault;
  }
}

/** The list of an earlier run, to go on with; where it is gone, the file is read from its beginning, which makes it anew. */
async function openList(path: string, journal: Journal): Promise<RemarksFile> {
  const list = new RemarksFile(path, journal.progress.listBytes);
  if (await list.begin()) return list;
  await journal.beginAnew();
  const anew = new RemarksFile(path, 0);
  await anew.begin();
  return anew;
}

async function tellDryRun(
  source: SourceFile,
  server: BackfillServer,
  url: string,
  { period = [], format }: Options,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sohoso-dry-run-'));
  const leave = () => {
    rmSync(folder, { recursive: true, force: true });
    process.exit(INTERRUPTED);
  };
  process.once('SIGINT', leave).once('SIGTERM', leave);
  const journal = await Journal.open(folder, source.fingerprint);
  const list = new RemarksFile(`${source.file}.dry-run.csv`, 0);
  try {
    await list.begin();
    const found = await mendable(() => dryRun(source, server, url, journal, list, period));
    const told = { ...found, list: list.length > 0 ? list.path : null };
    process.stdout.write(`${format === 'json' ? JSON.stringify(told) : dryRunText(told, source.registry)}\n`);
    if (found.progress.refused > 0) process.exitCode = 1;
  } finally {
    await journal.remove();
    process.off('SIGINT', leave).off('SIGTERM', leave);
  }
}

/** What a shell makes of SIGINT. */
const INTERRUPTED = 130;
