import { type ClientRequest, type IncomingHttpHeaders, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { metricsRegistry } from '@sohoso/service';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Gate } from './gate.ts';
import * as on from './testing/started.ts';

let keys: on.KeysFolder;
let server: on.Started;
let url = '';

/** A server with keys that is reached over a socket, for a body that stands still has one. */
async function start(limits: on.StartOptions['limits'] = {}): Promise<void> {
  const gate = new Gate(keys.file, on.silent);
  await gate.shut();
  server = await on.started({ gate, limits, metrics: metricsRegistry() });
  url = await server.app.listen({ host: '127.0.0.1', port: 0 });
}
beforeEach(async () => {
  keys = await on.keysFolder();
});
afterEach(async () => {
  await server.app.close();
  await keys.remove();
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
}

/** A request whose body is written by and by. */
function sending(type: string, key: string, more = {}): { out: ClientRequest; answer: Promise<Answer> } {
  const headers = { 'content-type': type, ...on.bearer(key), ...more };
  const out = request(`${url}/v1/events`, { method: 'POST', headers });
  const answer = new Promise<Answer>((resolve, reject) => {
    out.on('error', reject);
    out.on('response', async (response) => {
      const text = (await response.toArray()).join('');
      resolve({ status: response.statusCode, headers: response.headers, body: JSON.parse(text) });
    });
  });
  out.flushHeaders();
  return { out, answer };
}

/** Writes a piece again and again, until it is told to end. */
function trickle(out: ClientRequest, piece: string): () => void {
  const timer = setInterval(() => out.write(piece), 20);
  return () => clearInterval(timer);
}

const backfill = { 'sohoso-lane': 'backfill' };

describe('a request that brings no event', () => {
  it.each([
    ['blank lines, live', on.LINES, '\n', {}],
    ['blank lines, as a backfill', on.LINES, ' \n\n', backfill],
    ['a line that does not end', on.LINES, ' ', {}],
    ['an array, a byte at a time', on.ARRAY, ' ', {}],
    ['an event, a byte at a time', on.ONE, ' ', {}],
  ])('is ended, and its place is free: %s', async (_, type, piece, more) => {
    const key = await keys.add('slow');
    await start({ maxSilenceMs: 150, maxRequestsOfKey: 1, maxBackfillsOfKey: 1 });
    const { out, answer } = sending(type, key, more);
    const end = trickle(out, piece);
    const { status, headers, body } = await answer;
    end();
    expect([status, headers['connection']]).toEqual([408, 'close']);
    expect(body).toMatchObject({ type: 'urn:sohoso:problem:body-invalid', status: 408 });
    expect(body['detail']).toContain('no event has come for 0.15 s');
    expect((await on.post(server.app, on.LINES, '', { ...on.bearer(key), ...more })).statusCode).toBe(202);
  });

  it('is told how many of its events are in; one that goes on bringing some is not ended', async () => {
    const key = await keys.add('slow');
    await start({ maxSilenceMs: 150, maxAppendEvents: 1 });
    const { out, answer } = sending(on.LINES, key);
    for (let i = 0; i < 5; i++) {
      out.write(`${JSON.stringify(on.received(`${i}`))}\n\n`);
      await sleep(60);
    }
    expect((await answer).body).toMatchObject({ status: 408, accepted: 5 });
  });

  it('is not one that is held back by its rate', async () => {
    const key = await keys.add('slow', { eventsPerSecond: 5, burst: 1 });
    await start({ maxSilenceMs: 100 });
    const two = on.lines(on.received('1'), on.received('2'), on.received('3'));
    expect((await on.post(server.app, on.LINES, two, on.bearer(key))).json()).toMatchObject({ accepted: 3 });
  });
});

it('a key that holds its places for backfills does not keep others out', async () => {
  const [slow, other] = [await keys.add('slow'), await keys.add('other')];
  await start();
  const held = [sending(on.LINES, slow, backfill), sending(on.LINES, slow, backfill)];
  for (const { out, answer } of held) {
    answer.catch(() => {});
    out.write('\n');
  }
  await sleep(100);
  const send = (key: string) => on.post(server.app, on.LINES, '', { ...on.bearer(key), ...backfill });
  expect((await send(slow)).json()).toMatchObject({ type: 'urn:sohoso:problem:overloaded', status: 429 });
  expect((await send(other)).statusCode).toBe(202);
  for (const { out } of held) out.destroy();
});

describe('an array', () => {
  it('has each event parsed by itself: what is no JSON in it is refused alone', async () => {
    const key = await keys.add('stp');
    await start();
    const text = `[${JSON.stringify(on.received('1'))}, {"a":}, 7 8, ${JSON.stringify(on.received('2'))}]`;
    const answer = await on.post(server.app, on.ARRAY, text, on.bearer(key));
    expect(answer.json()).toMatchObject({
      accepted: 2,
      rejected: [
        { index: 1, reason: 'not-json' },
        { index: 2, reason: 'not-json' },
      ],
    });
  });

  it('that is cut off is refused, and nothing of it is taken in', async () => {
    const key = await keys.add('stp');
    await start({ maxAppendEvents: 1 });
    const text = `[${JSON.stringify(on.received('1'))}, {"id":`;
    const answer = await on.post(server.app, on.ARRAY, text, on.bearer(key));
    expect(answer.json()).toMatchObject({ type: 'urn:sohoso:problem:body-invalid', status: 400 });
    expect(answer.json().detail).toContain('it is cut off, after 1 events; nothing was taken in');
    expect(await on.logged(server.log)).toEqual([]);
  });

  it('of very many elements is held as the bytes that it came in while its sender is slowed', async () => {
    const key = await keys.add('slow', { eventsPerSecond: 0.01, burst: 1 });
    await start();
    const before = process.memoryUsage().heapUsed;
    const { out, answer } = sending(on.ARRAY, key);
    answer.catch(() => {});
    out.end(`[${'{},'.repeat(1_000_000)}{}]`);
    await sleep(600);
    // A million objects are some 60 MB as values.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(30e6);
    out.destroy();
  });

  it('is turned away while others fill the memory for them, of a key or of all, and counted', async () => {
    const [slow, other] = [
      await keys.add('slow', { eventsPerSecond: 0.01, burst: 2 }),
      await keys.add('other'),
    ];
    await start({ maxHeldBytes: 3_000, maxHeldBytesOfKey: 2_000 });
    const long = `[{},{},{}${' '.repeat(1_500)}]`;
    const held = sending(on.ARRAY, slow);
    held.answer.catch(() => {});
    held.out.end(long);
    await sleep(100);
    const announcing = sending(on.ARRAY, other, { 'content-length': long.length });
    announcing.out.end(long);
    const first = await announcing.answer;
    expect(first.status).toBe(429);
    expect(first.headers).toMatchObject({ 'retry-after': '1', connection: 'keep-alive' });
    expect(first.body['detail']).toContain('other bodies fill the memory');
    // One that does not say how long it will be is counted as it comes.
    const { out, answer } = sending(on.ARRAY, other);
    out.write(long);
    expect(await answer).toMatchObject({ status: 429, headers: { connection: 'close' } });
    expect((await server.app.inject('/metrics')).body).toContain('turned_away_total{kind="overloaded"} 2');
    held.out.destroy();
    await sleep(100);
    expect((await on.post(server.app, on.ARRAY, long, on.bearer(other))).statusCode).toBe(202);
  });
});

it('an event in binary mode that is too large is refused before a value is made of it', async () => {
  const key = await keys.add('stp');
  await start();
  const { data, ...attributes } = on.received('1');
  const named = Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value]);
  const headers = { ...on.bearer(key), ...Object.fromEntries(named) };
  // As a value it would be small enough.
  const text = `${JSON.stringify(data)}${' '.repeat(70_000)}`;
  const answer = await on.post(server.app, 'application/json', text, headers);
  expect(answer.json()).toMatchObject({ accepted: 0, rejected: [{ index: 0, reason: 'too-large' }] });
});
