import { Consuming, drained, type Ground, kafkaGround } from '../consuming.ts';
import { deadLettersOf } from '../dead-letters.ts';
import { expectExact, settled } from '../exact.ts';
import { expectClearStop } from '../programs.ts';
import { type Context, type Scenario, seedFrom } from '../scenario.ts';
import { recordOf, Traffic } from '../traffic.ts';

const WINDOW_EVENTS = 100;
const MAX_BATCH_EVENTS = 50;
const POISON_TIMES_WINDOW = 5;

/** One bad record is put aside and its neighbours count; nothing but bad records is a mistake of somebody's, and stops the line. */
export const poison: Scenario = {
  number: 10,
  fault: 'one poison record among so many; then nothing but poison',
  fullCount: 10_000,
  smallCount: 1_000,
  needs: 'kafka',
  async run(context) {
    await oneAmongMany(context, await kafkaGround(context));
    await nothingElse(context, await kafkaGround(context));
  },
};

async function oneAmongMany(context: Context, ground: Ground): Promise<void> {
  const { topic, store } = ground;
  const { dice, count } = context;
  const traffic = new Traffic(dice);
  const bytes = Buffer.from([0, 255, 123, 34, 128, seedFrom(dice) % 256]);
  const records = traffic.slice(count - 1).map(recordOf);
  records.splice(dice.whole(0, records.length), 0, { key: 'poison', value: bytes });
  await topic.sendRaw(records);
  const consuming = new Consuming(context, ground, `${context.folder}/one`);
  await consuming.start();
  await drained(topic, [consuming]);
  await expectExact(store.ask, traffic.given, dice);
  const { positions } = await settled(store.ask);
  const accounted = positions.reduce((sum, p) => sum + p.counted + p.repeated + p.refused, 0);
  const refused = positions.reduce((sum, p) => sum + p.refused, 0);
  // The Kafka client may send a batch again by itself, so there can be more positions than records.
  if (refused < 1 || accounted < count) throw new Error(`of ${accounted} positions ${refused} were refused`);
  await consuming.program.end('SIGTERM');
  const letters = await deadLettersOf(topic);
  const [letter] = letters;
  const there = letters.filter(({ value, reason }) => value.equals(bytes) && reason === 'not-json');
  const ends = await topic.lag();
  const end = ends.find(({ partition }) => partition === letter?.partition)?.end ?? 0;
  if (there.length !== refused || letters.length !== refused || letter?.topic !== topic.name)
    throw new Error(`the dead letters are ${JSON.stringify(letters)}`);
  if (!(letter.offset >= 0 && letter.offset < end))
    throw new Error(`a dead letter names offset ${letter.offset} of a partition that ends at ${end}`);
}

async function nothingElse(context: Context, ground: Ground): Promise<void> {
  const { topic, store } = ground;
  const traffic = new Traffic(context.dice);
  await topic.send(traffic.slice(100));
  const poisons = Array.from({ length: POISON_TIMES_WINDOW * WINDOW_EVENTS }, (_, i) => ({
    key: `poison-${i}`,
    value: Buffer.from(`{"poison":${i}`),
  }));
  await topic.sendRaw(poisons);
  const environment = {
    SOHOSO_REFUSED_WINDOW_EVENTS: String(WINDOW_EVENTS),
    SOHOSO_MAX_REFUSED_PERCENT: '50',
    SOHOSO_MAX_BATCH_EVENTS: String(MAX_BATCH_EVENTS),
  };
  const folder = `${context.folder}/all`;
  const capped = new Consuming(context, ground, folder, environment);
  const stopped = capped.launch();
  const drainedFirst = drained(topic, [capped]).then(
    () => true,
    () => false,
  );
  if (await Promise.race([drainedFirst, stopped.ended.then(() => false)]))
    throw new Error(`${poisons.length} bad records in a row did not stop it; the cap is at 50 %`);
  const sentence = await expectClearStop(stopped);
  const letters = await deadLettersOf(topic);
  // Two partitions are worked on at a time, and a window for each partition would be as good.
  const bound = WINDOW_EVENTS + 2 * MAX_BATCH_EVENTS;
  if (letters.length > bound) throw new Error(`${letters.length} dead letters; ${bound} were the bound`);
  context.note('the cap', `after ${letters.length} dead letters: "${sentence}"`);
  const uncapped = new Consuming(context, ground, folder, {
    ...environment,
    SOHOSO_MAX_REFUSED_PERCENT: '100',
  });
  await topic.removeMembers();
  await uncapped.start();
  await drained(topic, [uncapped]);
  await expectExact(store.ask, traffic.given, context.dice);
  await uncapped.program.end('SIGTERM');
}
