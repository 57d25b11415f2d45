import { randomUUID } from 'node:crypto';
import kafkajs, { type Kafka as KafkaClient } from 'kafkajs';
import { startKafka } from '../support/kafka/kafka.ts';
import { served } from '../support/sohoso.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { EVENTS_PER_DOSSIER, eventLines } from './events.ts';
import { checksum, type Figure, until } from './measure.ts';

const PARTITIONS = 12;
const PRODUCED_TOGETHER = 5_000;

/**
 * Kafka, end to end: a topic filled beforehand is drained to the report by `sohoso serve` with its embedded ClickHouse,
 * beside what kafkajs alone takes to read it and parse the JSON.
 */
export async function benchKafka(dossiers: number): Promise<Figure[]> {
  const broker = await startKafka();
  if (broker.how === 'none') {
    process.stderr.write(`skipped, no Kafka: ${broker.reason}\n`);
    return [];
  }
  const client = new kafkajs.Kafka({ brokers: broker.brokers, logLevel: kafkajs.logLevel.NOTHING });
  const topic = `bench-${randomUUID()}`;
  try {
    await fill(client, topic, dossiers);
    const events = dossiers * EVENTS_PER_DOSSIER;
    const bareMs = await drainBare(client, topic, events);
    const { ms, sum } = await drainWhole(broker.brokers, topic, dossiers);
    const rate = (time: number) => Math.round((events * 1_000) / time);
    const share = Math.round((rate(ms) / rate(bareMs)) * 100) / 100;
    return [
      {
        name: 'Kafka: bare drain, kafkajs and JSON.parse',
        value: rate(bareMs),
        unit: 'events/s',
        aim: '',
        checksum: '',
      },
      {
        name: 'Kafka: topic → visible in the report',
        value: rate(ms),
        unit: 'events/s',
        aim: '≥ 40000',
        checksum: sum,
      },
      { name: 'Kafka: share of the bare drain', value: share, unit: '', aim: '≥ 0.4', checksum: '' },
    ];
  } finally {
    await broker.stop();
  }
}

async function fill(client: KafkaClient, topic: string, dossiers: number): Promise<void> {
  const admin = client.admin();
  await admin.connect();
  const configEntries = [{ name: 'message.timestamp.type', value: 'LogAppendTime' }];
  await admin.createTopics({ topics: [{ topic, numPartitions: PARTITIONS, configEntries }] });
  await admin.disconnect();
  const producer = client.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  await producer.connect();
  let messages: { key: string; value: string }[] = [];
  for (const { key, line } of eventLines(dossiers)) {
    messages.push({ key, value: line });
    if (messages.length < PRODUCED_TOGETHER) continue;
    await producer.send({ topic, messages });
    messages = [];
  }
  if (messages.length > 0) await producer.send({ topic, messages });
  await producer.disconnect();
}

/** ms from the first record to the last, with nothing done but parsing. */
async function drainBare(client: KafkaClient, topic: string, events: number): Promise<number> {
  const consumer = client.consumer({
    groupId: randomUUID(),
    maxBytesPerPartition: 8 * 1_048_576,
    maxBytes: 16 * 1_048_576,
  });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  let [first, seen, ids] = [0, 0, 0];
  const ms = await new Promise<number>((resolve) => {
    consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch }) => {
        if (first === 0) first = performance.now();
        for (const message of batch.messages)
          ids += (JSON.parse(String(message.value)) as { id: string }).id.length;
        seen += batch.messages.length;
        if (seen >= events) resolve(performance.now() - first);
      },
    });
  });
  await consumer.disconnect();
  if (ids === 0) throw new Error('nothing was parsed');
  return ms;
}

/** ms from the start of the server's reading to the report that shows every dossier resolved. */
async function drainWhole(
  brokers: readonly string[],
  topic: string,
  dossiers: number,
): Promise<{ ms: number; sum: string }> {
  const folder = await temporaryFolder();
  const server = await served({
    SOHOSO_DATA_DIR: folder.path,
    KAFKA_BROKERS: brokers.join(','),
    KAFKA_TOPIC: topic,
    KAFKA_GROUP: topic,
  });
  try {
    const start = performance.now();
    const ask = async () => {
      const response = await fetch(`${server.url}/v1/reports/appendix?from=2020-01-01&to=2020-03-31`);
      return (await response.json()) as { rows: object[]; total: { resolved: { total: number } } };
    };
    await until(async () => (await ask()).total.resolved.total >= dossiers, 100, 1_800_000);
    const ms = performance.now() - start;
    const { rows, total } = await ask();
    return { ms, sum: checksum({ rows, total }) };
  } finally {
    await server.stop();
    await folder.remove();
  }
}
