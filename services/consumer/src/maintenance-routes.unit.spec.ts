import { buildApp } from '@sohoso/service';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Maintenance } from './maintenance.ts';
import { maintenance } from './maintenance-routes.ts';

let app: FastifyInstance;
let done: string[] = [];
const work = (name: string) => async () => {
  done.push(name);
  return [name];
};
/** Says what it was asked to do; what it really does stands in the specs of the pipeline. */
const told = {
  repair: work('repair'),
  rebuildRollUps: work('roll-ups'),
  rebuildState: work('state'),
} as unknown as Maintenance;

beforeEach(async () => {
  done = [];
  const logger = pino({ level: 'silent' });
  app = await buildApp({ title: 'spec', description: '', version: '1', logger });
  await app.register(maintenance, { maintenance: told });
});
afterEach(() => app.close());

const ask = (headers: Record<string, string>, remoteAddress = '127.0.0.1', name = 'repair') =>
  app.inject({ method: 'POST', url: `/v1/maintenance/${name}`, headers, remoteAddress });

describe('maintenance', () => {
  it.each([
    ['repair', 'repair'],
    ['rebuild-rollups', 'roll-ups'],
    ['rebuild-state', 'state'],
  ])('is taken from this machine: %s', async (name, asked) => {
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1'])
      expect((await ask({}, address, name)).statusCode).toBe(200);
    expect(done).toEqual([asked, asked, asked]);
  });

  it.each([
    ['another machine', {}, '192.0.2.7', 'the machine that it runs on only'],
    ['a web page', { origin: 'https://example.org' }, '127.0.0.1', 'the header origin'],
    ['a page of a file', { origin: 'null' }, '127.0.0.1', 'the header origin'],
    ['a proxy', { 'x-forwarded-for': '192.0.2.7' }, '127.0.0.1', 'the header x-forwarded-for'],
    ['a proxy of RFC 7239', { forwarded: 'for=192.0.2.7' }, '::1', 'the header forwarded'],
  ])('is refused to %s', async (_, headers, address, sentence) => {
    for (const name of ['repair', 'rebuild-rollups', 'rebuild-state']) {
      const answer = await ask(headers, address, name);
      expect(answer.json()).toMatchObject({ type: 'urn:sohoso:problem:not-allowed', status: 403 });
      expect(answer.json().detail).toContain(sentence);
    }
    expect(done).toEqual([]);
  });
});
