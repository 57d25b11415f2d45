import { randomUUID } from 'node:crypto';
import { KafkaLog, type KafkaLogOptions, TopicUnfit } from '@sohoso/log';
import { Kafka as KafkaClient, logLevel } from 'kafkajs';
import { expect, it } from 'vitest';
import { eventLogContract } from '../../packages/log/src/testing/event-log.contract.ts';
import { describeKafka } from '../support/kafka/describe-kafka.ts';
import { quiet } from '../support/pipeline.ts';

const optionsFor = (brokers: readonly string[], topic = `spec-${randomUUID()}`): KafkaLogOptions => ({
  connection: { brokers, clientId: 'spec' },
  topic,
  deadLetterTopic: `${topic}.dead`,
  partitionCount: 12,
  replicationFactor: -1,
  retentionMs: -1,
  sessionTimeoutMs: 10_000,
  logger: quiet,
});

describeKafka('the log on Kafka', (brokers) => {
  eventLogContract(async () => {
    const log = await KafkaLog.open(optionsFor(brokers));
    return { log, deadLetters: log.deadLetters };
  });

  it('makes its topics with append time and without an end to retention', async () => {
    const options = optionsFor(brokers);
    const log = await KafkaLog.open(options);
    const admin = new KafkaClient({ brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    for (const name of [options.topic, options.deadLetterTopic]) {
      const { resources } = await admin.describeConfigs({
        includeSynonyms: false,
        resources: [{ type: 2, name }],
      });
      const value = (key: string) =>
        resources[0]?.configEntries.find((entry) => entry.configName === key)?.configValue;
      expect([value('message.timestamp.type'), value('retention.ms')]).toEqual(['LogAppendTime', '-1']);
    }
    await admin.disconnect();
    await log.close();
  });

  it('refuses a topic whose record time is the sender’s, and says how to mend it', async () => {
    const options = optionsFor(brokers);
    const admin = new KafkaClient({ brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    await admin.createTopics({ waitForLeaders: true, topics: [{ topic: options.topic, numPartitions: 1 }] });
    await admin.disconnect();
    await expect(KafkaLog.open(options)).rejects.toThrow(TopicUnfit);
    await expect(KafkaLog.open(options)).rejects.toThrow(
      /kafka-configs --alter .* --add-config message\.timestamp\.type=LogAppendTime/,
    );
  });
});
