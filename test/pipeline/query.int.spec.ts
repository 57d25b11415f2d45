import { query } from '@sohoso/query';
import { readUnitsFile, sampleUnitsFile } from '@sohoso/registry';
import { buildApp, registerHealth } from '@sohoso/service';
import { EmbeddedFoldState, migrate } from '@sohoso/store';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EmbeddedClickHouse } from '../../services/standalone/src/embedded-clickhouse.ts';
import { sampleEvents } from '../../services/standalone/src/sample/sample-events.ts';
import { Oracle } from '../oracle/oracle.ts';
import { daysOf } from '../support/compare.ts';
import { temporaryClickHouse } from '../support/embedded-store.ts';
import { consumerOn, drained, entriesOf, memoryBench, zone } from '../support/pipeline.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';

let clickhouse = {} as EmbeddedClickHouse;
let folder = {} as TemporaryFolder;
let app = {} as FastifyInstance;
const events = sampleEvents();
const oracle = new Oracle(events);
const now = Date.UTC(2020, 3, 16, 3);

beforeAll(async () => {
  clickhouse = await temporaryClickHouse();
  folder = await temporaryFolder();
  await migrate(clickhouse.writer);
  const bench = memoryBench(12);
  const state = new EmbeddedFoldState(folder.path);
  await bench.log.append(entriesOf(events));
  const consumer = consumerOn(bench, clickhouse, state, {}, 10_000);
  await consumer.start();
  await drained(bench.log);
  await consumer.stop();
  await state.close();
  app = await buildApp({ title: 'spec', description: '', version: '1', logger: pino({ level: 'silent' }) });
  const registry = await readUnitsFile(sampleUnitsFile);
  await app.register(query, { clickhouse: clickhouse.reader, registry, zone, now: () => now });
  registerHealth(app, async () => ({ ready: true, reasons: [] }));
});
afterAll(async () => {
  await app.close();
  await clickhouse.close();
  await folder.remove();
});

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers });
const appendix = async (parameters: string) => (await get(`/v1/reports/appendix?${parameters}`)).json();

interface Row {
  unit: { code: string };
  received: object;
  resolved: object;
  pending: object;
}
const bare = (rows: readonly Row[]) => rows.map(({ unit, ...figures }) => ({ unit: unit.code, ...figures }));

