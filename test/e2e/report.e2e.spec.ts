import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleEvents } from '../../services/standalone/src/sample/sample-events.ts';
import { type Server, sendEvents, served, settled, sohoso } from '../support/sohoso.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';

const DAYS = ['--from', '2020-04-01', '--to', '2020-04-15'];
let folder = {} as TemporaryFolder;
let server = {} as Server;
beforeAll(async () => {
  folder = await temporaryFolder();
  server = await served({ SOHOSO_DATA_DIR: join(folder.path, 'data') });
  await sendEvents(server.url, sampleEvents());
  await settled(server.url);
});
afterAll(async () => {
  await server.stop();
  await folder.remove();
});

const ask = (...args: readonly string[]) => sohoso(args, { SOHOSO_URL: server.url });
const file = (name: string) => join(folder.path, name);
async function written(name: string, ...args: readonly string[]): Promise<Buffer> {
  expect(await ask(...args, '-o', file(name))).toEqual({ code: 0, stdout: '', stderr: '' });
  return readFile(file(name));
}

describe('sohoso report', () => {
  it('writes each format by the ending of the file', async () => {
    const start = async (name: string) =>
      (await written(name, 'report', 'ii-06a', ...DAYS)).subarray(0, 4).toString('latin1');
    expect(await Promise.all(['a.pdf', 'a.docx', 'a.xlsx', 'a.csv'].map(start))).toEqual([
      '%PDF',
      'PK\u0003\u0004',
      'PK\u0003\u0004',
      '\u00ef\u00bb\u00bfn',
    ]);
  });

  it('lists as many dossiers behind a cell as the cell says', async () => {
    const dossiers = await written(
      'cell.csv',
      ...['report', 'appendix', ...DAYS, '--cell', 'total/received.directOrPostal', '--all'],
    );
    const [, ...legs] = dossiers.toString().trimEnd().split('\r\n');
    expect(legs).toHaveLength(1128);
    const shown = await ask(
      'report',
      'appendix',
      ...DAYS,
      '--cell',
      'so-tu-phap/resolved.late',
      '--limit',
      '2',
    );
    expect(shown.stdout).toMatch(/so-tu-phap, resolved\.late \(10\) Trả quá hạn, .*: 5\n/);
    expect(shown.stdout).toContain('2 of 5; --all lists all');
  });

  it('says in one line what is to be mended, and ends with 2', async () => {
    const mistakes: readonly (readonly [args: readonly string[], sentence: RegExp])[] = [
      [['--cell', 'nobody/received.total'], /"nobody" is no unit of the registry/],
      [['--as-known-at', 'soon'], /asKnownAt: "soon" is no moment/],
      [['--cell', 'total/received.total', '-o', 'x.pdf'], /not as pdf/],
    ];
    const answers = await Promise.all(mistakes.map(([args]) => ask('report', 'appendix', ...DAYS, ...args)));
    answers.forEach(({ code, stdout, stderr }, index) => {
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(mistakes[index]?.[1] ?? /^$/);
      expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    });
  });
});

describe('a report of figures that do not balance', () => {
  it('says so before anything else and ends with 1', async () => {
    const told = {
      form: 'appendix',
      period: { key: '2020-04' },
      asKnownAt: '2020-05-01T00:00:00.000Z',
      by: 'unit',
      scope: 'all',
      structureOn: '2020-04-30',
      rows: [{ unit: { code: 'so-a', name: 'Sở A' } }],
      total: {},
      faults: [{ code: 'so-a', name: 'Sở A', detail: 'the figures of so-a do not balance' }],
      notes: [],
    };
    const damaged = createServer(({ url }, response) =>
      response.end(JSON.stringify(url === '/healthz' ? { status: 'ok' } : told)),
    );
    await new Promise<void>((resolve) => damaged.listen(0, '127.0.0.1', () => resolve()));
    const { port } = damaged.address() as { port: number };
    const asked = { SOHOSO_URL: `http://127.0.0.1:${port}` };
    const { code, stdout } = await sohoso(['report', 'appendix', '--period', '2020-04'], asked);
    damaged.close();
    expect(code).toBe(1);
    expect(stdout).toMatch(/^! SỐ LIỆU KHÔNG CÂN ĐỐI, KHÔNG ĐƯỢC SỬ DỤNG: Sở A/);
    expect(stdout).toMatch(/│ Sở A +│ +– │/);
  });
});

describe('sohoso narrative', () => {
  it('tells the period in words, with the figures of the table', async () => {
    const { code, stdout } = await ask('narrative', ...DAYS);
    expect(code).toBe(0);
    expect(stdout.replace(/\s+/g, ' ')).toContain('Tổng số hồ sơ giải quyết toàn tỉnh là: 4.545 hồ sơ');
  });
});

describe('an issued report', () => {
  it('is given back as it was, and says what would differ after a late event', async () => {
    const issued = await ask('issue', 'appendix', ...DAYS, '--issued-by', 'An', '--format', 'json');
    expect(issued.code).toBe(0);
    const { id } = JSON.parse(issued.stdout) as { id: string };
    const before = await written('issued.csv', 'issued', 'show', id);
    const [first] = sampleEvents();
    const late = { ...first, id: 'late', subject: 'LATE-1', time: '2020-04-03T08:00:00+07:00' };
    await sendEvents(server.url, [late]);
    await settled(server.url);
    const { code, stdout } = await ask('issued', 'restatement', id);
    expect(code).toBe(1);
    expect(stdout).toMatch(/│ received\.total +│ .*\+1 LATE-1 received of 2020-04-03/);
    expect(await written('again.csv', 'issued', 'show', id)).toEqual(before);
  });
});

describe('sohoso completion', () => {
  it('completes a period key in bash without a server', () => {
    const program = fileURLToPath(new URL('../../services/standalone/bin/sohoso.js', import.meta.url));
    const line = 'sohoso report appendix --period 2020-Q1@';
    const script = `source <("$0" "$1" completion bash); COMP_LINE='${line}'; COMP_POINT=${line.length}; _sohoso sohoso ''; echo "\${COMPREPLY[@]}"`;
    const { stdout } = spawnSync('bash', ['-c', script, process.execPath, program], { encoding: 'utf8' });
    expect(stdout.trim()).toBe('2020-Q1@vpcp'.slice('2020-Q1@'.length));
  });
});
