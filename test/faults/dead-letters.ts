import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Topic } from './topic.ts';

export interface Letter {
  readonly value: Buffer;
  readonly reason: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

const TIMEOUT_MS = 30_000;

/** What the dead-letter topic holds at this moment, read as any Kafka client would. */
export async function deadLettersOf(topic: Topic): Promise<readonly Letter[]> {
  const name = `${topic.name}.dead`;
  const ends = await topic.admin.fetchTopicOffsets(name);
  const wanted = ends.reduce((sum, { low, high }) => sum + Number(high) - Number(low), 0);
  if (wanted === 0) return [];
  const letters: Letter[] = [];
  const consumer = topic.client.consumer({ groupId: randomUUID() });
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [name], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachMessage: async ({ message }) => {
        const text = (header: string) => String(message.headers?.[header] ?? '');
        letters.push({
          value: message.value ?? Buffer.alloc(0),
          reason: text('reason'),
          topic: text('topic'),
          partition: Number(text('partition')),
          offset: Number(text('offset')),
        });
      },
    });
    const until = Date.now() + TIMEOUT_MS;
    while (letters.length < wanted) {
      if (Date.now() > until) throw new Error(`${letters.length} of ${wanted} dead letters could be read`);
      await sleep(20);
    }
    return letters;
  } finally {
    await consumer.disconnect();
  }
}
