import { Readable } from 'node:stream';
import { businessZone } from '@sohoso/dossier';
import { type EventLog, type LogRecord, LogUnavailable, memoryLog } from '@sohoso/log';
import { buildApp } from '@sohoso/service';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ProducerLimits, producer } from './producer.ts';
import { openGate } from './testing/started.ts';

const rules = {
  zone: businessZone('Asia/Ho_Chi_Minh'),
  isUnit: (code: string) => code === 'so-tu-phap' || code === 'so-y-te',
};
const ONE = 'application/cloudevents+json';
const ARRAY = 'application/cloudevents-batch+json';
const LINES = 'application/x-ndjson';

let log: EventLog;
let app: FastifyInstance;

async function start(
  limits: Partial<ProducerLimits> = {},
  on: EventLog = memoryLog({ partitionCount: 4 }),
): Promise<void> {
  log = on;
  app = await buildApp({ title: 'spec', description: '', version: '1', logger: pino({ level: 'silent' }) });
  await app.register(producer, {
    log,
    rules,
    gate: openGate(),
    group: 'spec',
    maxWaitingEvents: 10_000,
    limits,
  });
}
beforeEach(() => start());
afterEach(() => app.close());

const good = (id: string, more: object = {}) => ({
  specversion: '1.0',
  id,
  source: '/mcdt/so-tu-phap',
  type: 'vn.tthc.dossier.received.v1',
  subject: `STP-2020-${id}`,
  time: '2020-04-03T08:15:00+07:00',
  data: { unit: 'so-tu-phap', channel: 'online', due: '2020-04-10' },
  ...more,
});

const post = (type: string, payload: string | Buffer | Readable) =>
  app.inject({ method: 'POST', url: '/v1/events', headers: { 'content-type': type }, payload });
const lines = (...values: unknown[]) =>
  values.map((v) => (typeof v === 'string' ? v : JSON.stringify(v))).join('\n');

async function logged(): Promise<readonly LogRecord[]> {
  const seen: LogRecord[] = [];
  const options = {
    group: `g${Math.random()}`,
    maxBatchRecords: 1_000,
    maxBatchBytes: 1e9,
    maxBatchWaitMs: 0,
    concurrency: 1,
  };
  const consumption = await log.consume(
    { ...options, onFailure: (e) => expect.fail(e.message) },
    async (batch) => {
      seen.push(...batch.records);
      await batch.commit((batch.records.at(-1)?.offset ?? 0) + 1);
    },
  );
  await new Promise((resolve) => setTimeout(resolve, 30));
  await consumption.stop();
  return seen;
}

/** One event for each reason, and the text that it travels as. */
const bad: readonly (readonly [reason: string, event: unknown])[] = [
  ['schema-invalid', good('s', { data: { unit: 'so-tu-phap', channel: 'online', name: 'Nguyễn Văn A' } })],
  ['schema-invalid', good('f', { data: { unit: 'so-tu-phap', channel: 'online', due: '2020-02-30' } })],
  ['unknown-unit', good('u', { data: { unit: 'so-la', channel: 'online' } })],
  ['in-the-future', good('n', { time: new Date(Date.now() + 25 * 3_600_000).toISOString() })],
  ['too-old', good('o', { time: '1999-12-31T00:00:00+07:00' })],
  ['too-large', good('l', { comment: 'x'.repeat(70_000) })],
];

describe('a good event', () => {
  it('is accepted, and in the log under its dossier with nothing that the schema does not know', async () => {
    const answer = await post(ONE, JSON.stringify({ ...good('1'), traceparent: 'x' }));
    expect(answer.statusCode).toBe(202);
    expect(answer.json()).toEqual({ accepted: 1, repeated: 0, rejectedCount: 0, rejected: [] });
    const [record] = await logged();
    expect(record?.key).toBe('STP-2020-1');
    expect(JSON.parse(Buffer.from(record?.value ?? []).toString())).toEqual(good('1'));
  });
  it('is accepted with a charset beside the type', async () => {
    expect((await post(`${ONE}; charset=utf-8`, JSON.stringify(good('1')))).json()).toMatchObject({
      accepted: 1,
    });
  });
});

