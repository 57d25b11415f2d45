import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleEvents } from '../../services/standalone/src/sample/sample-events.ts';
import { sendEvents, served, settled, sohoso } from '../support/sohoso.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';

const NOWHERE = 'http://127.0.0.1:1';
let folder = {} as TemporaryFolder;
let here = '';
beforeAll(async () => {
  folder = await temporaryFolder();
  here = folder.path;
});
afterAll(() => folder.remove());

const events = sampleEvents();
const ndjson = (list: readonly object[]) => `${list.map((event) => JSON.stringify(event)).join('\n')}\n`;
const oneLine = (text: string) => expect(text.trimEnd().split('\n')).toHaveLength(1);

describe('sohoso demo --once', () => {
  it('shows three appendices equal to the published ones in every cell, and ends with 0', async () => {
    const { code, stdout, stderr } = await sohoso(['demo', '--once']);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    for (const text of [
      '330 of 330 cells (30 × 11)',
      '231 of 231 cells (21 × 11)',
      '110 of 110 cells (10 × 11)',
    ]) {
      expect(stdout).toContain(text);
    }
    expect(stdout).toContain('4.545');
    expect(stdout).toContain('Đơn vị');
  });

  it('marks the cells that differ when one event is changed, and ends with 1', async () => {
    const first = events.findIndex(
      (e) =>
        e.type === 'vn.tthc.dossier.received.v1' &&
        e.time >= '2020-04-02' &&
        (e.data as { channel: string }).channel === 'online',
    );
    const changed = events.map((e, i) =>
      i === first ? { ...e, data: { ...e.data, channel: 'direct' } } : e,
    );
    const file = join(here, 'changed.ndjson');
    await writeFile(file, ndjson(changed));
    const { code, stdout } = await sohoso(['demo', '--once', '--events', file]);
    expect(code).toBe(1);
    expect(stdout).toContain('155≠156');
    expect(stdout).toContain('1.129≠1.128');
    expect(stdout).toMatch(/✗ 326 of 330 cells/);
    expect(stdout).toContain('marked computed≠published');
  });
});

describe('without a server', () => {
  it('produce, report and audit work on the data folder by themselves, one after the other', async () => {
    const environment = { SOHOSO_DATA_DIR: join(here, 'alone'), SOHOSO_URL: NOWHERE };
    const file = join(here, 'sample.ndjson');
    expect((await sohoso(['sample', '-o', file])).code).toBe(0);
    expect(await readFile(file, 'utf8')).toBe(ndjson(events));
    const sent = await sohoso(['produce', file], environment);
    expect(sent).toMatchObject({ code: 0, stdout: 'accepted 23.982, repeated 0, refused 0\n' });
    const csv = await sohoso(
      ['report', 'appendix', '--from', '2020-04-01', '--to', '2020-04-15', '--format', 'csv'],
      environment,
    );
    expect(csv.stdout).toContain('\r\n,Tổng số,4545,156,3129,1128,132,2826,2645,181,1719,1534,185\r\n');
    const output = join(here, 'march.json');
    expect(
      (
        await sohoso(
          ['report', 'appendix', '--period', '2020-03', '--format', 'json', '-o', output],
          environment,
        )
      ).code,
    ).toBe(0);
    expect(JSON.parse(await readFile(output, 'utf8')).period.key).toBe('2020-03');
    const audit = await sohoso(['audit'], environment);
    expect(audit).toMatchObject({ code: 0, stderr: '' });
    expect(audit.stdout).toContain('counted 23.982, repeated 0, refused 0');
    expect(audit.stdout).toContain('everything holds');
  });

  it('produce reads standard input, tells what was refused, and ends with 1', async () => {
    const environment = { SOHOSO_DATA_DIR: join(here, 'stdin'), SOHOSO_URL: NOWHERE };
    const { code, stdout } = await sohoso(
      ['produce', '-'],
      environment,
      `${JSON.stringify(events[0])}\n{"bad":\n`,
    );
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /refused {2}event 2: not-json: the event is not JSON: .*\naccepted 1, repeated 0, refused 1\n/,
    );
  });

  it('migrate brings the schema up to date, once', async () => {
    const environment = { SOHOSO_DATA_DIR: join(here, 'schema') };
    expect((await sohoso(['migrate'], environment)).stdout).toMatch(/^applied 001-dossier-events\.sql, /);
    expect((await sohoso(['migrate'], environment)).stdout).toBe('the schema is up to date\n');
  });
});

