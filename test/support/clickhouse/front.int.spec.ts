import { request } from 'node:http';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

import {
  type ClickHouseClient,
  type ClickHouseClientConfigOptions,
  ClickHouseError,
  ClickHouseLogLevel,
  type ClickHouseSettings,
  createClient,
} from '@clickhouse/client';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type ClickHouseFront, startClickHouseFront } from './front.ts';

let front: ClickHouseFront;
let client: ClickHouseClient;

/** Silent, because most of what fails here is meant to. */
const connect = (options: ClickHouseClientConfigOptions = {}): ClickHouseClient =>
  createClient({ url: front.url, log: { level: ClickHouseLogLevel.OFF }, ...options });

beforeAll(async () => {
  front = await startClickHouseFront();
  client = connect();
  await client.command({ query: 'CREATE TABLE t (a UInt64, s String) ENGINE = MergeTree ORDER BY a' });
});

afterEach(async () => {
  await client.command({ query: 'TRUNCATE TABLE t' });
});

afterAll(async () => {
  await client?.close();
  await front?.stop();
});

async function rows<T>(query: string, options: object = {}): Promise<T[]> {
  const result = await client.query({ query, format: 'JSONEachRow', ...options });
  return (await result.json()) as T[];
}

async function count(): Promise<number> {
  const [row] = await rows<{ n: string }>('SELECT toString(count()) AS n FROM t');
  return Number(row?.n);
}

const insert = (values: object[], options: object = {}) =>
  client.insert({ table: 't', values, format: 'JSONEachRow', ...options });

const failureOf = (promise: Promise<unknown>): Promise<Error & { code?: string }> =>
  promise.then(
    () => expect.unreachable('should have failed'),
    (error) => error,
  );

