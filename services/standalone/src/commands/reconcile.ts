import { readFile } from 'node:fs/promises';
import {
  type AppendixReport,
  type CellDifference,
  type CellDossier,
  reconcile as compare,
  type PrintedFinding,
  publishedTable,
  type Reconciliation,
  type ReportUnit,
  TableBroken,
  type TableLine,
} from '@sohoso/report';
import { Usage } from '@sohoso/service';
import { type Command, Option } from 'commander';
import { CsvError, parse } from 'csv-parse/sync';
import { bodyOf, withServer } from '../client.ts';
import { type Config, readConfig } from '../config.ts';
import { reconciliationText } from '../terminal/reconciliation-text.ts';
import { figuresFindings, readFigures, sharesOf } from './reconcile-figures.ts';

interface ReconcileOptions {
  readonly from?: string;
  readonly to?: string;
  readonly period?: string;
  readonly against: string;
  readonly figures?: string;
  readonly shares?: string;
  readonly dossiers: string;
  readonly format: 'table' | 'json';
}

/** A differing cell with the dossiers that the computed figure counts; none for the total row, nor beyond the listed cells. */
export interface ExplainedDifference extends CellDifference {
  readonly legs: number;
  readonly dossiers: readonly CellDossier[];
}

export interface ReconcileAnswer extends Omit<Reconciliation, 'differences'> {
  readonly form: 'appendix';
  readonly period: AppendixReport['period'];
  readonly against: string;
  readonly holds: boolean;
  readonly differences: readonly ExplainedDifference[];
  /** What is to be said of printed shares and averages. */
  readonly printed: readonly PrintedFinding[];
}

const MAX_DOSSIERS = 1_000;
/** A table of another period differs in every cell; the dossiers of the first ones are enough to see why. */
const EXPLAINED_CELLS = 40;

export function addReconcile(sohoso: Command): void {
  sohoso
    .command('reconcile')
    .description(
      'a published table beside the computed one, cell by cell, with the dossiers behind what differs; exit 1 on a difference',
    )
    .argument('<form>', 'appendix: the 13-column form')
    .requiredOption('--against <csv>', 'the published table: columns unit, received_total, received_online …')
    .option('--from <day>', 'first day, YYYY-MM-DD')
    .option('--to <day>', 'last day, included')
    .option('--period <key>', 'instead of the two days: 2020-Q1, 2020-04@vpcp …')
    .option('--figures <json>', 'the figures of the published text as well, like the sample’s figures.json')
    .option('--shares <list>', 'printed shares as well: 1101/1284=85.7,156/1284=12.1,27/1284=2.2')
    .option('--dossiers <number>', 'how many dossiers of a differing cell are listed', '10')
    .addOption(
      new Option('--format <format>', 'how it is written').choices(['table', 'json']).default('table'),
    )
    .action((form: string, options: ReconcileOptions) => reconcile(readConfig(), form, options));
}

/** `sohoso reconcile`: exit code 1 when a cell differs, the published table is wrong by itself, or a printed share is. */
async function reconcile(config: Config, form: string, options: ReconcileOptions): Promise<void> {
  if (form !== 'appendix') throw new Usage(`there is no form "${form}" to reconcile; there is: appendix`);
  const limit = Number(/^\d{1,4}$/.exec(options.dossiers)?.[0] ?? Number.NaN);
  if (!(limit <= MAX_DOSSIERS)) throw new Usage(`--dossiers takes a whole number up to ${MAX_DOSSIERS}`);
  const lines = await readTable(options.against);
  const figures = options.figures === undefined ? null : await readFigures(options.figures);
  const shares = options.shares === undefined ? [] : sharesOf(options.shares);
  const answer = await withServer(config, async (url): Promise<ReconcileAnswer> => {
    const report = await ask<AppendixReport>(url, '/v1/reports/appendix', periodOf(options));
    const found = compare(tableOf(options.against, lines, await unitsOf(url, report)), report);
    const printed = [
      ...(figures === null
        ? []
        : await figuresFindings(config, figures, report, (path) => ask(url, path, periodOf(options)))),
      ...shares,
    ];
    const differences = await explain(url, found.differences, periodOf(options), limit);
    if (found.compared === 0)
      throw new Usage(
        `the published table ${options.against} has no figures; a row names a unit and its figures`,
      );
    const isRight = found.differences.length + found.faults.length + found.unitsLeftOut.length === 0;
    const holds = isRight && printed.every(({ kind }) => kind === 'note');
    return { form, period: report.period, against: options.against, holds, ...found, differences, printed };
  });
  process.stdout.write(
    options.format === 'json' ? `${JSON.stringify(answer, null, 2)}\n` : reconciliationText(answer),
  );
  if (!answer.holds) process.exitCode = 1;
}

type Parameters = Readonly<Record<string, string>>;

function periodOf({ from, to, period }: ReconcileOptions): Parameters {
  const given = Object.entries({ from, to, period });
  return Object.fromEntries(given.filter((pair): pair is [string, string] => pair[1] !== undefined));
}

async function ask<T>(url: string, path: string, parameters: Parameters): Promise<T> {
  const response = await fetch(new URL(`${path}?${new URLSearchParams(parameters)}`, url));
  return JSON.parse(await bodyOf(response)) as T;
}

async function readTable(file: string): Promise<readonly TableLine[]> {
  const text = await readFile(file).catch((error: Error) => {
    throw new Usage(`the published table ${file} cannot be read: ${error.message}`);
  });
  try {
    const records: unknown[] = parse(text, { bom: true, info: true, skip_empty_lines: true, trim: true });
    return (records as readonly { record: readonly string[]; info: { lines: number } }[]).map(
      ({ record, info }) => ({ line: info.lines, cells: record }),
    );
  } catch (error) {
    if (error instanceof CsvError) throw new Usage(`the published table ${file}: ${error.message}`);
    throw error;
  }
}

function tableOf(file: string, [header, ...lines]: readonly TableLine[], units: readonly ReportUnit[]) {
  if (header === undefined) throw new Usage(`the published table ${file} is empty`);
  try {
    return publishedTable(header, lines, units);
  } catch (error) {
    if (error instanceof TableBroken) throw new Usage(`the published table ${file}, ${error.message}`);
    throw error;
  }
}

/** The units that a table may name: those with a row in the report, and all others of its last day. */
async function unitsOf(url: string, report: AppendixReport): Promise<readonly ReportUnit[]> {
  const ofDay = await ask<{ units: readonly ReportUnit[] }>(url, '/v1/units', { on: report.period.to });
  const rows = report.rows.map(({ unit }) => unit);
  const shown = new Set(rows.map(({ code }) => code));
  const others = ofDay.units.filter(({ code }) => !shown.has(code));
  return [...rows, ...others.map(({ code, name, level }) => ({ code, name, level }))];
}

async function explain(
  url: string,
  differences: readonly CellDifference[],
  period: Parameters,
  limit: number,
): Promise<readonly ExplainedDifference[]> {
  const explained: ExplainedDifference[] = [];
  for (const [index, difference] of differences.entries()) {
    const { unit, column } = difference;
    if (unit === null || limit === 0 || index >= EXPLAINED_CELLS) {
      explained.push({ ...difference, legs: 0, dossiers: [] });
      continue;
    }
    const path = `/v1/reports/appendix/cells/${encodeURIComponent(unit.code)}/${column.path}`;
    const asked = { ...period, order: 'recorded', limit: String(limit) };
    const { legs, dossiers } = await ask<Pick<ExplainedDifference, 'legs' | 'dossiers'>>(url, path, asked);
    explained.push({ ...difference, legs, dossiers });
  }
  return explained;
}
