import { setTimeout as sleep } from 'node:timers/promises';
import kafkajs, { type Admin } from 'kafkajs';

export interface TopicSettings {
  /** Counts only when the topic is made; an existing one keeps its partitions. */
  readonly partitionCount: number;
  /** −1 takes the broker's default. */
  readonly replicationFactor: number;
  /** −1 keeps events for ever, which rebuilding from the log relies on. */
  readonly retentionMs: number;
}

/** The topic exists but is not fit to be the log. */
export class TopicUnfit extends Error {
  override readonly name = 'TopicUnfit';
}

/**
 * Makes the topics that are missing and returns the partition count of the first. Append time is not a choice: with
 * the producer's time as record time, retention would delete back-dated events unread.
 */
export async function ensureTopics(
  admin: Admin,
  topics: readonly string[],
  settings: TopicSettings,
): Promise<number> {
  const existing = new Set(await admin.listTopics());
  const missing = topics.filter((topic) => !existing.has(topic));
  if (missing.length > 0) {
    await create(admin, {
      waitForLeaders: true,
      topics: missing.map((topic) => ({
        topic,
        numPartitions: settings.partitionCount,
        replicationFactor: settings.replicationFactor,
        configEntries: [
          { name: 'message.timestamp.type', value: 'LogAppendTime' },
          { name: 'retention.ms', value: String(settings.retentionMs) },
          { name: 'cleanup.policy', value: 'delete' },
          // The broker unpacks what others packed in ways that the client used here cannot read (LZ4, Snappy, Zstd).
          { name: 'compression.type', value: 'uncompressed' },
        ],
      })),
    });
  }
  const [log] = topics;
  if (log === undefined) throw new TypeError('no topic was named');
  if (existing.has(log)) await requireAppendTime(admin, log);
  return partitionCountOf(admin, log);
}

type Creation = Parameters<Admin['createTopics']>[0];

/** A busy broker may not know the topic that it has just made when it is asked for its leaders; that passes. */
async function create(admin: Admin, creation: Creation): Promise<void> {
  await admin.createTopics(creation).catch((error: Error & { type?: string }) => {
    if (error.type !== 'UNKNOWN_TOPIC_OR_PARTITION' && error.type !== 'LEADER_NOT_AVAILABLE') throw error;
  });
}

const METADATA_TRIES = 20;
const METADATA_WAIT_MS = 250;

async function partitionCountOf(admin: Admin, topic: string): Promise<number> {
  for (let tries = 1; ; tries++) {
    try {
      const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
      const count = topics[0]?.partitions.length ?? 0;
      if (count > 0) return count;
    } catch (error) {
      if (tries >= METADATA_TRIES) throw error;
    }
    if (tries >= METADATA_TRIES)
      throw new TopicUnfit(`the topic ${topic} was made, but the brokers do not show it`);
    await sleep(METADATA_WAIT_MS);
  }
}

async function requireAppendTime(admin: Admin, topic: string): Promise<void> {
  const answer = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [
      {
        type: kafkajs.ConfigResourceTypes.TOPIC,
        name: topic,
        configNames: ['message.timestamp.type', 'cleanup.policy', 'compression.type'],
      },
    ],
  });
  const entries = answer.resources[0]?.configEntries ?? [];
  const settingOf = (name: string) => entries.find((entry) => entry.configName === name)?.configValue;
  const faults = [
    settingOf('message.timestamp.type') === 'LogAppendTime' ? null : 'message.timestamp.type=LogAppendTime',
    settingOf('cleanup.policy') === 'delete' ? null : 'cleanup.policy=delete',
    ['uncompressed', 'gzip'].includes(settingOf('compression.type') ?? '')
      ? null
      : 'compression.type=uncompressed',
  ].filter((fault) => fault !== null);
  if (faults.length === 0) return;
  throw new TopicUnfit(
    `the topic ${topic} is not fit to be the event log; run: kafka-configs --alter --entity-type topics --entity-name ${topic} --add-config ${faults.join(',')}`,
  );
}
