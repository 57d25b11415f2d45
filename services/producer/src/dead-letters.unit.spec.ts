import {
  type DeadLetter,
  type DeadLetters,
  type EventLog,
  LogUnavailable,
  memoryDeadLetters,
  memoryLog,
} from '@sohoso/log';
import { buildApp } from '@sohoso/service';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deadLetters } from './dead-letters.ts';
import { openGate } from './testing/started.ts';

let log: EventLog;
let letters: DeadLetters;
let app: FastifyInstance;

async function start(on: { log?: EventLog; deadLetters?: DeadLetters } = {}): Promise<void> {
  log = on.log ?? memoryLog({ partitionCount: 1 });
  letters = on.deadLetters ?? memoryDeadLetters();
  app = await buildApp({ title: 'spec', description: '', version: '1', logger: pino({ level: 'silent' }) });
  await app.register(deadLetters, { log, deadLetters: letters, gate: openGate() });
}
beforeEach(() => start());
afterEach(() => app.close());

const letter = (offset: number, more: Partial<DeadLetter> = {}, value = `text ${offset}`): DeadLetter => ({
  record: {
    partition: 0,
    offset,
    key: `k${offset}`,
    value: Buffer.from(value),
    recordedAtMs: 1_600_000_000_000,
  },
  reason: 'unknown-unit',
  detail: 'there is no unit so-la',
  ...more,
});
const conflict = { reason: 'id-conflict', detail: 'the same name says something else' };

const list = (query = '') => app.inject({ url: `/v1/dead-letters${query}` });
const replay = (payload: object) => app.inject({ method: 'POST', url: '/v1/dead-letters/replay', payload });
const logged = async () => (await log.read(0, 0, 9_999)).map((r) => [r.key, Buffer.from(r.value).toString()]);

describe('the list of dead letters', () => {
  it('is empty where nothing was refused', async () => {
    expect((await list()).json()).toEqual({ count: 0, byReason: {}, letters: [] });
  });

  it('says what was refused, why, where and when, and how many there are by reason', async () => {
    const keyless = letter(2, conflict);
    await letters.put([letter(1), { ...keyless, record: { ...keyless.record, key: null } }]);
    expect((await list()).json()).toEqual({
      count: 2,
      byReason: { 'unknown-unit': 1, 'id-conflict': 1 },
      letters: [
        {
          reason: 'unknown-unit',
          detail: 'there is no unit so-la',
          partition: 0,
          offset: 1,
          recordedAt: '2020-09-13T12:26:40.000Z',
          key: 'k1',
          text: 'text 1',
        },
        {
          ...conflict,
          partition: 0,
          offset: 2,
          recordedAt: '2020-09-13T12:26:40.000Z',
          key: null,
          text: 'text 2',
        },
      ],
    });
  });

  it('lists up to a limit, and counts what it does not list', async () => {
    await letters.put(Array.from({ length: 120 }, (_, i) => letter(i)));
    expect((await list()).json().letters).toHaveLength(100);
    const answer = (await list('?limit=3')).json();
    expect(answer.letters.map((l: { offset: number }) => l.offset)).toEqual([0, 1, 2]);
    expect([answer.count, answer.byReason]).toEqual([120, { 'unknown-unit': 120 }]);
  });

  it('can be of one reason', async () => {
    await letters.put([letter(1), letter(2, conflict)]);
    expect((await list('?reason=id-conflict')).json()).toMatchObject({ count: 1, letters: [{ offset: 2 }] });
    expect((await list('?reason=too-old')).json()).toMatchObject({ count: 0, byReason: {} });
  });

  it('shows the start of long texts, and says so', async () => {
    await letters.put([
      letter(1, {}, 'ồ'.repeat(4_096)),
      letter(2, {}, 'ồ'.repeat(4_097)),
      letter(3, {}, `${'x'.repeat(4_095)}🙂`),
      letter(4, { cutFromBytes: 1_000_000 }, 'x'.repeat(262_144)),
    ]);
    const shown = (await list()).json().letters;
    expect(shown.map((l: { text: string }) => l.text.length)).toEqual([4_096, 4_096, 4_096, 4_096]);
    expect(shown.map((l: { textIsCut?: true }) => l.textIsCut)).toEqual([undefined, true, true, true]);
    expect(shown[2].text.endsWith('x\uFFFD')).toBe(true);
    expect(shown[3].cutFromBytes).toBe(1_000_000);
  });

  it.each(['?limit=0', '?limit=10001', '?limit=many', '?reason=bad', '?page=2'])(
    'refuses what it does not know: %s',
    async (query) => {
      const answer = await list(query);
      expect(answer.statusCode).toBe(400);
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(answer.json()).toMatchObject({ type: 'urn:sohoso:problem:request-invalid' });
    },
  );
});

