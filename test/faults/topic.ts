import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import kafkajs, { type Admin, type Kafka as Client, type Producer } from 'kafkajs';
import type { OracleEvent } from '../oracle/oracle.ts';
import type { Kafka } from '../support/kafka/kafka.ts';
import type { Context } from './scenario.ts';
import { recordOf } from './traffic.ts';

export interface TopicOptions {
  readonly partitionCount?: number;
  /** Settings of the topic beside those that the log needs, or instead of them. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A topic of a run's own with its consumer group, as whoever looks after the brokers sees them. */
export class Topic {
  readonly name = `faults-${randomUUID()}`;
  /** The group is called as the topic is. */
  readonly group = this.name;
  readonly client: Client;
  readonly admin: Admin;
  readonly #producer: Producer;
  readonly #brokers: readonly string[];

  private constructor(client: Client, brokers: readonly string[]) {
    this.client = client;
    this.admin = client.admin();
    this.#brokers = brokers;
    this.#producer = client.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  }

  static async create(context: Context, kafka: Kafka, options: TopicOptions = {}): Promise<Topic> {
    const client = new kafkajs.Kafka({
      brokers: [...kafka.brokers],
      clientId: 'faults',
      logLevel: kafkajs.logLevel.NOTHING,
      retry: { retries: 3 },
    });
    const topic = new Topic(client, kafka.brokers);
    await topic.admin.connect();
    context.onEnd(() => topic.admin.disconnect());
    await topic.#producer.connect();
    context.onEnd(() => topic.#producer.disconnect());
    const settings = {
      'message.timestamp.type': 'LogAppendTime',
      'compression.type': 'uncompressed',
      ...options.settings,
    };
    await topic.admin.createTopics({
      waitForLeaders: true,
      topics: [
        {
          topic: topic.name,
          numPartitions: options.partitionCount ?? 4,
          configEntries: Object.entries(settings).map(([name, value]) => ({ name, value })),
        },
      ],
    });
    return topic;
  }

  /** The environment of a consumer that reads this topic. */
  get environment() {
    return {
      KAFKA_BROKERS: this.#brokers.join(','),
      KAFKA_TOPIC: this.name,
      KAFKA_GROUP: this.group,
      KAFKA_SESSION_TIMEOUT_MS: '6000',
    };
  }

  send(events: readonly OracleEvent[]): Promise<void> {
    return this.sendRaw(events.map(recordOf));
  }

  async sendRaw(messages: readonly { key: string; value: Buffer; timestamp?: string }[]): Promise<void> {
    await this.#producer.send({ topic: this.name, acks: -1, messages: [...messages] });
  }

  /** Sends until the broker has taken them, however long it is away; what it then has twice are repeats. */
  async sendPatiently(events: readonly OracleEvent[], timeoutMs: number): Promise<void> {
    const until = Date.now() + timeoutMs;
    for (;;) {
      try {
        return await this.send(events);
      } catch (error) {
        if (Date.now() > until) throw error;
        await sleep(200);
      }
    }
  }

  async lag(): Promise<{ partition: number; end: number; committed: number; waiting: number }[]> {
    const ends = await this.admin.fetchTopicOffsets(this.name);
    const [committed] = await this.admin.fetchOffsets({ groupId: this.group, topics: [this.name] });
    const byPartition = new Map(committed?.partitions.map((p) => [p.partition, Number(p.offset)]));
    return ends.map(({ partition, high, low }) => {
      const [end, committed] = [Number(high), Math.max(Number(low), byPartition.get(partition) ?? 0)];
      return { partition, end, committed, waiting: end - committed };
    });
  }

  async groupIs(): Promise<{ state: string; members: readonly string[] }> {
    const { groups } = await this.admin.describeGroups([this.group]);
    const [group] = groups;
    return { state: group?.state ?? '', members: (group?.members ?? []).map((member) => member.memberId) };
  }

  /** Waits until the group has so many members and has shared out the partitions among them; gives the ms. */
  async stableWith(members: number, timeoutMs = 60_000): Promise<number> {
    const start = performance.now();
    for (;;) {
      const group = await this.groupIs();
      if (group.state === 'Stable' && group.members.length === members) return performance.now() - start;
      if (performance.now() - start > timeoutMs)
        throw new Error(
          `the group is ${group.state} with ${group.members.length} members after ${timeoutMs} ms; stable with ${members} was expected`,
        );
      await sleep(100);
    }
  }

  /**
   * Takes the members out of the group, as `kafka-consumer-groups` does for one that is known to be dead. A killed member holds
   * its partitions until its session times out, 6 s at least; with hundreds of kills that would be most of the run.
   */
  async removeMembers(): Promise<void> {
    const { members } = await this.groupIs();
    for (const member of members) await leaveGroup(this.#brokers[0] ?? '', this.group, member);
  }
}

const LEAVE_GROUP = { apiKey: 13, version: 1 };

/** The one request that kafkajs offers to members only. The tests' broker is alone, so it coordinates every group. */
async function leaveGroup(broker: string, group: string, member: string): Promise<void> {
  const [host = '', port = ''] = broker.split(':');
  const head = Buffer.alloc(8);
  head.writeInt16BE(LEAVE_GROUP.apiKey, 0);
  head.writeInt16BE(LEAVE_GROUP.version, 2);
  const body = Buffer.concat([head, kafkaString('faults'), kafkaString(group), kafkaString(member)]);
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.byteLength);
  const socket = connect(Number(port), host);
  try {
    await once(socket, 'connect');
    socket.write(Buffer.concat([length, body]));
    await once(socket, 'data');
  } finally {
    socket.destroy();
  }
}

function kafkaString(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(2);
  length.writeInt16BE(bytes.byteLength);
  return Buffer.concat([length, bytes]);
}
