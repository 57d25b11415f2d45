import { chmod, rm, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { MAX_EVENT_BYTES } from '@sohoso/dossier';
import { memoryLog } from '@sohoso/log';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Gate } from './gate.ts';
import { revokeKey } from './keys-file.ts';
import * as on from './testing/started.ts';

let keys: on.KeysFolder;
let nowMs = 0;
let said: string[] = [];
let gate: Gate;
let server: on.Started;

async function start(options: on.StartOptions = {}): Promise<void> {
  const logger = pino({ level: 'warn' }, { write: (line: string) => void said.push(line) });
  gate = new Gate(keys.file, logger, () => nowMs);
  await gate.shut();
  server = await on.started({ gate, ...options });
}
beforeEach(async () => {
  [nowMs, said] = [0, []];
  keys = await on.keysFolder();
});
afterEach(async () => {
  await server.app.close();
  await keys.remove();
});

const send = (key: string | null, ...events: readonly unknown[]) =>
  on.post(server.app, on.LINES, on.lines(...events), key === null ? {} : on.bearer(key));

describe('a request without a good key', () => {
  it('is told so, with what kind of key is meant, and nothing of it is taken in', async () => {
    const key = await keys.add('stp');
    await start();
    const wrong = [
      null,
      'shs_stp_',
      key.slice(0, -1),
      key.replace('shs_stp_', 'shs_other_'),
      `${key.slice(0, -2)}${key.endsWith('AA') ? 'BB' : 'AA'}`,
    ];
    for (const text of wrong) {
      const answer = await send(text, on.received('1'));
      expect(answer.statusCode).toBe(401);
      expect(answer.headers['www-authenticate']).toBe('Bearer');
      expect(answer.json()).toMatchObject({ type: 'urn:sohoso:problem:key-invalid', status: 401 });
    }
    expect(await on.logged(server.log)).toEqual([]);
    expect((await send(key, on.received('1'))).json()).toMatchObject({ accepted: 1 });
  });

  it('may still read the documents', async () => {
    await start();
    expect((await server.app.inject('/asyncapi.json')).statusCode).toBe(200);
    expect((await server.app.inject('/v1/dead-letters')).statusCode).toBe(200);
  });

  it('does not bring its key into the log of the server', async () => {
    const key = await keys.add('stp');
    await start();
    await send(`${key}x`, on.received('1'));
    await writeFile(keys.file, 'broken');
    nowMs = 2_000;
    await send(key, on.received('1'));
    expect(said.join('')).toContain('is not JSON');
    expect(said.join('')).not.toContain(key.slice(-43));
  });
});

describe('what a key may not send', () => {
  it('is refused event by event, beside what it may', async () => {
    await start();
    const key = await keys.add('stp', { sources: ['/mcdt/so-tu-phap'], units: ['so-tu-phap'] });
    nowMs = 2_000;
    const foreign = on.received('3', { data: { unit: 'so-y-te', channel: 'online' } });
    const answer = await send(key, on.received('1'), on.received('2', { source: '/x' }), foreign, '{');
    expect(answer.json()).toMatchObject({
      accepted: 1,
      rejected: [
        { index: 1, id: '2', reason: 'source-not-allowed' },
        { index: 2, id: '3', reason: 'unit-not-allowed' },
        { index: 3, reason: 'not-json' },
      ],
    });
    expect(await on.logged(server.log)).toHaveLength(1);
  });

  it('is sending dead letters again, where it is not for all units', async () => {
    const [some, all] = [await keys.add('some', { units: ['so-y-te'] }), await keys.add('all')];
    await start();
    const replay = (headers: Record<string, string>) =>
      server.app.inject({ method: 'POST', url: '/v1/dead-letters/replay', headers, payload: {} });
    expect((await replay({})).statusCode).toBe(401);
    expect((await replay(on.bearer(some))).json()).toMatchObject({
      type: 'urn:sohoso:problem:not-allowed',
      status: 403,
    });
    expect((await replay(on.bearer(all))).json()).toEqual({ replayed: 0, left: [] });
  });
});

