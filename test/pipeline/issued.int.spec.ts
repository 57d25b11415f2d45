import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { addKey, Gate } from '@sohoso/producer';
import { rebuildRollUps } from '@sohoso/store';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { received, resolved } from '../oracle/given.ts';
import { issuing } from '../support/issuing.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';
import { type ToldStore, toldStore } from '../support/told-store.ts';

const PERIOD = 'from=2020-04-01&to=2020-04-15';
const body = { report: 'appendix', from: '2020-04-01', to: '2020-04-15' };
/** One row, and so no whole report around it. */
const brief = { ...body, scope: 'so-y-te' };
const FORMATS = ['json', 'csv', 'xlsx', 'docx', 'pdf'] as const;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const iso = (ms: number) => new Date(ms).toISOString();

let folder = {} as TemporaryFolder;
let told = {} as ToldStore;
let gate = {} as Gate;
let failure: string | null = null;

beforeAll(async () => {
  folder = await temporaryFolder();
  gate = new Gate(join(folder.path, 'keys.json'), pino({ level: 'silent' }));
  gate.open();
  told = await toldStore(
    Date.UTC(2020, 3, 16, 3),
    () => true,
    (log) => ({
      pipeline: async () => ({ partitions: await log.lag('sohoso'), failure }),
      mayIssue: async ({ headers }) => (await gate.admit(headers.authorization))?.name ?? null,
    }),
  );
  await told.tell(
    received('2020-04-02', 'so-y-te', '2020-04-08', 'online', { subject: 'A' }),
    received('2020-04-03', 'so-y-te', undefined, 'direct', { subject: 'B', id: 'B-1' }),
    received('2020-04-03', 'so-tu-phap', '2020-04-20', 'postal', { subject: 'C' }),
    resolved('2020-04-06', 'so-tu-phap', {}, { subject: 'C', id: 'C-2' }),
    received('2020-03-20', 'dong-ha', '2020-05-20', 'online', { subject: 'D' }),
  );
  told.clock += 1_000;
});
afterAll(async () => {
  await told.close();
  await folder.remove();
});

type Headers = Record<string, string>;
const { get, pages, post: postAsItIs } = issuing(() => told.app);
/** As known a moment ago: then nothing has to be waited for. */
const post = (payload: object, headers?: Headers, address?: string) =>
  postAsItIs({ asKnownAt: iso(told.clock - 400), ...payload }, headers, address);
const issued = async (more: object = {}) => (await post({ ...body, ...more })).json();
const run = (query: string) =>
  told.clickhouse.writer.command({
    query,
    clickhouse_settings: { insert_deduplication_token: query, mutations_sync: '2' },
  });

