import { randomUUID } from 'node:crypto';
import { type DeadLetter, KafkaLog } from '@sohoso/log';
import { Kafka as KafkaClient, type KafkaMessage, logLevel } from 'kafkajs';
import { expect, it, vi } from 'vitest';
import { describeKafka } from '../support/kafka/describe-kafka.ts';
import { quiet } from '../support/pipeline.ts';

describeKafka('the dead-letter topic', (brokers) => {
  it('holds the original bytes, and in its headers why and where from, and what was sent again', async () => {
    const topic = `dead-${randomUUID()}`;
    const log = await KafkaLog.open({
      connection: { brokers, clientId: 'spec' },
      topic,
      deadLetterTopic: `${topic}.dead`,
      partitionCount: 1,
      replicationFactor: -1,
      retentionMs: -1,
      sessionTimeoutMs: 10_000,
      logger: quiet,
    });
    const letter: DeadLetter = {
      record: { partition: 5, offset: 77, key: null, value: Buffer.from([0, 255, 10]), recordedAtMs: 1_234 },
      reason: 'not-json',
      detail: 'không phải JSON',
    };
    await log.deadLetters.put([letter]);
    await log.deadLetters.replayed([letter]);
    const [put, mark] = await messagesOf(`${topic}.dead`, 2);
    expect(put?.key).toBeNull();
    expect(put?.value?.equals(Buffer.from([0, 255, 10]))).toBe(true);
    expect(headersOf(put)).toEqual({
      reason: 'not-json',
      detail: 'không phải JSON',
      topic,
      partition: '5',
      offset: '77',
      'recorded-at': '1234',
    });
    expect([mark?.key, mark?.value]).toEqual([null, null]);
    expect(headersOf(mark)).toEqual({ replayed: 'true', topic, partition: '5', offset: '77' });
    await log.close();
  });

  it('takes many small records with long sentences at once', async () => {
    const topic = `dead-${randomUUID()}`;
    const log = await KafkaLog.open({
      connection: { brokers, clientId: 'spec' },
      topic,
      deadLetterTopic: `${topic}.dead`,
      partitionCount: 1,
      replicationFactor: -1,
      retentionMs: -1,
      sessionTimeoutMs: 10_000,
      logger: quiet,
    });
    const record = { partition: 0, key: null, value: Buffer.from('x'), recordedAtMs: 1 };
    const letters = Array.from({ length: 10_000 }, (_, offset) => ({
      record: { ...record, offset },
      reason: 'not-json',
      detail: 'a sentence that says in full what is wrong with the record'.repeat(4),
    }));
    await log.deadLetters.put(letters);
    expect(await log.deadLetters.list()).toHaveLength(10_000);
    await log.deadLetters.replayed(letters.slice(1));
    expect(await log.deadLetters.list()).toHaveLength(1);
    await log.close();
  });

  async function messagesOf(topic: string, count: number): Promise<readonly KafkaMessage[]> {
    const client = new KafkaClient({ brokers, logLevel: logLevel.NOTHING });
    const consumer = client.consumer({ groupId: randomUUID() });
    const seen: KafkaMessage[] = [];
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({ eachMessage: async ({ message }) => void seen.push(message) });
    await vi.waitFor(() => expect(seen).toHaveLength(count), { timeout: 30_000 });
    await consumer.disconnect();
    return seen;
  }

  const headersOf = (message: KafkaMessage | undefined) =>
    Object.fromEntries(
      Object.entries(message?.headers ?? {}).map(([name, value]) => [name, value?.toString()]),
    );
});
