import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Producer, stringSerializers } from '@platformatic/kafka';
import { KafkaLog } from '@sohoso/log';
import { Gate, producer } from '@sohoso/producer';
import { buildApp } from '@sohoso/service';
import { EmbeddedFoldState, migrate } from '@sohoso/store';
import { CloudEvent, CONSTANTS, emitterFor, HTTP, httpTransport, Kafka, Mode } from 'cloudevents';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { add } from '../../services/standalone/src/commands/keys.ts';
import { readConfig } from '../../services/standalone/src/config.ts';
import type { EmbeddedClickHouse } from '../../services/standalone/src/embedded-clickhouse.ts';
import { randomHistory } from '../oracle/random-lifecycles.ts';
import { expectStoreIsRight, type Range } from '../support/compare.ts';
import { temporaryClickHouse } from '../support/embedded-store.ts';
import { describeKafka } from '../support/kafka/describe-kafka.ts';
import { type Bench, consumerOn, memoryBench, quiet, zone } from '../support/pipeline.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';

const GROUP = `public-clients-${randomUUID()}`;
const units = ['so-tu-phap', 'so-y-te', 'dong-ha', 'vinh-linh', 'so-tnmt'];
const ranges: readonly Range[] = [
  ['2020-01-01', '2020-01-31'],
  ['2020-02-14', '2020-03-02'],
];
/** Their times to the millisecond, for the library writes no finer ones. */
const events = randomHistory(5, { dossiers: 12, units }).map((event) => ({
  ...event,
  time: new Date(event.time).toISOString(),
}));
/** The same events as the library has them, with an extension attribute. */
const cloudEvents = events.map(
  ({ id, source, type, subject, time, data }) =>
    new CloudEvent({
      ...{ id, source, type, subject, time, data },
      datacontenttype: 'application/json',
      traceparent: '00-ab-cd-01',
    }),
);

let clickhouse = {} as EmbeddedClickHouse;
let folder = {} as TemporaryFolder;
let states = 0;

beforeAll(async () => {
  clickhouse = await temporaryClickHouse();
  folder = await temporaryFolder();
  await migrate(clickhouse.writer);
});
afterAll(async () => {
  await clickhouse.close();
  await folder.remove();
});

const rows = async (query: string) =>
  (await (await clickhouse.reader.query({ query, format: 'JSONEachRow' })).json()) as Record<
    string,
    unknown
  >[];

/** Folds all that is in the log into an empty store. */
async function consumeAll(bench: Bench): Promise<void> {
  for (const table of ['dossier_events', 'unit_day', 'procedure_day', 'leg_day', 'installation'])
    await clickhouse.writer.command({ query: `TRUNCATE TABLE ${table}` });
  const state = new EmbeddedFoldState(join(folder.path, `state-${states++}`));
  const consume = {
    group: GROUP,
    maxBatchRecords: 200,
    maxBatchBytes: 1e6,
    maxBatchWaitMs: 1,
    concurrency: 1,
  };
  const consumer = consumerOn(bench, clickhouse, state, {}, 200, { consume });
  await consumer.start();
  const waiting = async () => (await bench.log.lag(GROUP)).reduce((sum, p) => sum + p.waiting, 0);
  await vi.waitFor(async () => expect(await waiting()).toBe(0), { timeout: 40_000, interval: 50 });
  await consumer.stop();
  await state.close();
}

const total = async () =>
  Number((await rows("SELECT countIf(disposition = 'counted') AS n FROM dossier_events"))[0]?.['n']);