describe('a server', () => {
  it('leaves alone what stands on its standard input', async () => {
    const environment = { SOHOSO_DATA_DIR: join(here, 'input') };
    const server = await served(environment, ['serve'], '["so-y-te","2020-04-01"]\n{"a":1}\n'.repeat(100));
    await sendEvents(server.url, events.slice(0, 100));
    const audit = await settled(server.url);
    expect(audit).toMatchObject({ holds: true });
    expect(audit.positions.reduce((sum, p) => sum + p.counted, 0)).toBe(100);
    await server.stop();
  });

  it('answers commands, keeps its folder to itself, and has everything again after a stop and after a kill', async () => {
    const environment = { SOHOSO_DATA_DIR: join(here, 'served') };
    const half = Math.floor(events.length / 2);
    const first = await served(environment);
    expect(await sendEvents(first.url, events.slice(0, half))).toMatchObject({
      accepted: half,
      rejectedCount: 0,
    });
    const second = await sohoso(['serve'], { ...environment, SOHOSO_PORT: '0' });
    expect(second.code).toBe(2);
    expect(second.stderr).toMatch(/the data folder .* is in use by process \d+/);
    oneLine(second.stderr);
    const report = await sohoso(['report', 'appendix', '--period', '2020'], { SOHOSO_URL: first.url });
    expect(report.stdout).toContain('Tổng số');
    expect((await first.stop('SIGTERM')).code).toBe(0);

    const killed = await served(environment);
    const answer = await sendEvents(killed.url, events.slice(half));
    expect(answer.accepted).toBe(events.length - half);
    await killed.stop('SIGKILL');

    const last = await served(environment);
    const audit = await settled(last.url);
    expect(audit.faults).toEqual([]);
    expect(audit.positions.reduce((sum, p) => sum + p.counted, 0)).toBe(events.length);
    const table = await sohoso(['report', 'appendix', '--from', '2020-04-01', '--to', '2020-04-15'], {
      SOHOSO_URL: last.url,
    });
    expect(table.stdout).toMatch(/Tổng số\s+│ 4\.545 │\s+156 │\s+3\.129 │/);
    expect((await last.stop('SIGINT')).code).toBe(0);
  });
});