describe('an event in binary mode', () => {
  const { data, ...attributes } = good('Đông Hà 100%');
  const headers = Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [`ce-${name}`, encodeURIComponent(value)]),
  );
  const send = (payload: string, more: Record<string, string> = {}) =>
    app.inject({
      method: 'POST',
      url: '/v1/events',
      headers: { 'content-type': 'application/json; charset=utf-8', ...headers, ...more },
      payload,
    });

  it('is in the log as in structured mode, its attributes decoded', async () => {
    const subject = { 'ce-subject': 'STP-2020-1', 'ce-traceparent': 'x' };
    expect((await send(JSON.stringify(data), subject)).json()).toMatchObject({ accepted: 1 });
    expect(JSON.parse(Buffer.from((await logged())[0]?.value ?? []).toString())).toEqual({
      ...attributes,
      subject: 'STP-2020-1',
      datacontenttype: 'application/json; charset=utf-8',
      data,
    });
  });
  it.each([
    ['not-json', '{', {}],
    ['schema-invalid', '{}', { 'ce-subject': 'STP' }],
    ['schema-invalid', JSON.stringify(data), { 'ce-subject': 'STP', 'ce-specversion': '0.3' }],
    ['schema-invalid', JSON.stringify(data), { 'ce-subject': '%' }],
  ])('is refused alone: %s %s', async (reason, payload, more) => {
    expect((await send(payload, more)).json()).toMatchObject({ accepted: 0, rejected: [{ reason }] });
  });
  it('is told from JSON that is no event', async () => {
    const headers = { 'content-type': 'application/json' };
    const answer = await app.inject({ method: 'POST', url: '/v1/events', headers, payload: '{}' });
    expect(answer.json()).toMatchObject({ status: 415 });
  });
});

describe('a bad event', () => {
  it.each([...bad, ['not-json', '{"specversion":'] as const])(
    'is refused alone: %s',
    async (reason, event) => {
      const answer = await post(ONE, typeof event === 'string' ? event : JSON.stringify(event));
      expect(answer.statusCode).toBe(202);
      expect(answer.json()).toMatchObject({
        accepted: 0,
        rejectedCount: 1,
        rejected: [{ index: 0, reason }],
      });
      expect(answer.json().rejected[0].detail.length).toBeGreaterThan(10);
      expect(await logged()).toHaveLength(0);
    },
  );
  it.each(bad)('in the middle of a batch leaves its neighbours alone: %s', async (reason, event) => {
    const answer = await post(ARRAY, JSON.stringify([good('1'), event, good('2')]));
    expect(answer.json()).toMatchObject({ accepted: 2, rejected: [{ index: 1, reason }] });
    expect(await logged()).toHaveLength(2);
  });
  it.each([...bad, ['not-json', '{"specversion":'] as const])(
    'in the middle of lines leaves its neighbours alone: %s',
    async (reason, event) => {
      const answer = await post(LINES, lines(good('1'), event, '', good('2')));
      expect(answer.json()).toMatchObject({ accepted: 2, rejected: [{ index: 1, reason }] });
      expect(await logged()).toHaveLength(2);
    },
  );
  it('is named by its id where that can be read', async () => {
    const answer = await post(ARRAY, JSON.stringify([bad[0]?.[1], 7, null]));
    expect(answer.json().rejected.map((r: { id: string | null }) => r.id)).toEqual(['s', null, null]);
  });
});

