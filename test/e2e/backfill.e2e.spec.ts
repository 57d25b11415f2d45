import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readUnitsFile, sampleUnitsFile } from '@sohoso/registry';
import { type AppendixReport, cellColumns } from '@sohoso/report';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csvOf } from '../../services/standalone/src/sample/export/csv.ts';
import type { ExportedLeg } from '../../services/standalone/src/sample/export/leg-row.ts';
import { dossiersOfSample, legsOf } from '../../services/standalone/src/sample/export/made-up-dossiers.ts';
import { writeXlsx } from '../../services/standalone/src/sample/export/xlsx.ts';
import { editedRows } from '../support/edited-rows.ts';
import { type Server, served, sohoso } from '../support/sohoso.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';

const PROGRAM = fileURLToPath(new URL('../../services/standalone/bin/sohoso.js', import.meta.url));
const PERIOD = '2020-04-01..2020-04-15';
const SEED = 20_200_416;
const EDITS = 100;

const legs = [...legsOf(dossiersOfSample())];
let folder = {} as TemporaryFolder;
let frame = {} as Parameters<typeof csvOf>[1];
beforeAll(async () => {
  folder = await temporaryFolder();
  const units = await readUnitsFile(sampleUnitsFile);
  frame = { asOf: '2020-04-15', nameOf: (code) => units.find(code)?.name ?? code };
});
afterAll(() => folder.remove());

interface Loaded {
  readonly read: number;
  readonly added: number;
  readonly changed: number;
  readonly repeated: number;
  readonly refused: number;
  readonly events: number;
}

async function csvFile(name: string, list: readonly ExportedLeg[]): Promise<string> {
  const file = join(folder.path, name);
  await writeFile(file, [...csvOf(list, frame)].join(''));
  return file;
}

async function backfilled(server: Server, file: string, ...more: readonly string[]): Promise<string> {
  const args = ['backfill', file, '--mapping', 'mcdt', '--as-of', '2020-04-16', '--format', 'json', ...more];
  const { code, stdout, stderr } = await sohoso(args, { SOHOSO_URL: server.url });
  expect(code, stderr).toBe(0);
  return stdout;
}

const load = async (server: Server, file: string) => JSON.parse(await backfilled(server, file)) as Loaded;

async function expectPublishedTables(server: Server): Promise<void> {
  for (const [number, scope] of [
    [1, 'all'],
    [2, 'department'],
    [3, 'district'],
  ] as const) {
    const url = `${server.url}/v1/reports/appendix?period=${PERIOD}&scope=${scope}&format=csv`;
    const file = new URL(`../../services/standalone/sample/appendix-${number}.csv`, import.meta.url);
    const published = await readFile(file, 'utf8');
    expect((await (await fetch(url)).text()).replaceAll('\r\n', '\n').trim()).toBe(published.trim());
  }
}

/** Every figure of a report by unit and column. */
async function figures(server: Server): Promise<ReadonlyMap<string, number>> {
  const answer = await fetch(`${server.url}/v1/reports/appendix?period=${PERIOD}`);
  const { rows } = (await answer.json()) as AppendixReport;
  return new Map(
    rows.flatMap(({ unit, ...groups }) =>
      cellColumns.map((column) => {
        const [group = '', name = ''] = column.split('.');
        const figure = (groups as Readonly<Record<string, Readonly<Record<string, number>>>>)[group]?.[name];
        return [`${unit.code} ${column}`, figure ?? Number.NaN] as const;
      }),
    ),
  );
}

describe('the sample month as an export of the one-stop software', () => {
  let server = {} as Server;
  beforeAll(async () => {
    server = await served({ SOHOSO_DATA_DIR: join(folder.path, 'csv') });
  });
  afterAll(() => server.stop());

  it('gives the published tables from a CSV, and loaded again adds nothing', async () => {
    const file = await csvFile('mcdt.csv', legs);
    const first = await load(server, file);
    expect(first).toMatchObject({ added: legs.length, changed: 0, repeated: 0, refused: 0 });
    await expectPublishedTables(server);
    const again = await load(server, file);
    expect(again).toMatchObject({ added: 0, changed: 0, repeated: legs.length, refused: 0, events: 0 });
    expect(existsSync(`${file}.backfill`)).toBe(false);
  });

  it(`changes with ${EDITS} edited rows the cells that the dry run named, and no others`, async () => {
    const edited = editedRows(legs, EDITS, SEED);
    const file = await csvFile('edited.csv', edited.legs);
    const before = await figures(server);
    const dry = JSON.parse(await backfilled(server, file, '--dry-run', '--period', PERIOD)) as {
      periods: readonly {
        cells: readonly { unit: string; column: string; before: number; after: number }[];
      }[];
    };
    expect(await figures(server)).toEqual(before);
    const loaded = await load(server, file);
    expect(loaded).toMatchObject({ refused: 0, repeated: legs.length - EDITS });
    expect(loaded.added + loaded.changed).toBe(EDITS);
    const after = await figures(server);
    const changed = [...after].filter(([cell, figure]) => before.get(cell) !== figure);
    expect(changed.length).toBeGreaterThan(EDITS / 2);
    const named = dry.periods.flatMap(({ cells }) => cells);
    expect(new Map(named.map((cell) => [`${cell.unit} ${cell.column}`, cell.after]))).toEqual(
      new Map(changed),
    );
    for (const cell of named) expect(cell.before).toBe(before.get(`${cell.unit} ${cell.column}`));
    const back = await load(server, await csvFile('mcdt-again.csv', legs));
    expect(back.refused).toBe(0);
  });
});