describe('dead letters that are sent again', () => {
  it('are in the log with their bytes and keys, and no longer in the list', async () => {
    const keyless = letter(2);
    await letters.put([letter(1), { ...keyless, record: { ...keyless.record, key: null } }]);
    const answer = await replay({});
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({ replayed: 2, left: [] });
    expect(await logged()).toEqual([
      ['k1', 'text 1'],
      ['', 'text 2'],
    ]);
    expect((await list()).json().count).toBe(0);
    expect((await replay({})).json()).toEqual({ replayed: 0, left: [] });
  });

  it('can be those of one reason', async () => {
    await letters.put([letter(1), letter(2, conflict)]);
    expect((await replay({ reason: 'id-conflict' })).json()).toEqual({ replayed: 1, left: [] });
    expect(await logged()).toEqual([['k2', 'text 2']]);
    expect((await list()).json().letters).toMatchObject([{ offset: 1 }]);
  });

  it('are not those of which only the start was kept, and it is said why', async () => {
    await letters.put([letter(1, { cutFromBytes: 300_000 }), letter(2)]);
    expect((await replay({})).json()).toEqual({
      replayed: 1,
      left: [
        {
          partition: 0,
          offset: 1,
          why: 'only the first 6 of its 300000 bytes were kept; send the event from where it came',
        },
      ],
    });
    expect((await list()).json().letters).toMatchObject([{ offset: 1, cutFromBytes: 300_000 }]);
  });

  it.each([[[]], [{ reason: 'bad' }], [{ reasons: 'id-conflict' }]])(
    'are not asked for in another way: %j',
    async (body) => {
      await letters.put([letter(1)]);
      const answer = await replay(body);
      expect(answer.statusCode).toBe(400);
      expect(answer.json()).toMatchObject({ type: 'urn:sohoso:problem:request-invalid' });
      expect(await logged()).toEqual([]);
    },
  );

  it('go in bounded chunks; where the log breaks off, what was sent is marked and the rest is left', async () => {
    await app.close();
    const real = memoryLog({ partitionCount: 1 });
    const sizes: number[] = [];
    await start({
      log: {
        ...real,
        append: (entries) => {
          sizes.push(entries.length);
          return sizes.length === 3
            ? Promise.reject(new LogUnavailable('the disk is full'))
            : real.append(entries);
        },
      },
    });
    await letters.put(Array.from({ length: 2_500 }, (_, i) => letter(i)));
    const answer = await replay({});
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['retry-after']).toBe('1');
    expect(answer.json()).toMatchObject({
      type: 'urn:sohoso:problem:log-unavailable',
      detail: 'the disk is full. 2000 of 2500 were sent again; ask once more for the others',
    });
    expect((await list()).json().count).toBe(500);
    expect((await replay({})).json()).toEqual({ replayed: 500, left: [] });
    expect(sizes).toEqual([1_000, 1_000, 500, 500]);
  });

  it('are sent by one request at a time', async () => {
    await app.close();
    const real = memoryDeadLetters();
    let goOn: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    await start({ deadLetters: { ...real, list: () => held.then(() => real.list()) } });
    const first = replay({});
    await new Promise((resolve) => setTimeout(resolve, 30));
    const second = await replay({});
    expect([second.statusCode, second.headers['retry-after']]).toEqual([429, '1']);
    goOn();
    expect((await first).statusCode).toBe(200);
    expect((await replay({})).statusCode).toBe(200);
  });
});

describe('dead letters that cannot be read', () => {
  it('are told of with 503, and when to come back', async () => {
    await app.close();
    const list = () => Promise.reject(new LogUnavailable('the dead letters cannot be read: broker away'));
    await start({ deadLetters: { ...memoryDeadLetters(), list } });
    for (const answer of [await app.inject({ url: '/v1/dead-letters' }), await replay({})]) {
      expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '1']);
      expect(answer.json()).toMatchObject({ detail: 'the dead letters cannot be read: broker away' });
    }
  });
});
