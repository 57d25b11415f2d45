import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { program } from '../../services/standalone/src/program.ts';
import { type SampleServer, sampleServer } from '../support/sample-server.ts';

let server = {} as SampleServer;
beforeAll(async () => {
  server = await sampleServer();
  vi.stubEnv('SOHOSO_URL', await server.app.listen({ host: '127.0.0.1', port: 0 }));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

const get = (url: string, headers: Record<string, string> = {}) => server.app.inject({ url, headers });
const json = async (url: string) => (await get(url)).json();
const SEED = 'from=2020-04-01&to=2020-04-15';

describe('ratios', () => {
  it.each([
    ['online/new', 156, 1284, '12,1%'],
    ['online/intake', 156, 1416, '11,0%'],
    ['online/handled', 156, 4545, '3,4%'],
    ['on-time/resolved', 2645, 2826, '93,6%'],
    ['on-time/received', 2645, 4545, '58,2%'],
    ['postal-return/resolved', 297, 2826, '10,5%'],
  ])('%s of the sample is %i / %i = %s', async (id, numerator, denominator, text) => {
    expect(await json(`/v1/ratios/${id}?${SEED}`)).toMatchObject({ numerator, denominator, text });
  });

  it('are flagged where their sides cover different units, beside the ratio of those of both', async () => {
    const report = await json(`/v1/ratios/postal-return%2Fresolved?${SEED}&by=unit`);
    expect(report).toMatchObject({ comparable: false, likeForLike: { denominator: 1202, text: '24,7%' } });
    expect(report.coverage.numerator.missing).toHaveLength(9);
    const rows = report.rows as { unit: { code: string }; numerator: number; value: number | null }[];
    expect(rows.map(({ unit }) => unit.code).at(-1)).toBe('hai-lang');
    expect(rows.reduce((sum, row) => sum + row.numerator, 0)).toBe(297);
    expect(rows.find(({ unit }) => unit.code === 'dong-ha')).toMatchObject({
      value: null,
      comparable: false,
    });
  });

  it('stand beside those of other periods', async () => {
    const { baselines } = await json(`/v1/ratios/online/new?${SEED}&baseline=2020-Q1,2020-Q1@vpcp,2017`);
    expect(baselines).toMatchObject([
      { period: { key: '2020-Q1' }, numerator: 979, denominator: 7836, difference: { text: '−0,4 điểm' } },
      { period: { key: '2020-Q1@vpcp', from: '2019-12-15' }, difference: { points: -0.5 } },
      { value: null, text: null, difference: null, reason: 'the baseline has no value' },
    ]);
  });

  it.each([
    [`online/old?${SEED}`, 404, /no ratio "online\/old"; there are: online\/new/],
    [`online/new?${SEED}&baseline=Q1`, 400, /^baseline: "Q1" is not a period/],
    [`online/new?${SEED}&scope=nowhere`, 400, /"nowhere" is neither/],
    ['online/new', 400, /from and to/],
  ])('are refused in a sentence: %s', async (path, status, sentence) => {
    const answer = await get(`/v1/ratios/${path}`);
    expect(answer.statusCode).toBe(status);
    expect(answer.json().detail).toMatch(sentence);
  });
});

/** Runs a command against the server of this spec; what it wrote, and its exit code. */
async function sohoso(...words: readonly string[]) {
  const written: string[] = [];
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text, ...rest: readonly unknown[]) => {
    written.push(String(text));
    // Commands wait for the pipe to have taken what they write.
    for (const done of rest) if (typeof done === 'function') done();
    return true;
  });
  const before = process.exitCode;
  try {
    process.exitCode = 0;
    await program().parseAsync(words, { from: 'user' });
    return { text: written.join(''), code: process.exitCode };
  } finally {
    spy.mockRestore();
    process.exitCode = before;
  }
}
const PERIOD = ['--from', '2020-04-01', '--to', '2020-04-15'];
const sample = (name: string) =>
  fileURLToPath(new URL(`../../services/standalone/sample/${name}`, import.meta.url));
const against = (number: number) => ['--against', sample(`appendix-${number}.csv`)];

describe('a published table', () => {
  it.each([1, 2, 3])('equals the computed one in every cell: appendix %i', async (number) => {
    const { code, text } = await sohoso('reconcile', 'appendix', ...PERIOD, ...against(number));
    expect({ code, text }).toMatchObject({
      code: 0,
      text: expect.stringMatching(/^all \d+ cells of .* equal/),
    });
  });

  it('may stand beside printed figures that are not what the arithmetic gives', async () => {
    const figures = ['--figures', sample('figures.json')];
    const { code, text } = await sohoso('reconcile', 'appendix', ...PERIOD, ...against(1), ...figures);
    expect(code).toBe(1);
    expect(text).toContain(
      'printed 2,2 %, arithmetic 2,1 % (27/1284); the 3 shares were forced to add up to 100,0',
    );
    expect(text).toContain('over like units it is 297/1202 = 24,7 %');
    expect(text).toContain('10 working days: 899/10 = 89,9');
  });

  it('is a ratio for a person, too', async () => {
    const { text } = await sohoso('ratio', 'online/new', ...PERIOD, '--baseline', '2020-Q1');
    expect(text.split('\n')[0]).toBe(
      'online/new  156 / 1.284 = 12,1%   baseline 2020-Q1: 979 / 7.836 = 12,5%   −0,4 điểm',
    );
  });

  it('differs where one event has come since, and the dossier is named', async () => {
    const { dossiers } = await json(`/v1/reports/appendix/cells/so-tu-phap/pending.overdue?${SEED}`);
    const { dossier } = (dossiers as { dossier: string; due: string | null }[]).find(
      ({ due }) => due !== null,
    ) ?? { dossier: '' };
    const closing = {
      specversion: '1.0',
      id: 'late',
      source: '/spec',
      type: 'vn.tthc.dossier.resolved.v1',
      subject: dossier,
      time: '2020-04-15T10:00:00+07:00',
      datacontenttype: 'application/json',
      data: { unit: 'so-tu-phap', outcome: 'granted' },
    };
    await server.add([closing]);
    const { code, text } = await sohoso(
      'reconcile',
      'appendix',
      ...PERIOD,
      ...against(2),
      '--format',
      'json',
    );
    expect(code).toBe(1);
    const { differences, faults } = JSON.parse(text);
    const seen = (differences as Seen[]).map((one) => [one.unit?.code, one.column.path, one.difference]);
    const changed = [
      ['resolved.total', 1],
      ['resolved.late', 1],
      ['pending.total', -1],
      ['pending.overdue', -1],
    ];
    expect(seen).toEqual(['so-tu-phap', undefined].flatMap((unit) => changed.map((one) => [unit, ...one])));
    expect(differences[1].dossiers[0]).toMatchObject({ dossier, closed: '2020-04-15', status: 'closed' });
    expect(faults).toEqual([]);
  });
});

interface Seen {
  readonly unit: { code: string } | null;
  readonly column: { path: string };
  readonly difference: number;
}