describe('the same as a workbook', () => {
  it('gives the published tables, though the command was killed in the middle', async () => {
    const server = await served({ SOHOSO_DATA_DIR: join(folder.path, 'xlsx') });
    try {
      const file = join(folder.path, 'mcdt.xlsx');
      await writeXlsx(legs, frame, file);
      await utimes(file, new Date('2020-04-16'), new Date('2020-04-16'));
      await killedAfterFirstBatch(server, file);
      const { code, stdout, stderr } = await sohoso(['backfill', file, '--mapping', 'mcdt'], {
        SOHOSO_URL: server.url,
      });
      expect(stderr).toMatch(/^going on after [1-9]\d* rows, where the last run ended\n$/);
      expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringMatching(/^ {2}refused 0$/m) });
      await expectPublishedTables(server);
    } finally {
      await server.stop();
    }
  });
});

/** Starts to load a file, and kills the command once its journal holds the first rows; there are seconds to go then. */
async function killedAfterFirstBatch(server: Server, file: string): Promise<void> {
  const child = spawn(process.execPath, [PROGRAM, 'backfill', file, '--mapping', 'mcdt'], {
    env: { ...process.env, SOHOSO_URL: server.url },
    stdio: 'ignore',
  });
  const closed = once(child, 'close');
  const until = Date.now() + 60_000;
  while ((await journalBytes(file)) < JOURNAL_WITH_ROWS_BYTES && Date.now() < until)
    await new Promise((done) => setTimeout(done, 5));
  child.kill('SIGKILL');
  await closed;
  expect(existsSync(`${file}.backfill`)).toBe(true);
}

/** A new journal has a few pages; the legs of the first 2,500 rows take some hundred kilobytes. */
const JOURNAL_WITH_ROWS_BYTES = 150_000;

async function journalBytes(file: string): Promise<number> {
  return (await stat(`${file}.backfill/data.mdb`).catch(() => null))?.size ?? 0;
}

describe('without a server', () => {
  const alone = (name: string) => ({
    SOHOSO_DATA_DIR: join(folder.path, name),
    SOHOSO_URL: 'http://127.0.0.1:1',
  });
  const loading = (file: string) => ['backfill', file, '--mapping', 'mcdt', '--as-of', '2020-04-16'];

  it('is loaded by one of its own, which ends with it; the report shows it at once', async () => {
    const file = await csvFile('alone.csv', legs.slice(0, 50));
    const first = await sohoso(loading(file), alone('alone'));
    expect(first).toMatchObject({ code: 0, stdout: expect.stringMatching(/^ {2}new {5}50$/m) });
    const again = await sohoso(loading(file), alone('alone'));
    expect(again).toMatchObject({ code: 0, stdout: expect.stringMatching(/^sent {6}0 events/m) });
    const audit = await sohoso(['audit'], alone('alone'));
    expect(audit).toMatchObject({ code: 0 });
  });

  it('tells what is wrong in one line', async () => {
    const file = await csvFile('taken.csv', legs.slice(0, 5));
    const holder = await served(alone('taken'));
    const { code, stderr } = await sohoso(loading(file), alone('taken'));
    await holder.stop();
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/^sohoso: .* is in use by .*\n$/),
    });
  });
});

describe('a file that cannot be used', () => {
  it.each([
    ['a mapping that names a column which is not there', 'columns: { due: Hạn trả lời }', /Hạn trả lời/],
    ['a mapping with a word that it does not know', 'colums: {}', /colums/],
  ])('is refused in a sentence before anything is started: %s', async (_name, yaml, sentence) => {
    const file = await csvFile('unusable.csv', legs.slice(0, 5));
    const mapping = join(folder.path, 'mapping.yaml');
    const required = yaml.replace('due: Hạn trả lời', 'due: { heading: Hạn trả lời, required: true }');
    await writeFile(mapping, `version: 1\nname: own\nadapter: mcdt\n${required}\n`);
    const { code, stderr } = await sohoso(['backfill', file, '--mapping', mapping], {});
    expect(code).toBe(2);
    expect(stderr).toMatch(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('loads what can be loaded, and lists the other rows with their reasons', async () => {
    const lines = [...csvOf(legs.slice(0, 10), frame)].join('').split('\r\n');
    const [title = '', head = '', first = '', second = '', ...rest] = lines;
    const broken = [
      title,
      head,
      first.replace('Trực tiếp', 'Bồ câu'),
      second,
      second.replace(/;\d\d\//, ';31/'),
      ...rest,
    ];
    const file = join(folder.path, 'doubtful.csv');
    await writeFile(file, broken.join('\r\n'));
    const environment = { SOHOSO_DATA_DIR: join(folder.path, 'doubtful'), SOHOSO_URL: 'http://127.0.0.1:1' };
    const { code, stdout } = await sohoso(['backfill', file, '--mapping', 'mcdt'], environment);
    expect(code).toBe(1);
    // Rows of which none is left to look up are a batch all the same.
    const refusedOnly = join(folder.path, 'refused-only.csv');
    await writeFile(refusedOnly, [title, head, first.replace('Trực tiếp', 'Bồ câu')].join('\r\n'));
    expect(await sohoso(['backfill', refusedOnly, '--mapping', 'mcdt'], environment)).toMatchObject({
      code: 1,
    });
    expect(stdout).toContain(`${file}.refused.csv`);
    const list = await readFile(`${file}.refused.csv`, 'utf8');
    expect(list.split('\r\n').slice(0, 3)).toEqual([
      '\ufeffrow,kind,column,reason,detail',
      expect.stringMatching(/^3,refused,Hình thức tiếp nhận,value-unknown,/),
      expect.stringMatching(/^5,refused,,dossier-twice,/),
    ]);
  });
});