describe('lines', () => {
  it('may be cut anywhere on their way, and end without a newline', async () => {
    const text = Buffer.from(
      lines(good('hồ-sơ-1', { subject: 'a' }), good('2', { id: 'Đông Hà' }), good('3')),
    );
    const pieces = Array.from({ length: Math.ceil(text.length / 7) }, (_, i) =>
      text.subarray(i * 7, i * 7 + 7),
    );
    expect((await post(LINES, Readable.from(pieces))).json()).toMatchObject({
      accepted: 3,
      rejectedCount: 0,
    });
    const values = (await logged()).map((r) => JSON.parse(Buffer.from(r.value).toString()).id);
    expect(values.toSorted()).toEqual(['3', 'hồ-sơ-1', 'Đông Hà'].toSorted());
  });
  it('that are endless are refused without being held in memory', async () => {
    const endless = Readable.from(Array.from({ length: 300 }, () => Buffer.alloc(65_536, 0x61)));
    const before = process.memoryUsage().arrayBuffers;
    expect((await post(LINES, endless)).json()).toMatchObject({
      rejectedCount: 1,
      rejected: [{ reason: 'too-large' }],
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(40e6);
  });
  it('are refused one by one, listed up to a bound and counted beyond it', async () => {
    await app.close();
    await start({ maxListedRejections: 5 });
    const answer = (await post(LINES, lines(...Array.from({ length: 50 }, () => '{}')))).json();
    expect(answer.rejectedCount).toBe(50);
    expect(answer.rejected).toHaveLength(5);
  });
  it('are none in an empty body', async () => {
    expect((await post(LINES, '')).json()).toEqual({
      accepted: 0,
      repeated: 0,
      rejectedCount: 0,
      rejected: [],
    });
  });
});

describe('a request that cannot be read', () => {
  it.each([
    ['an array that is not JSON', ARRAY, '[{', 400, 'body-invalid'],
    ['a batch that is no array', ARRAY, '{}', 400, 'body-invalid'],
    ['another content type', 'text/plain', 'hello', 415, 'media-type-unsupported'],
  ])('is told so: %s', async (_, type, body, status, kind) => {
    const answer = await post(type, body);
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.json()).toMatchObject({ type: `urn:sohoso:problem:${kind}`, status });
  });
  it('is told so when an array is too long', async () => {
    await app.close();
    await start({ maxArrayBytes: 500 });
    expect(
      (await post(ARRAY, JSON.stringify([good('1'), good('2'), good('3'), good('4')]))).json(),
    ).toMatchObject({
      type: 'urn:sohoso:problem:body-too-large',
      status: 413,
    });
  });
});

describe('a log that does not take events', () => {
  const failing = (after: number): EventLog => {
    const real = memoryLog({ partitionCount: 4 });
    let appends = 0;
    return {
      ...real,
      append: (entries) =>
        appends++ < after ? real.append(entries) : Promise.reject(new LogUnavailable('the disk is full')),
    };
  };
  it('is answered with 503, when to come back, and what is in already', async () => {
    await app.close();
    await start({ maxAppendEvents: 2 }, failing(1));
    const answer = await post(LINES, lines(good('1'), good('2'), good('3')));
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['retry-after']).toBe('1');
    expect(answer.json()).toMatchObject({ type: 'urn:sohoso:problem:log-unavailable', accepted: 2 });
  });
});

describe('more requests at once than are allowed', () => {
  it('are told to come back, and nothing of them is taken in', async () => {
    await app.close();
    const release: (() => void)[] = [];
    const real = memoryLog({ partitionCount: 4 });
    await start(
      { maxRequests: 1 },
      { ...real, append: (e) => new Promise<void>((done) => release.push(() => done(real.append(e)))) },
    );
    const first = post(ONE, JSON.stringify(good('1')));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const second = await post(ONE, JSON.stringify(good('2')));
    expect(second.statusCode).toBe(429);
    expect(second.headers['retry-after']).toBe('1');
    for (const done of release) done();
    expect((await first).json()).toMatchObject({ accepted: 1 });
  });
});