describe('what whoever starts it can mend', () => {
  it('a port that is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', () => resolve()));
    const { port } = other.address() as { port: number };
    const { code, stderr } = await sohoso(['serve'], {
      SOHOSO_DATA_DIR: join(here, 'port'),
      SOHOSO_PORT: String(port),
    });
    other.close();
    expect(code).toBe(2);
    expect(stderr).toBe(
      `sohoso: port ${port} on 127.0.0.1 is taken by another program; set SOHOSO_PORT to a free one\n`,
    );
  });

  it('a data folder that cannot be written to', async () => {
    const file = join(here, 'a-file');
    await writeFile(file, '');
    const { code, stderr } = await sohoso(['serve'], {
      SOHOSO_DATA_DIR: join(file, 'data'),
      SOHOSO_PORT: '0',
    });
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^sohoso: the data folder .*a-file\/data cannot be written to \(ENOTDIR\); set SOHOSO_DATA_DIR\n$/,
    );
  });

  it.each([
    [
      'a line without a name',
      'unit,name,level,parent,order,valid_from,valid_to\na,,department,,1,,\n',
      /line 2, column name: is empty/,
    ],
    [
      'a level that there is not',
      'unit,name,level,parent,order,valid_from,valid_to\na,A,ministry,,1,,\n',
      /line 2, column level: /,
    ],
    [
      'a code twice',
      'unit,name,level,parent,order,valid_from,valid_to\na,A,department,,1,,\na,B,department,,2,,\n',
      /"a" stands there twice/,
    ],
    ['nothing', '', /it has no units/],
  ])('a units file with %s', async (_, text, sentence) => {
    const file = join(here, 'units.csv');
    await writeFile(file, text);
    const { code, stderr } = await sohoso(['serve'], {
      SOHOSO_DATA_DIR: join(here, 'units'),
      SOHOSO_UNITS_FILE: file,
      SOHOSO_PORT: '0',
    });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^sohoso: the units file .*units\.csv cannot be used: /);
    expect(stderr).toMatch(sentence);
    oneLine(stderr);
  });

  it('a server or broker that is not there', async () => {
    const environment = { SOHOSO_DATA_DIR: join(here, 'missing'), SOHOSO_PORT: '0' };
    const clickhouse = await sohoso(['serve'], { ...environment, CLICKHOUSE_URL: NOWHERE });
    expect(clickhouse).toMatchObject({ code: 2, stdout: '' });
    expect(clickhouse.stderr).toMatch(/^sohoso: ClickHouse at http:\/\/127\.0\.0\.1:1 cannot be used: /);
    oneLine(clickhouse.stderr);
    const kafka = await sohoso(['serve'], {
      ...environment,
      KAFKA_BROKERS: '127.0.0.1:1',
      SOHOSO_LOG_LEVEL: 'silent',
    });
    expect(kafka).toMatchObject({ code: 2, stdout: '' });
    expect(kafka.stderr).toMatch(/^sohoso: Kafka at 127\.0\.0\.1:1 cannot be used: /);
    oneLine(kafka.stderr);
  });

  it('a configuration with several faults, all told at once', async () => {
    const faulty = {
      SOHOSO_PORT: '99999',
      SOHOSO_TIME_ZONE: 'Asia/Hue',
      KAFKA_BROKERS: 'nowhere',
      CLICKHOUSE_URL: 'ftp://x',
    };
    const { code, stderr } = await sohoso(['--check-config'], faulty);
    expect(code).toBe(2);
    const lines = stderr.trimEnd().split('\n');
    expect(lines).toHaveLength(4);
    for (const name of Object.keys(faulty))
      expect(lines.some((line) => line.startsWith(`sohoso: ${name}: `))).toBe(true);
    expect(await sohoso(['--check-config'])).toMatchObject({
      code: 0,
      stdout: 'the configuration is good\n',
    });
  });

  it.each([
    [['report', 'appendix', '--from', '2020-04-15', '--to', '2020-04-01'], /the period is backwards/],
    [['report', 'ii-99', '--period', '2020'], /there is no form "ii-99"/],
    [['report', 'appendix'], /give the period/],
    [['produce', 'no-such-file.ndjson'], /there is no file no-such-file\.ndjson/],
    [['sample', '--seed', 'x'], /--seed takes a whole number/],
    [['frobnicate'], /there is no command "frobnicate"/],
    [['serve', '--frob'], /unknown option '--frob'/],
  ])('a command line that does not work: %j', async (args, sentence) => {
    const { code, stderr } = await sohoso(args, { SOHOSO_DATA_DIR: join(here, 'line'), SOHOSO_URL: NOWHERE });
    expect(code).toBe(2);
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/ at .*\.js:\d+/);
  });
});

describe('sohoso --help', () => {
  it('names every command and variable', async () => {
    const { code, stdout } = await sohoso(['--help']);
    expect(code).toBe(0);
    for (const word of [
      'demo',
      'serve',
      'produce',
      'report',
      'audit',
      'migrate',
      'sample',
      '--check-config',
      'SOHOSO_DATA_DIR',
      'KAFKA_BROKERS',
      'CLICKHOUSE_URL',
    ]) {
      expect(stdout).toContain(word);
    }
  });
});