describe('the name of the key', () => {
  it('is kept with the event, whatever the sender says', async () => {
    const key = await keys.add('stp-1');
    await start();
    await send(key, on.received('1'), on.received('2', { sentby: 'somebody-else' }));
    const found = (await on.logged(server.log)).map((r) => on.jsonOf(r) as { sentby?: string });
    expect(found.map(({ sentby }) => sentby)).toEqual(['stp-1', 'stp-1']);
    gate.open();
    await send(null, on.received('3', { sentby: 'stp-1', subject: 'another' }));
    const records = (await on.logged(server.log)).filter(({ key: dossier }) => dossier === 'another');
    expect(records.map(on.jsonOf)).toEqual([on.received('3', { subject: 'another' })]);
  });

  it('does not make an event larger than events may be', async () => {
    const key = await keys.add('stp');
    await start();
    const name = ',"sentby":"stp"'.length;
    const ofBytes = (bytes: number) => {
      const type = 'application/json;';
      const rest = bytes - JSON.stringify(on.received('1', { datacontenttype: type })).length;
      return on.received('1', { datacontenttype: `${type}${'x'.repeat(rest)}` });
    };
    const answer = await send(key, ofBytes(MAX_EVENT_BYTES - name), ofBytes(MAX_EVENT_BYTES - name + 1));
    expect(answer.json()).toMatchObject({ accepted: 1, rejected: [{ index: 1, reason: 'too-large' }] });
    const sizes = (await on.logged(server.log)).map(({ value }) => value.byteLength);
    expect(sizes).toEqual([MAX_EVENT_BYTES]);
  });
});

describe('a change of the keys file', () => {
  it('is noticed a second later: new keys, revoked ones, none', async () => {
    await start();
    expect(said.join('')).toContain('nobody may send until there is a key');
    const key = await keys.add('stp');
    const statusAt = async (ms: number) => {
      nowMs = ms;
      return (await send(key, on.received('1'))).statusCode;
    };
    expect([await statusAt(0), await statusAt(999), await statusAt(1_000)]).toEqual([401, 401, 202]);
    await revokeKey(keys.file, 'stp');
    expect([await statusAt(1_999), await statusAt(2_000)]).toEqual([202, 401]);
    const other = await keys.add('other');
    nowMs = 3_000;
    expect((await send(other, on.received('1'))).statusCode).toBe(202);
    await rm(keys.file);
    nowMs = 4_000;
    expect((await send(other, on.received('1'))).statusCode).toBe(401);
  });

  it('that breaks it leaves the keys from before in force, and is said once', async () => {
    const key = await keys.add('stp');
    await start();
    await writeFile(keys.file, 'broken');
    for (nowMs = 1_000; nowMs <= 5_000; nowMs += 1_000)
      expect((await send(key, on.received('1'))).statusCode).toBe(202);
    expect(said.filter((line) => line.includes('the keys from before stay in force'))).toHaveLength(1);
  });

  it('that was made under a server that starts is told to whoever starts it', async () => {
    await start();
    await writeFile(keys.file, '{}');
    await chmod(keys.file, 0o600);
    await expect(gate.shut()).rejects.toThrow(/cannot be used: keys: /);
  });

  it('ends a stream under way whose key was revoked', async () => {
    const key = await keys.add('stp');
    await start({ limits: { maxAppendEvents: 1 } });
    async function* body() {
      yield `${JSON.stringify(on.received('1'))}\n`;
      await sleep(50);
      await revokeKey(keys.file, 'stp');
      nowMs = 1_000;
      yield `${JSON.stringify(on.received('2'))}\n`;
    }
    const answer = await on.post(server.app, on.LINES, Readable.from(body()), on.bearer(key));
    expect(answer.json()).toMatchObject({ type: 'urn:sohoso:problem:key-invalid', accepted: 1 });
    expect(await on.logged(server.log)).toHaveLength(1);
  });
});

describe('a sender who is faster than the key allows', () => {
  it('is slowed in the middle of a stream, and told to come back at the next request', async () => {
    const key = await keys.add('stp', { eventsPerSecond: 100, burst: 10 });
    gate = new Gate(keys.file, on.silent);
    await gate.shut();
    server = await on.started({ gate, log: memoryLog({ partitionCount: 1 }) });
    const since = performance.now();
    const events = Array.from({ length: 40 }, (_, i) => on.received(`${i}`));
    expect((await send(key, ...events)).json()).toMatchObject({ accepted: 40 });
    // The last one waited for its token, so there is none left.
    const answer = await send(key, on.received('x'));
    expect(performance.now() - since).toBeGreaterThan(280);
    expect(answer.statusCode).toBe(429);
    expect(answer.headers['retry-after']).toBe('1');
    expect(answer.json()).toMatchObject({ type: 'urn:sohoso:problem:rate-limited' });
    await sleep(30);
    expect((await send(key, on.received('x'))).json()).toMatchObject({ accepted: 1 });
  });

  it('does not slow others', async () => {
    const [slow, fast] = [
      await keys.add('slow', { eventsPerSecond: 0.001, burst: 1 }),
      await keys.add('fast'),
    ];
    await start();
    expect((await send(slow, on.received('1'))).statusCode).toBe(202);
    const answer = await send(slow, on.received('2'));
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([429, '1000']);
    expect((await send(fast, on.received('3'))).statusCode).toBe(202);
  });
});

it('a key of the process itself may send everything, and is in no file', async () => {
  await start();
  expect((await send(gate.ownKey('sohoso'), on.received('1'))).json()).toMatchObject({ accepted: 1 });
});
