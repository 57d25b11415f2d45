import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient } from '@clickhouse/client';
import { Session } from 'chdb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { EngineProcess } from './engine-process.ts';
import { startClickHouseFront } from './front.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sohoso-front-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const job = (sql: string) => ({ setup: '', sql, data: undefined, format: 'TabSeparated' });

async function text(engine: EngineProcess, sql: string): Promise<string> {
  return Buffer.from((await engine.run(job(sql))).bytes).toString();
}

test('a folder keeps its data from one front to the next', async () => {
  const first = await startClickHouseFront({ path: folder });
  const client = createClient({ url: first.url });
  await client.command({ query: 'CREATE TABLE t (a UInt64) ENGINE = MergeTree ORDER BY a' });
  await client.command({ query: 'INSERT INTO t SELECT number FROM numbers(1000000)' });
  await client.close();
  await first.stop();

  const engine = await EngineProcess.start(folder);
  expect(await text(engine, 'SELECT count() FROM t')).toBe('1000000\n');
  await engine.stop();
});

test('stop() lets a running statement finish', async () => {
  const engine = await EngineProcess.start(folder);
  const running = text(engine, 'SELECT sleep(0.3)');
  await engine.stop();
  expect(await running).toBe('0\n');
  await expect(engine.run(job('SELECT 1'))).rejects.toThrow();
});

test('a folder that is taken is refused', async () => {
  const holder = await EngineProcess.start(folder);
  await expect(EngineProcess.start(folder)).rejects.toThrow(/^chDB did not open/);
  await holder.stop();
});

test('the spec may use chDB itself beside the front', async () => {
  const front = await startClickHouseFront();
  const embedded = new Session(folder);
  const remote = createClient({ url: front.url });
  const result = await remote.query({ query: 'SELECT 1 AS x', format: 'JSONEachRow' });
  expect(await result.json()).toEqual([{ x: 1 }]);
  expect(embedded.query('SELECT 2')).toBe('2\n');
  embedded.close();
  await remote.close();
  await front.stop();
});

/** A process between this one and an engine, killed while that engine is busy. */
async function killTheParentOfAnEngine(args: string[], env: NodeJS.ProcessEnv): Promise<void> {
  const fixture = fileURLToPath(new URL('./orphan-fixture.mjs', import.meta.url));
  const parent = fork(fixture, args, { execArgv: [], env: { ...process.env, ...env } });
  await once(parent, 'message');
  parent.kill('SIGKILL');
}

test('the engine dies with its parent, however that dies, and so frees its folder', async () => {
  await killTheParentOfAnEngine([folder], {});
  const next = await vi.waitFor(() => EngineProcess.start(folder), { timeout: 10_000 });
  await next.stop();
});

test('a folder of its own does not outlive it', async () => {
  await killTheParentOfAnEngine([], { TMPDIR: folder });
  await expect.poll(() => readdirSync(folder), { timeout: 10_000 }).toEqual([]);
});