describe('a report that is issued', () => {
  let record = {} as Awaited<ReturnType<typeof issued>>;
  beforeAll(async () => {
    record = await issued({ asKnownAt: undefined, title: 'Báo cáo kỳ 1', issuedBy: 'Văn phòng UBND tỉnh' });
  });

  it('says what it is, and where it can be had', async () => {
    expect(record).toMatchObject({
      report: 'appendix',
      title: 'Báo cáo kỳ 1',
      issuedBy: 'Văn phòng UBND tỉnh',
      note: null,
      issuedAt: iso(told.clock),
      asKnownAt: iso(told.clock),
      caughtUp: true,
      asked: {
        period: { from: '2020-04-01', to: '2020-04-15', key: '2020-04-01..2020-04-15' },
        baseline: null,
        by: 'unit',
        scope: 'all',
        structureOn: '2020-04-15',
        rollUp: false,
        lang: null,
      },
      definitions: { form: { id: 'appendix', version: 1 }, registry: { units: 30 } },
    });
    expect(record.id).toMatch(/^2020-04-16-appendix-[0-9a-f]{6}$/);
    expect((await get(`/v1/issued/${record.id}/record`)).json()).toEqual(record);
  });

  it('comes back byte for byte, under the digest of its bytes, and is what GET gives for its moment', async () => {
    const asked = `${PERIOD}&asKnownAt=${record.asKnownAt}`;
    for (const format of FORMATS) {
      const answer = await get(`/v1/issued/${record.id}?format=${format}`);
      const digest = sha256(answer.rawPayload);
      expect(record.formats[format]).toMatchObject({ sha256: digest, bytes: answer.rawPayload.length });
      expect(answer.headers).toMatchObject({
        etag: `"${digest}"`,
        'cache-control': 'private, max-age=31536000, immutable',
      });
      if (format === 'json' || format === 'csv')
        expect(answer.body).toBe((await get(`/v1/reports/appendix?${asked}&format=${format}`)).body);
    }
    const [xlsx, pdf] = [
      await get(`/v1/issued/${record.id}?format=xlsx`),
      await get(`/v1/issued/${record.id}?format=pdf`),
    ];
    expect([xlsx.body.slice(0, 2), pdf.body.slice(0, 4)]).toEqual(['PK', '%PDF']);
  });

  it('is not sent again to who has it, and is had in no other format', async () => {
    const address = `/v1/issued/${record.id}`;
    const tag = `"${record.formats.csv.sha256}"`;
    const accept = 'text/csv';
    expect(await get(address, { accept, 'if-none-match': `"x", W/${tag}` })).toMatchObject({
      statusCode: 304,
      body: '',
    });
    expect((await get(address, { accept, 'if-none-match': '"x"' })).statusCode).toBe(200);
    expect((await get(address, { accept: 'image/png' })).statusCode).toBe(406);
  });

  it('cannot be changed or removed', async () => {
    for (const method of ['PUT', 'PATCH', 'DELETE', 'POST'] as const)
      expect(
        (await told.app.inject({ method, url: `/v1/issued/${record.id}`, payload: {} })).statusCode,
      ).toBe(404);
    await rebuildRollUps(told.clickhouse);
    expect(sha256((await get(`/v1/issued/${record.id}`)).rawPayload)).toBe(record.formats.json.sha256);
  });

  it('is another one each time, unless it is the same request', async () => {
    const again = await issued({
      title: 'Báo cáo kỳ 1',
      issuedBy: 'Văn phòng UBND tỉnh',
      asKnownAt: record.asKnownAt,
    });
    expect(again.id).not.toBe(record.id);
    expect(again.formats.json).toEqual(record.formats.json);
    const key = { 'idempotency-key': 'april-1' };
    const [one, two] = await Promise.all([post(body, key), post(body, key)]);
    expect([one.statusCode, two.statusCode]).toEqual([201, 201]);
    expect(two.json()).toEqual(one.json());
    expect(two.headers).toMatchObject({
      'idempotency-replayed': 'true',
      location: `/v1/issued/${one.json().id}`,
    });
    const other = await post({ ...body, scope: 'district' }, key);
    expect(other.json()).toMatchObject({ status: 409, type: 'urn:sohoso:problem:key-reused' });
    expect(other.json().detail).toContain(one.json().id);
  });

  it('is in the list, newest first, page by page, and by report and period', async () => {
    told.clock += 1_000;
    const last = await issued({ report: 'ii-06a', from: undefined, to: undefined, period: '2020-Q1' });
    const all = (await get('/v1/issued')).json();
    expect(all.issued[0]).toEqual(last);
    expect(all.next).toBeNull();
    const found = await pages('/v1/issued?limit=1');
    expect(found.flatMap((page) => page.issued)).toEqual(all.issued);
    const ids = async (rest: string) =>
      (await get(`/v1/issued?${rest}`)).json().issued.map(({ id }: { id: string }) => id);
    expect(await ids('report=ii-06a')).toEqual([last.id]);
    expect(await ids('period=2020-Q1&report=appendix')).toEqual([]);
    expect((await get('/v1/issued?after=x')).statusCode).toBe(400);
  });
});

describe('a report that cannot be issued', () => {
  it.each([
    [{ report: 'appendix-2' }, 404, /no report "appendix-2" to issue; there are: appendix/],
    [{ period: '2020-Q1' }, 400, /from and to/],
    [{ to: '2020-02-30' }, 400, /to: "2020-02-30" is not a day/],
    [{ scope: 'so-la' }, 400, /"so-la" is neither a unit/],
    [{ asKnownAt: '2031-01-01' }, 400, /lies ahead/],
    [{ note: 'một\nhai' }, 400, /note: has a control character/],
    [{ title: 'x'.repeat(201) }, 400, /title/],
    [{ format: 'pdf' }, 400, /format/],
  ])('is refused in a sentence: %j', async (more, status, sentence) => {
    const answer = await post({ ...body, ...more });
    expect(answer.json()).toMatchObject({ status });
    expect(answer.json().detail).toMatch(sentence);
  });

  it('is refused where its figures do not balance, and so is what it would show now', async () => {
    const { id } = await issued(brief);
    const before = (await get('/v1/issued')).body;
    const damage = (closed: number) =>
      run(
        `INSERT INTO unit_day (grain, day, unit, recorded_day, resolved_late) SELECT grain, '2020-04-06', 'so-y-te', '2020-04-06', ${closed} FROM (SELECT arrayJoin(['day']) AS grain)`,
      );
    await damage(-3);
    const answer = await post(brief);
    expect(answer.json()).toMatchObject({ status: 409, type: 'urn:sohoso:problem:figures-broken' });
    expect(answer.json().detail).toMatch(/^nothing was issued: the figures of so-y-te are impossible/);
    expect((await get(`/v1/issued/${id}/restatement`)).statusCode).toBe(409);
    expect((await get('/v1/issued')).body).toBe(before);
    await damage(3);
    expect((await post(brief)).statusCode).toBe(201);
  });
});

