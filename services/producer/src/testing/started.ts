import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { businessZone } from '@sohoso/dossier';
import { type EventLog, type LogRecord, memoryDeadLetters, memoryLog } from '@sohoso/log';
import { buildApp, type Registry, registerMetrics } from '@sohoso/service';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { deadLetters } from '../dead-letters.ts';
import { Gate } from '../gate.ts';
import { addKey, type KeyRequest } from '../keys-file.ts';
import { type ProducerLimits, producer } from '../producer.ts';

export const ONE = 'application/cloudevents+json';
export const ARRAY = 'application/cloudevents-batch+json';
export const LINES = 'application/x-ndjson';

export const silent = pino({ level: 'silent' });
const units = new Set(['so-tu-phap', 'so-y-te', 'dong-ha']);

export interface StartOptions {
  readonly log?: EventLog;
  /** Open to all where none is given. */
  readonly gate?: Gate;
  readonly maxWaitingEvents?: number;
  readonly limits?: Partial<ProducerLimits>;
  readonly metrics?: Registry;
}

export interface Started {
  readonly app: FastifyInstance;
  readonly log: EventLog;
}

/** A producer with dead letters, on a log in memory, that listens nowhere. */
export async function started(options: StartOptions = {}): Promise<Started> {
  const { log = memoryLog({ partitionCount: 4 }), gate = openGate(), limits = {}, metrics } = options;
  const app = await buildApp({ title: 'spec', description: '', version: '1', logger: silent });
  const rules = { zone: businessZone('Asia/Ho_Chi_Minh'), isUnit: (code: string) => units.has(code) };
  const { maxWaitingEvents = 10_000 } = options;
  const more = metrics === undefined ? {} : { metrics };
  await app.register(producer, { log, rules, gate, group: 'spec', maxWaitingEvents, limits, ...more });
  await app.register(deadLetters, { log, deadLetters: memoryDeadLetters(), gate });
  if (metrics !== undefined) registerMetrics(app, metrics);
  return { app, log };
}

export function openGate(): Gate {
  const gate = new Gate('nowhere', silent);
  gate.open();
  return gate;
}

/** An event that is received at a unit; `more` replaces attributes. */
export const received = (id: string, more: object = {}) => ({
  specversion: '1.0',
  id,
  source: '/mcdt/so-tu-phap',
  type: 'vn.tthc.dossier.received.v1',
  subject: `STP-2020-${id}`,
  time: '2020-04-03T08:15:00+07:00',
  data: { unit: 'so-tu-phap', channel: 'online', due: '2020-04-10' },
  ...more,
});

export const lines = (...values: readonly unknown[]) =>
  values.map((v) => (typeof v === 'string' ? v : JSON.stringify(v))).join('\n');

export const post = (
  app: FastifyInstance,
  type: string,
  payload: string | Buffer | Readable,
  headers: Readonly<Record<string, string>> = {},
) =>
  app.inject({ method: 'POST', url: '/v1/events', headers: { 'content-type': type, ...headers }, payload });

export const bearer = (key: string) => ({ authorization: `Bearer ${key}` });

/** All that a log holds, by partition. */
export async function logged(log: EventLog): Promise<readonly LogRecord[]> {
  const partitions = Array.from({ length: log.partitionCount }, (_, partition) =>
    log.read(partition, 0, 9_999),
  );
  return (await Promise.all(partitions)).flat();
}

export const jsonOf = ({ value }: LogRecord) => JSON.parse(Buffer.from(value).toString()) as object;

export interface KeysFolder {
  readonly file: string;
  /** Makes a key that may do everything, but for what is said. */
  add(name: string, more?: Partial<KeyRequest>): Promise<string>;
  remove(): Promise<void>;
}

/** A keys file in a folder of its own. */
export async function keysFolder(): Promise<KeysFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'sohoso-keys-'));
  const file = join(folder, 'keys.json');
  const everything = { sources: ['*'], units: ['*'], eventsPerSecond: 1_000, burst: 1_000 };
  return {
    file,
    add: (name, more = {}) => addKey(file, { name, ...everything, ...more }),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