describe('a client that is written with a public CloudEvents library', () => {
  it.each(['structured, one by one', 'structured, in batches', 'binary'])(
    'sends over HTTP, %s, and its events are in the reports',
    async (mode) => {
      const bench = memoryBench();
      const key = await newKey(`client-${states}`);
      const server = await gateway(bench);
      const headers = { authorization: `Bearer ${key}` };
      const answers: unknown[] = [];
      if (mode === 'structured, in batches') {
        const body = JSON.stringify(cloudEvents);
        const type = `${CONSTANTS.MIME_CE_BATCH}; charset=utf-8`;
        const init = { method: 'POST', headers: { ...headers, 'content-type': type }, body };
        answers.push(await (await fetch(server.url, init)).json());
      } else {
        const one = mode === 'binary' ? Mode.BINARY : Mode.STRUCTURED;
        const emit = emitterFor(httpTransport(server.url), { binding: HTTP, mode: one });
        for (const event of cloudEvents)
          answers.push(JSON.parse(((await emit(event, { headers })) as { body: string }).body));
      }
      await server.close();
      const accepted = (answers as { accepted: number }[]).reduce((sum, answer) => sum + answer.accepted, 0);
      expect({ accepted, first: answers[0] }).toMatchObject({
        accepted: events.length,
        first: { rejected: [] },
      });
      await consumeAll(bench);
      await expectStoreIsRight(clickhouse, events, units, ranges);
      expect(await rows('SELECT DISTINCT sent_by AS by FROM dossier_events')).toEqual([
        { by: `client-${states - 1}` },
      ]);
    },
  );
});

describeKafka('a client that is written with a public Kafka library', (brokers) => {
  const topic = `public-${randomUUID()}`;
  it('sends straight to the topic, with a key, without one, and as the CloudEvents library makes records', async () => {
    const log = await KafkaLog.open({
      connection: { brokers, clientId: 'spec' },
      topic,
      deadLetterTopic: `${topic}.dead`,
      partitionCount: 3,
      replicationFactor: -1,
      retentionMs: -1,
      sessionTimeoutMs: 10_000,
      logger: quiet,
    });
    const client = new Producer({
      clientId: 'public',
      bootstrapBrokers: brokers,
      serializers: stringSerializers,
    });
    const messages = cloudEvents.map((event, index) => {
      const bare = { topic, value: JSON.stringify(events[index]) };
      if (index % 3 === 0) return { ...bare, key: event.subject ?? '' };
      if (index % 3 === 1) return bare;
      const made = Kafka.structured(event.cloneWith({ partitionkey: event.subject }));
      const { 'content-type': type } = made.headers;
      return {
        topic,
        key: String(made.key),
        value: String(made.value),
        headers: { 'content-type': String(type) },
        // The library dates the record by the event; the topic uses the broker's own clock all the same.
        timestamp: BigInt(String(made['timestamp'])),
      };
    });
    await client.send({ messages });
    await client.close();
    await consumeAll({ log, deadLetters: log.deadLetters });
    expect(await log.deadLetters.list()).toEqual([]);
    await log.close();
    expect(await total()).toBe(new Set(events.map(({ source, id }) => `${source} ${id}`)).size);
    await expectStoreIsRight(clickhouse, events, units, ranges);
    const [recorded] = await rows(
      'SELECT min(recorded_at) > now() - INTERVAL 1 HOUR AS recent FROM dossier_events',
    );
    expect(Boolean(recorded?.['recent'])).toBe(true);
  });
});

/** A key that may send everything, made as an operator makes one. */
async function newKey(name: string): Promise<string> {
  let text = '';
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((more) => {
    text += more;
    return true;
  });
  const told = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  try {
    const config = readConfig({ SOHOSO_DATA_DIR: folder.path });
    await add(config, name, { source: ['*'], allUnits: true });
  } finally {
    out.mockRestore();
    told.mockRestore();
  }
  return text.trim();
}

/** A server that takes events in with keys, on a free port. */
async function gateway({ log }: Bench): Promise<{ url: string; close: () => Promise<void> }> {
  const logger = pino({ level: 'silent' });
  const gate = new Gate(join(folder.path, 'keys.json'), logger);
  await gate.shut();
  const app = await buildApp({ title: 'spec', description: '', version: '1', logger });
  const rules = { zone, isUnit: (code: string) => units.includes(code) };
  await app.register(producer, { log, rules, gate, group: GROUP, maxWaitingEvents: 10_000 });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return { url: `${url}/v1/events`, close: () => app.close() };
}