describe('who may issue', () => {
  it.each([
    ['another machine', {}, '192.0.2.7'],
    ['a web page', { origin: 'https://example.org' }, '127.0.0.1'],
    ['a proxy', { 'x-forwarded-for': '192.0.2.7' }, '127.0.0.1'],
  ])('is not %s, where there are no keys', async (_, headers, address) => {
    const answer = await post(brief, headers as Headers, address);
    expect(answer.json()).toMatchObject({ status: 403, type: 'urn:sohoso:problem:not-allowed' });
  });

  it('is who shows a key, from anywhere, where keys are required', async () => {
    const text = await addKey(join(folder.path, 'keys.json'), {
      name: 'vp-ubnd',
      sources: ['*'],
      units: ['*'],
      eventsPerSecond: 10,
      burst: 10,
    } as never);
    await gate.shut();
    const without = await post(brief);
    expect(without.json()).toMatchObject({ status: 401, type: 'urn:sohoso:problem:key-invalid' });
    expect(without.headers['www-authenticate']).toBe('Bearer');
    const wrong = { authorization: `Bearer ${text.slice(0, -3)}AAA` };
    expect((await post(brief, wrong)).statusCode).toBe(401);
    const right = await post(brief, { authorization: `Bearer ${text}` }, '192.0.2.7');
    expect(right.statusCode).toBe(201);
    expect(right.body).not.toContain('vp-ubnd"');
    gate.open();
  });
});

describe('an issued report that was damaged in the store', () => {
  it('is not given out, and is named', async () => {
    const { id } = await issued(brief);
    const csv = "arrayMap((b, f) -> if(f = 'csv', base64Encode('x'), b), file_bytes, file_formats)";
    await run(`ALTER TABLE issued_reports UPDATE file_bytes = ${csv} WHERE id = '${id}'`);
    const answer = await get(`/v1/issued/${id}?format=csv`);
    expect(answer.json()).toMatchObject({ status: 500, type: 'urn:sohoso:problem:issued-damaged' });
    expect(answer.json().detail).toContain(id);
    expect(answer.headers['etag']).toBeUndefined();
    expect((await get(`/v1/issued/${id}?format=pdf`)).statusCode).toBe(200);
    await run(
      `ALTER TABLE issued_reports UPDATE record = replaceOne(record, '"appendix"', '"ii-06a"') WHERE id = '${id}'`,
    );
    for (const path of ['', '/record', '/restatement'])
      expect((await get(`/v1/issued/${id}${path}`)).json()).toMatchObject({
        type: 'urn:sohoso:problem:issued-damaged',
      });
    const listed = (await get('/v1/issued')).json().issued.find((one: { id: string }) => one.id === id);
    expect(Object.keys(listed)).toEqual(['id', 'damaged']);
  });

  it('is not mistaken for one that there never was', async () => {
    for (const path of ['', '/record', '/restatement'])
      expect((await get(`/v1/issued/2020-04-16-appendix-000000${path}`)).json()).toMatchObject({
        status: 404,
        type: 'urn:sohoso:problem:issued-unknown',
      });
  });
});

describe('a store that is behind the log', () => {
  it('issues nothing, and says when to ask again', async () => {
    const { id } = await issued(brief);
    await told.stopFolding();
    failure = 'it was stopped';
    await told.log.append([{ key: 'F', value: Buffer.from('{}') }]);
    const answer = await post(brief);
    expect(answer.json()).toMatchObject({ status: 503, type: 'urn:sohoso:problem:pipeline-behind' });
    expect(answer.json().detail).toMatch(/^the store is 1 events behind the log/);
    expect(answer.headers['retry-after']).toBe('5');
    expect((await get(`/v1/issued/${id}/restatement`)).headers['retry-after']).toBe('5');
    expect((await get(`/v1/issued/${id}`)).statusCode).toBe(200);
  });
});