describe('the appendix of the sample', () => {
  const march = daysOf(['2020-03-01', '2020-03-31']);
  it.each<readonly [string, string]>([
    ['2020-04-01', '2020-04-15'],
    ['2020-03-01', '2020-03-31'],
    ['2020-03-30', '2020-04-05'],
    ['2020-03-26', '2020-04-01'],
    ['2019-12-15', '2020-03-14'],
    ['2019-01-01', '2020-12-31'],
    ['2020-04-16', '2020-05-31'],
    ['2018-01-01', '2018-12-31'],
    ...daysOf(['2020-03-28', '2020-04-15']).map((d) => [d, d] as const),
    ...march.filter((_, i) => i % 7 === 0).map((d) => [d, '2020-04-10'] as const),
  ])('from %s to %s agrees with the oracle in every cell', async (from, to) => {
    const report = await appendix(`from=${from}&to=${to}`);
    const units = (report.rows as Row[]).map((row) => row.unit.code);
    expect(units).toHaveLength(29);
    expect(bare(report.rows)).toEqual(oracle.appendix(units, from, to));
    expect(report.total).toEqual(oracle.total(oracle.appendix(units, from, to)));
  });

  it('says what it is', async () => {
    const report = await appendix('from=2020-04-01&to=2020-04-15');
    expect(report).toMatchObject({
      form: 'appendix',
      period: { from: '2020-04-01', to: '2020-04-15', key: '2020-04-01..2020-04-15' },
      asKnownAt: '2020-04-16T03:00:00.000Z',
    });
    expect(report.rows[1].unit).toEqual({ code: 'so-tu-phap', name: 'Sở Tư pháp', level: 'department' });
    expect(report.rows[1].received).toEqual({
      total: 160,
      online: 11,
      carriedOver: 142,
      directOrPostal: 7,
      forwarded: 0,
    });
  });

  it.each([
    ['2020-Q1', '2020-01-01', '2020-03-31'],
    ['2020-04', '2020-04-01', '2020-04-30'],
    ['2020-H1', '2020-01-01', '2020-06-30'],
    ['2020-9M', '2020-01-01', '2020-09-30'],
    ['2020', '2020-01-01', '2020-12-31'],
    ['2020-Q1@vpcp', '2019-12-15', '2020-03-14'],
    ['2020@vpcp', '2019-12-15', '2020-12-14'],
    ['2020-04@vpcp', '2020-03-15', '2020-04-14'],
    ['2020-04-01..2020-04-15', '2020-04-01', '2020-04-15'],
  ])('of the period %s runs from %s to %s', async (key, from, to) => {
    expect((await appendix(`period=${encodeURIComponent(key)}`)).period).toEqual({ from, to, key });
  });

  it.each([
    ['department', 20],
    ['district', 9],
    ['commune', 0],
    ['so-y-te,dong-ha', 2],
    ['quang-tri', 1],
  ])('of the scope %s has %i rows, and their total', async (scope, count) => {
    const report = await appendix(`from=2020-04-01&to=2020-04-15&scope=${scope}`);
    expect(report.rows).toHaveLength(count);
    const sum = (report.rows as { received: { total: number } }[]).reduce((s, r) => s + r.received.total, 0);
    expect(report.total.received.total).toBe(sum);
  });

  it('carries over what the period before left pending', async () => {
    const first = await appendix('from=2020-03-01&to=2020-03-31');
    const second = await appendix('from=2020-04-01&to=2020-04-15');
    expect(second.total.received.carriedOver).toBe(first.total.pending.total);
  });

  it('is CSV like the published table, by parameter or Accept header', async () => {
    const byParameter = await get('/v1/reports/appendix?from=2020-04-01&to=2020-04-15&format=csv');
    const byHeader = await get('/v1/reports/appendix?from=2020-04-01&to=2020-04-15', { accept: 'text/csv' });
    expect(byParameter.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(byHeader.body).toBe(byParameter.body);
    const { readFile } = await import('node:fs/promises');
    const published = await readFile(
      new URL('../../services/standalone/sample/appendix-1.csv', import.meta.url),
      'utf8',
    );
    expect(byParameter.body.replaceAll('\r\n', '\n').trim()).toBe(published.trim());
  });
});

describe('a question that cannot be answered', () => {
  it.each([
    ['from=2020-04-15&to=2020-04-01', /backwards/],
    ['from=2020-02-30&to=2020-04-01', /"2020-02-30" is not a day/],
    ['from=2020-04-01', /from and to/],
    ['', /from and to/],
    ['from=2020-04-01&to=2020-04-15&period=2020', /from and to/],
    ['period=2020-Q5', /"2020-Q5" is not a period/],
    ['period=2020-13', /not a period/],
    ['period=2020-02-30..2020-03-01', /does not exist/],
    ['from=1900-01-01&to=1900-02-01', /lies outside/],
    ['period=0050', /lies outside/],
    ['from=1971-01-01&to=2030-01-01', /longer than 50 years/],
    ['from=2020-04-01&to=2020-04-15&scope=so-la', /"so-la" is neither a unit/],
    ['from=2020-04-01&to=2020-04-15&scope=', /scope/],
    ['from=2020-04-01&to=2020-04-15&form=x', /form/],
    ['from=2020-04-01&to=2020-04-15&format=doc', /format/],
    ['from=2020-04-01&from=2020-04-02&to=2020-04-15', /from/],
  ])('is told so in a sentence: %s', async (parameters, sentence) => {
    const answer = await get(`/v1/reports/appendix?${parameters}`);
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.json().detail).toMatch(sentence);
    expect(answer.json().type).toMatch(/^urn:sohoso:problem:/);
  });
  it('is 406 for a type that there is not, and 404 for an address that there is not', async () => {
    expect((await get('/v1/reports/appendix?period=2020', { accept: 'image/png' })).statusCode).toBe(406);
    const missing = await get('/v1/report');
    expect(missing.statusCode).toBe(404);
    expect(missing.json().type).toBe('urn:sohoso:problem:not-found');
  });
});

describe('units', () => {
  it('are those of today, or of a day that is asked for', async () => {
    const answer = (await get('/v1/units')).json();
    expect(answer.on).toBe('2020-04-16');
    expect(answer.units).toHaveLength(30);
    expect(answer.units[1]).toEqual({
      code: 'vp-ubnd',
      name: 'Văn phòng UBND tỉnh',
      level: 'department',
      parent: 'quang-tri',
      order: 1,
      validFrom: null,
      validTo: null,
    });
    expect((await get('/v1/units?on=2019-01-01')).json().on).toBe('2019-01-01');
    expect((await get('/v1/units?on=2019-02-29')).statusCode).toBe(400);
  });
});

describe('the audit', () => {
  it('finds that everything holds, and accounts for every event', async () => {
    const audit = (await get('/v1/audit')).json();
    expect(audit).toMatchObject({ holds: true, faults: [] });
    const counted = (audit.positions as { counted: number }[]).reduce((sum, p) => sum + p.counted, 0);
    expect(counted).toBe(events.length);
  });
});

describe('what describes the service', () => {
  it('is there: OpenAPI, its pages, health', async () => {
    const openapi = (await get('/openapi.json')).json();
    expect(Object.keys(openapi.paths)).toEqual(
      expect.arrayContaining(['/v1/reports/{form}', '/v1/units', '/v1/audit', '/healthz', '/readyz']),
    );
    const names = openapi.paths['/v1/reports/{form}'].get.parameters.map((p: { name: string }) => p.name);
    expect(names).toEqual([
      ...['from', 'to', 'period', 'scope', 'by', 'on', 'rollUp', 'baseline', 'asKnownAt', 'lang', 'format'],
      'form',
    ]);
    expect((await get('/docs/')).body).toContain('swagger-ui');
    expect((await get('/healthz')).json()).toEqual({ status: 'ok' });
    expect((await get('/readyz')).json()).toEqual({ ready: true, reasons: [] });
  });
});
