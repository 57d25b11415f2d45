import { setTimeout as sleep } from 'node:timers/promises';
import { Consuming, drained, kafkaGround } from '../consuming.ts';
import { expectExact } from '../exact.ts';
import { eachIteration, type Scenario, Slowest } from '../scenario.ts';
import { Traffic } from '../traffic.ts';

const LONGEST_LIFE_MS = 900;
const LONGEST_START_MS = 700;
const [FEWEST_EVENTS, MOST_EVENTS] = [50, 250];
/** Many batches in the short life that it has, so that kills hit every phase. */
const SMALL_BATCHES = { SOHOSO_MAX_BATCH_EVENTS: '20' };
const CHECK_EVERY = 20;

/** The consumer service killed in every phase of a batch, and while it starts; Kafka and the store live on. */
export const consumerKilled: Scenario = {
  number: 1,
  fault: 'the consumer service killed by SIGKILL at a random moment, resumed',
  fullCount: 300,
  smallCount: 5,
  needs: 'kafka',
  async run(context) {
    const ground = await kafkaGround(context);
    const { topic, store } = ground;
    const consuming = new Consuming(context, ground, `${context.folder}/data`, SMALL_BATCHES);
    const traffic = new Traffic(context.dice);
    const recovery = new Slowest(context, 'slowest from start to nothing left to read');
    let atWork = 0;
    await eachIteration(context, async ({ index, isLast, dice }) => {
      await topic.send(traffic.slice(dice.whole(FEWEST_EVENTS, MOST_EVENTS)));
      if (dice.chance(0.15)) {
        consuming.launch();
        await sleep(dice.whole(0, LONGEST_START_MS));
      } else {
        await consuming.start();
        await sleep(dice.whole(0, LONGEST_LIFE_MS));
      }
      if (consuming.program.hasEnded) throw new Error(`it ended by itself: ${consuming.program.said()}`);
      await consuming.program.end('SIGKILL');
      if ((await topic.lag()).some((p) => p.waiting > 0)) atWork++;
      context.note('killed with events left to read', `${atWork} of ${index + 1}`);
      // Its session would hold the partitions for 6 s more; row 6 is about that.
      await topic.removeMembers();
      if (index % CHECK_EVERY !== CHECK_EVERY - 1 && !isLast) return;
      await recovery.time(async () => {
        await consuming.start();
        await drained(topic, [consuming]);
      });
      await expectExact(store.ask, traffic.given, dice);
      if (!isLast) await consuming.program.end('SIGKILL');
      else if ((await consuming.program.end('SIGTERM')) !== 0)
        throw new Error(`told to stop, it ended otherwise: ${consuming.program.said()}`);
      await topic.removeMembers();
    });
    context.note('events', String(traffic.given.length));
    context.note('dead members', 'were taken out of the group at once instead of after their session of 6 s');
  },
};
