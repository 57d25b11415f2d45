import { setTimeout as sleep } from 'node:timers/promises';
import { Consuming, drained, kafkaGround } from '../consuming.ts';
import { expectExact } from '../exact.ts';
import { eachIteration, type Scenario } from '../scenario.ts';
import { recordOf, Traffic } from '../traffic.ts';

const EVENTS = 20_000;
const EVENTS_EACH = 500;
/** An attribute of nobody's makes each event as large as real ones never are: some 100 MB wait in the topic. */
const PADDING = 'x'.repeat(4_500);
const WATCHED_MS = 15_000;
const SAMPLE_MS = 200;
const MAX_OWN_MB = 350;

/** The store takes no insert while the topic holds far more than should be in memory; then it answers again. */
export const storeStandsStill: Scenario = {
  number: 15,
  fault: 'the store stands still while 100 MB wait in the topic',
  fullCount: 3,
  smallCount: 1,
  needs: 'kafka',
  async run(context) {
    let most = 0;
    await eachIteration(context, async ({ index, dice }) => {
      const ground = await kafkaGround(context);
      const { topic, front, store } = ground;
      const traffic = new Traffic(dice);
      for (let sent = 0; sent < EVENTS; sent += EVENTS_EACH) {
        const padded = traffic.slice(EVENTS_EACH).map((event) => ({ ...event, padding: PADDING }));
        // The broker takes no more than a megabyte at once.
        for (let from = 0; from < padded.length; from += 100)
          await topic.sendRaw(padded.slice(from, from + 100).map((event) => recordOf(event as never)));
      }
      front.fault = { kind: 'hang', match: /INSERT INTO fact/ };
      const consuming = new Consuming(context, ground, `${context.folder}/data-${index}`, {
        SOHOSO_MAX_BATCH_EVENTS: '20000',
      });
      await consuming.start();
      for (const end = Date.now() + WATCHED_MS; Date.now() < end; ) {
        const { ownMb } = consuming.program.memory();
        most = Math.max(most, ownMb);
        context.note('its own memory at most', `${Math.round(most)} MB`);
        if (ownMb > MAX_OWN_MB) throw new Error(`the consumer took ${ownMb} MB; ${MAX_OWN_MB} were allowed`);
        await sleep(SAMPLE_MS);
      }
      front.fault = undefined;
      await drained(topic, [consuming], 120_000);
      await expectExact(store.ask, traffic.given, dice);
      await consuming.program.end('SIGTERM');
    });
  },
};
