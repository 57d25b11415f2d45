import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Fault } from './faults.ts';
import { type ClickHouseFront, startClickHouseFront } from './front.ts';

let front: ClickHouseFront;
let client: ClickHouseClient;

/** Silent, because what fails here is meant to. */
const log = { level: ClickHouseLogLevel.OFF };

beforeAll(async () => {
  front = await startClickHouseFront();
  client = createClient({ url: front.url, log });
  await client.command({ query: 'CREATE TABLE t (a UInt64) ENGINE = MergeTree ORDER BY a' });
});

afterEach(async () => {
  front.fault = undefined;
  await client.command({ query: 'TRUNCATE TABLE t' });
});

afterAll(async () => {
  await client?.close();
  await front?.stop();
});

async function count(): Promise<number> {
  const result = await client.query({ query: 'SELECT count() FROM t', format: 'TabSeparated' });
  return Number(await result.text());
}

const failureOf = (promise: Promise<unknown>): Promise<Error & { code?: string }> =>
  promise.then(
    () => expect.unreachable('should have failed'),
    (error) => error,
  );

const values = [{ a: 1 }];

/** On a socket of its own: one that met a kept connection could see a reset where another sees a refusal. */
const withFresh = async <T>(work: (fresh: ClickHouseClient) => Promise<T>, timeout = 30_000): Promise<T> => {
  const fresh = createClient({
    url: front.url,
    log,
    request_timeout: timeout,
    keep_alive: { enabled: false },
  });
  return work(fresh).finally(() => fresh.close());
};

const insertFresh = (timeout?: number) =>
  withFresh((fresh) => fresh.insert({ table: 't', values, format: 'JSONEachRow' }), timeout);

test('refuse: the port is closed until the fault is lifted', async () => {
  front.fault = { kind: 'refuse' };
  expect(await failureOf(insertFresh())).toMatchObject({ code: 'ECONNREFUSED' });
  expect(await withFresh((fresh) => fresh.ping())).toMatchObject({ success: false });
  front.fault = undefined;
  await insertFresh();
  expect(await count()).toBe(1);
});

test('refuse, chosen: nothing applied, the others pass', async () => {
  front.fault = { kind: 'refuse', match: /^INSERT INTO t/, times: 2 };
  expect(await failureOf(insertFresh())).toMatchObject({ code: 'ECONNRESET' });
  expect(await count()).toBe(0);
  expect(await failureOf(insertFresh())).toMatchObject({ code: 'ECONNRESET' });
  expect(front.fault).toBeUndefined();
  await insertFresh();
  expect(await count()).toBe(1);
});

test('hang: no answer, nothing applied', async () => {
  front.fault = { kind: 'hang', match: /^INSERT/, times: 1 };
  expect(await failureOf(insertFresh(300))).toMatchObject({ message: 'Timeout error.' });
  front.fault = { kind: 'hang', match: /^INSERT/, times: 1, ms: 100 };
  expect(await failureOf(insertFresh())).toMatchObject({ code: 'ECONNRESET' });
  expect(await count()).toBe(0);
});

test('drop-after-apply: the client sees a broken socket, the rows are there', async () => {
  front.fault = { kind: 'drop-after-apply', match: /^INSERT/, times: 1 };
  expect(await failureOf(insertFresh())).toMatchObject({ code: 'ECONNRESET' });
  expect(await count()).toBe(1);
});

test('delay: applied and answered later, also when the client no longer waits', async () => {
  const late: Fault = { kind: 'delay', match: /^INSERT/g, times: 1, ms: 600 };
  front.fault = late;
  const started = performance.now();
  await insertFresh();
  expect(performance.now() - started).toBeGreaterThan(590);
  front.fault = late;
  expect(await failureOf(insertFresh(100))).toMatchObject({ message: 'Timeout error.' });
  expect(await count()).toBe(1);
  await expect.poll(count).toBe(2);
});

test('a ping can be struck by its name', async () => {
  front.fault = { kind: 'refuse', match: /^ping$/, times: 1 };
  expect(await client.ping()).toMatchObject({ success: false });
  expect(await client.ping()).toEqual({ success: true });
});