describe('what a server does', () => {
  test('it answers pings, with and without a SELECT', async () => {
    expect(await client.ping()).toEqual({ success: true });
    expect(await client.ping({ select: true })).toEqual({ success: true });
  });

  test.each([
    ['JSON', /"data":\s*\[/],
    ['JSONEachRow', /^\{"a":1,"s":"x;\\ny"\}\n$/],
    ['JSONCompactEachRow', /^\[1, "x;\\ny"\]\n$/],
    ['JSONCompact', /"data":\s*\[\s*\[1, "x;\\ny"\]/],
    ['JSONStringsEachRow', /^\{"a":"1",/],
    ['TabSeparated', /^1\tx;\\ny\n$/],
    ['TabSeparatedWithNames', /^a\ts\n1\t/],
    ['CSV', /^1,"x;\ny"\n$/],
    ['CSVWithNames', /^"a","s"\n1,/],
    ['CustomSeparated', /^1\tx;\\ny\n$/],
  ] as const)('it answers in the format %s', async (format, shape) => {
    const result = await client.query({ query: "SELECT 1 AS a, 'x;\\ny' AS s;", format });
    expect(await result.text()).toMatch(shape);
  });

  test('it falls back to default_format, and that to TabSeparated', async () => {
    const text = async (clickhouse_settings: ClickHouseSettings) => {
      const { stream } = await client.exec({ query: "SELECT 1, 'é'", clickhouse_settings });
      return Buffer.concat(await stream.toArray()).toString();
    };
    expect(await text({})).toBe('1\té\n');
    expect(await text({ default_format: 'JSONCompactEachRow' })).toBe('[1, "é"]\n');
  });

  test('it binds query parameters, however long or oddly spelt', async () => {
    const query_params = { day: '1955-02-28', xs: ["a'b", 'c\\d', 'é;\n'], s: "q'\\\t\n;", none: null };
    const query =
      'SELECT {day:Date32} day, {xs:Array(String)} xs, {s:String} s, {none:Nullable(String)} none';
    expect(await rows(query, { query_params })).toEqual([query_params]);

    const many = { ids: Array.from({ length: 5000 }, (_, i) => `id-${i}`) };
    const length = 'SELECT toUInt32(length({ids:Array(String)})) AS n';
    expect(await rows(length, { query_params: many })).toEqual([{ n: 5000 }]);
    expect(await rows(length, { query_params: many, use_multipart_params: true })).toEqual([{ n: 5000 }]);
  });

  test('it knows databases and accepts any user', async () => {
    await client.command({ query: 'CREATE DATABASE IF NOT EXISTS other' });
    const other = connect({ database: 'other', username: 'me', password: 'secret' });
    const result = await other.query({ query: 'SELECT currentDatabase() AS d', format: 'JSONEachRow' });
    expect(await result.json()).toEqual([{ d: 'other' }]);
    await other.close();

    const url = `${front.url}/?query=${encodeURIComponent('SELECT currentDatabase()')}`;
    const answer = await fetch(url, { headers: { 'X-ClickHouse-User': 'me', 'X-ClickHouse-Key': 'secret' } });
    expect(await answer.text()).toBe('default\n');
  });

  test('it echoes the query id and sums up', async () => {
    const result = await insert([{ a: 1 }, { a: 2 }], { query_id: 'my-id' });
    expect(result.query_id).toBe('my-id');
    expect(result.response_headers?.['x-clickhouse-query-id']).toBe('my-id');
    expect(result.summary?.written_rows).toBe('2');
    const copied = await client.command({ query: 'INSERT INTO t SELECT a + 10, s FROM t' });
    expect(copied.summary?.written_rows).toBe('2');
  });

  test('it fails as a server does', async () => {
    const unknown = await failureOf(rows('SELECT * FROM nowhere'));
    expect(unknown).toBeInstanceOf(ClickHouseError);
    expect(unknown).toMatchObject({ code: '60', type: 'UNKNOWN_TABLE' });
    expect(await failureOf(insert([{ a: 'no number' }]))).toMatchObject({ code: '27' });
    expect(await failureOf(rows('SELECT throwIf(1)'))).toMatchObject({ code: '395' });
    expect(await failureOf(rows('SELECT 1', { clickhouse_settings: { nonsense: 1 } }))).toMatchObject({
      code: '115',
    });
    expect(await failureOf(client.command({ query: 'SELECT 1; SELECT 2' }))).toMatchObject({ code: '62' });
    expect(await failureOf(client.command({ query: '1 + 1' }))).toMatchObject({ code: '62' });
  });

  test('its errors have status, header and wording', async () => {
    const answer = await fetch(front.url, { method: 'POST', body: 'SELECT * FROM nowhere' });
    expect(answer.status).toBe(404);
    expect(answer.headers.get('x-clickhouse-exception-code')).toBe('60');
    expect(await answer.text()).toMatch(/^Code: 60\. DB::Exception: .*\(UNKNOWN_TABLE\) \(version \d+\./);
    expect((await fetch(front.url, { method: 'POST', body: 'SELEC 1' })).status).toBe(400);
    expect((await fetch(front.url, { method: 'POST', body: 'SELECT throwIf(1)' })).status).toBe(500);
  });
});

describe('inserts', () => {
  test('it takes a stream of 50,000 rows as one part', async () => {
    const source = Readable.from(
      (function* () {
        for (let a = 0; a < 50_000; a++) yield { a, s: `row ${a}; “${a % 7}”\n` };
      })(),
    );
    const result = await client.insert({ table: 't', values: source, format: 'JSONEachRow' });
    expect(result.summary?.written_rows).toBe('50000');
    expect(await count()).toBe(50_000);
    const parts = "SELECT name FROM system.parts WHERE table = 't' AND active";
    expect(await rows(parts)).toHaveLength(1);
  });

  test('it takes text, columns and binary rows', async () => {
    const csv = Readable.from(['1,"a;\nb"\n2,"c"\n'], { objectMode: false });
    await client.insert({ table: 't', values: csv, format: 'CSV' });
    const columns = Readable.from(['{"a":[3,4],"s":["x","y"]}']);
    await client.exec({ query: 'INSERT INTO t FORMAT JSONColumns', values: columns });
    const binary = Readable.from([Buffer.from([5, 0, 0, 0, 0, 0, 0, 0, 2, 0xc3, 0xa9])]);
    await client.exec({ query: 'INSERT INTO t FORMAT RowBinary', values: binary });
    await client.command({ query: "INSERT INTO t VALUES (6, ';')" });
    expect((await rows<{ s: string }>('SELECT s FROM t ORDER BY a')).map(({ s }) => s)).toEqual([
      'a;\nb',
      'c',
      'x',
      'y',
      'é',
      ';',
    ]);
  });

  test('no rows are no error', async () => {
    await client.insert({ table: 't', values: Readable.from([]), format: 'JSONEachRow' });
    expect(await count()).toBe(0);
  });

  test('it speaks gzip both ways', async () => {
    const zipped = connect({ compression: { request: true, response: true } });
    await zipped.insert({ table: 't', values: [{ a: 1, s: 'é' }], format: 'JSONEachRow' });
    const result = await zipped.query({ query: 'SELECT s FROM t', format: 'JSONEachRow' });
    expect(result.response_headers['content-encoding']).toBe('gzip');
    expect(await result.json()).toEqual([{ s: 'é' }]);
    expect(await failureOf(zipped.command({ query: 'SELECT nothing' }))).toMatchObject({ code: '47' });
    await zipped.close();
  });

  test.each(['identity', 'gzip'])('a body that breaks off inserts nothing (%s)', async (encoding) => {
    const rowsSent = '{"a":1}\n'.repeat(1000);
    const url = `${front.url}/?query=${encodeURIComponent('INSERT INTO t FORMAT JSONEachRow')}`;
    // not through the client, which prints an error of its own when a source breaks
    const headers = encoding === 'gzip' ? { 'Content-Encoding': encoding } : {};
    const sending = request(url, { method: 'POST', headers });
    sending.on('error', () => {});
    await new Promise((sent) => sending.write(encoding === 'gzip' ? gzipSync(rowsSent) : rowsSent, sent));
    await sleep(50);
    sending.destroy();
    await sleep(100);
    expect(await count()).toBe(0);
  });
});

describe('requests are alone', () => {
  const threads = "SELECT value FROM system.settings WHERE name = 'max_threads'";

  test('no setting outlives its request', async () => {
    const clickhouse_settings = { max_threads: 3 };
    const before = await rows(threads);
    expect(await rows(threads, { clickhouse_settings })).toEqual([{ value: '3' }]);
    await insert([{ a: 1 }], { clickhouse_settings });
    await failureOf(rows('SELECT * FROM nowhere', { clickhouse_settings }));
    await client.command({ query: 'SET max_threads = 3' });
    expect(await rows(threads)).toEqual(before);
  });

  test('no deduplication token outlives its insert', async () => {
    await client.command({
      query: `CREATE TABLE once (a UInt64) ENGINE = MergeTree ORDER BY a
        SETTINGS non_replicated_deduplication_window = 100`,
    });
    const put = (a: number, insert_deduplication_token?: string) =>
      client.insert({
        table: 'once',
        values: [{ a }],
        format: 'JSONEachRow',
        ...(insert_deduplication_token && { clickhouse_settings: { insert_deduplication_token } }),
      });
    await put(1, "it's");
    await put(1, "it's");
    await put(2);
    expect(await rows('SELECT toUInt32(a) AS a FROM once ORDER BY a')).toEqual([{ a: 1 }, { a: 2 }]);
  });

  test('they run side by side, with parameters of their own', async () => {
    const started = performance.now();
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, x) =>
        rows('SELECT {x:UInt8} AS x, sleep(0.5) AS z', { query_params: { x } }),
      ),
    );
    expect(answers).toEqual(Array.from({ length: 8 }, (_, x) => [{ x, z: 0 }]));
    expect(performance.now() - started).toBeLessThan(3000); // one after the other: 4 s
  });
});
