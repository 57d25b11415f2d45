import { setTimeout as sleep } from 'node:timers/promises';
import kafkajs from 'kafkajs';
import { Consuming, drained, type Ground, kafkaGround } from '../consuming.ts';
import { expectExact } from '../exact.ts';
import { type Context, kafkaOf, type Scenario } from '../scenario.ts';
import { Topic } from '../topic.ts';
import { recordOf, Traffic } from '../traffic.ts';

const RETENTION = { 'retention.ms': '3600000', 'segment.ms': '1000' };
const TWO_YEARS_MS = 2 * 365 * 86_400_000;
const MARGIN_MS = 15_000;
const LONGEST_WAIT_MS = 400_000;

/**
 * Retention goes by the time of a record. Were that the time of the event, the broker would delete what is handed in late before
 * anybody reads it. A second topic is made in that wrong way, to see that the broker did look.
 */
export const olderThanRetention: Scenario = {
  number: 12,
  fault: 'events years old in a topic that keeps an hour, read after the broker has cleaned up',
  fullCount: 2_000,
  smallCount: 500,
  needs: 'kafka',
  async run(context) {
    const ground = await kafkaGround(context, { settings: RETENTION });
    const { topic, store } = ground;
    const traffic = new Traffic(context.dice);
    await topic.send(traffic.slice(context.count));
    const wrong = await Topic.create(context, kafkaOf(context), {
      partitionCount: 1,
      settings: { ...RETENTION, 'message.timestamp.type': 'CreateTime' },
    });
    const timestamp = String(Date.now() - TWO_YEARS_MS);
    await wrong.sendRaw(
      new Traffic(context.dice).slice(20).map((event) => ({ ...recordOf(event), timestamp })),
    );
    await cleanedUp(context, ground, wrong);
    const consuming = new Consuming(context, ground, `${context.folder}/data`);
    await consuming.start();
    await drained(topic, [consuming]);
    await topic.send(traffic.slice(context.count));
    await drained(topic, [consuming]);
    await expectExact(store.ask, traffic.given, context.dice);
    await consuming.program.end('SIGTERM');
  },
};

/** Waits until the broker has deleted what was made to be deleted, as long as its own settings say that it may take. */
async function cleanedUp(context: Context, { topic }: Ground, wrong: Topic): Promise<void> {
  const intervalMs = await retentionCheckMs(topic);
  const isSmall = context.count < olderThanRetention.fullCount;
  if (isSmall && intervalMs > MARGIN_MS) {
    context.note('not waited for', `the broker cleans up every ${intervalMs / 1_000} s`);
    return;
  }
  const until = Date.now() + Math.min(LONGEST_WAIT_MS, 2 * intervalMs + 2 * MARGIN_MS);
  for (;;) {
    const [ends] = await wrong.admin.fetchTopicOffsets(wrong.name);
    if (ends !== undefined && Number(ends.low) > 0) break;
    if (Date.now() > until) throw new Error('the broker never cleaned up, so this row shows nothing');
    await sleep(250);
  }
  context.note('records of the wrongly made topic', 'were deleted unread');
}

async function retentionCheckMs({ admin }: Topic): Promise<number> {
  const { brokers } = await admin.describeCluster();
  const name = String(brokers[0]?.nodeId ?? 1);
  const setting = 'log.retention.check.interval.ms';
  const answer = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: kafkajs.ConfigResourceTypes.BROKER, name, configNames: [setting] }],
  });
  const value = Number(answer.resources[0]?.configEntries[0]?.configValue);
  if (!(value > 0)) throw new Error(`the broker does not say its ${setting}`);
  return value;
}
