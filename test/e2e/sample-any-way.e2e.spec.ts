import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Kafka as KafkaClient, logLevel, Partitioners } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../services/standalone/src/sample/random.ts';
import { sampleEvents } from '../../services/standalone/src/sample/sample-events.ts';
import { describeKafka } from '../support/kafka/describe-kafka.ts';
import { type Server, sendEvents, served, settled } from '../support/sohoso.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';

const PIECES = 50;
const events = sampleEvents();
type SampleEvent = (typeof events)[number];

let folder = {} as TemporaryFolder;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

/** Every event twice, in an order that has nothing to do with time, in fifty pieces. */
function shuffledTwiceInPieces(seed: number): readonly (readonly SampleEvent[])[] {
  const doubled = new Random(seed).shuffled([...events, ...events]);
  const size = Math.ceil(doubled.length / PIECES);
  return Array.from({ length: PIECES }, (_, i) => doubled.slice(i * size, (i + 1) * size));
}

async function expectPublishedTables(server: Server): Promise<void> {
  for (const [number, scope] of [
    [1, 'all'],
    [2, 'department'],
    [3, 'district'],
  ] as const) {
    const url = `${server.url}/v1/reports/appendix?from=2020-04-01&to=2020-04-15&scope=${scope}&format=csv`;
    const file = new URL(`../../services/standalone/sample/appendix-${number}.csv`, import.meta.url);
    const published = await readFile(file, 'utf8');
    expect((await (await fetch(url)).text()).replaceAll('\r\n', '\n').trim()).toBe(published.trim());
  }
}

async function expectAllCountedOnce(server: Server, refused = 0): Promise<void> {
  const audit = await settled(server.url);
  expect(audit.faults).toEqual([]);
  const sum = (figure: (p: (typeof audit.positions)[number]) => number) =>
    audit.positions.reduce((s, p) => s + figure(p), 0);
  expect(sum((p) => p.counted)).toBe(events.length);
  // The Kafka client may send a batch again by itself, so there can be more repeats than were meant.
  expect(sum((p) => p.repeated)).toBeGreaterThanOrEqual(events.length);
  expect(sum((p) => p.refused)).toBe(refused);
}

describe('the sample, shuffled, doubled and in fifty pieces', () => {
  it('gives the published tables through the embedded log', async () => {
    const server = await served({ SOHOSO_DATA_DIR: join(folder.path, 'embedded') });
    for (const piece of shuffledTwiceInPieces(1)) await sendEvents(server.url, piece);
    await expectAllCountedOnce(server);
    await expectPublishedTables(server);
    expect((await server.stop()).code).toBe(0);
  });
});

describeKafka('the sample, shuffled, doubled and in fifty pieces, with a real Kafka', (brokers) => {
  const environment = () => ({
    SOHOSO_DATA_DIR: join(folder.path, randomUUID()),
    KAFKA_BROKERS: brokers.join(','),
    KAFKA_TOPIC: `sample-${randomUUID()}`,
    KAFKA_GROUP: `sample-${randomUUID()}`,
    KAFKA_SESSION_TIMEOUT_MS: '10000',
  });

  it('gives the published tables when sent over HTTP', async () => {
    const server = await served(environment());
    for (const piece of shuffledTwiceInPieces(2)) await sendEvents(server.url, piece);
    await expectAllCountedOnce(server);
    await expectPublishedTables(server);
    expect((await server.stop()).code).toBe(0);
  });

  it('gives the published tables when others produce straight to the topic, bad records in the middle', async () => {
    const settings = environment();
    const server = await served(settings);
    const kafka = new KafkaClient({ brokers: [...brokers], logLevel: logLevel.NOTHING });
    const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
    await producer.connect();
    const bad = [
      'not json',
      '{}',
      JSON.stringify({ ...events[0], time: '1999-01-01T00:00:00Z' }),
      JSON.stringify({ ...events[0], data: { unit: 'so-la', channel: 'online' } }),
    ];
    for (const [index, piece] of shuffledTwiceInPieces(3).entries()) {
      // Some clients hash keys otherwise, some send none; the record may come to any partition.
      const messages = piece.map((event, i) => ({
        key: i % 10 === 0 ? null : event.subject,
        value: JSON.stringify(event),
      }));
      if (index === 25) messages.splice(100, 0, ...bad.map((value) => ({ key: 'bad', value })));
      await producer.send({ topic: settings.KAFKA_TOPIC, messages });
    }
    await producer.disconnect();
    await expectAllCountedOnce(server, bad.length);
    await expectPublishedTables(server);
    expect((await server.stop()).code).toBe(0);
    expect(await deadLetterReasons(kafka, `${settings.KAFKA_TOPIC}.dead`, bad.length)).toEqual([
      ['not-json', bad[0]],
      ['schema-invalid', bad[1]],
      ['too-old', bad[2]],
      ['unknown-unit', bad[3]],
    ]);
  });
});

async function deadLetterReasons(
  kafka: KafkaClient,
  topic: string,
  count: number,
): Promise<[reason: string, value: string][]> {
  const consumer = kafka.consumer({ groupId: randomUUID() });
  const found: [string, string][] = [];
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await new Promise<void>((resolve) => {
    consumer.run({
      eachMessage: async ({ message }) => {
        for (const header of ['topic', 'partition', 'offset', 'detail'])
          expect(message.headers?.[header]).toBeDefined();
        found.push([String(message.headers?.['reason']), String(message.value)]);
        if (found.length === count) resolve();
      },
    });
  });
  await consumer.disconnect();
  return found.toSorted();
}
