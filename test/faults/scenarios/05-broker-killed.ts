import { setTimeout as sleep } from 'node:timers/promises';
import { Consuming, drained, type Ground, kafkaGround } from '../consuming.ts';
import { expectExact } from '../exact.ts';
import { Load } from '../load.ts';
import { expectClearStop } from '../programs.ts';
import { type Context, eachIteration, kafkaOf, type Scenario, Slowest } from '../scenario.ts';
import { Traffic } from '../traffic.ts';

const LONG_DOWN_MS = 60_000;
const SHORT_DOWN_MS = 5_000;
const MAX_OWN_MB = 700;
const SAMPLE_MS = 200;
const START_AGAIN_MS = 1_000;

/** The broker dies under load and comes back on the same disk, once only after a minute. */
export const brokerKilled: Scenario = {
  number: 5,
  fault: 'the Kafka broker killed and restarted under load, the first time down for 60 s',
  fullCount: 10,
  smallCount: 1,
  needs: 'killable kafka',
  async run(context) {
    const kafka = kafkaOf(context);
    const ground = await kafkaGround(context);
    const { topic, store } = ground;
    const traffic = new Traffic(context.dice);
    const kept = new KeptRunning(context, ground);
    await kept.start();
    const recovery = new Slowest(context, 'slowest from restart to nothing left to read');
    await eachIteration(context, async ({ index, dice }) => {
      const load = new Load(topic, traffic, {
        events: Number.POSITIVE_INFINITY,
        eventsEach: 200,
        pauseMs: 50,
        patienceMs: LONG_DOWN_MS * 2,
      });
      context.onEnd(() => load.stop().catch(() => {}));
      await sleep(dice.whole(500, 2_000));
      await kafka.kill();
      const isLong = index === 0 && context.count > 1;
      await sleep(isLong ? LONG_DOWN_MS : dice.whole(SHORT_DOWN_MS / 2, SHORT_DOWN_MS));
      await recovery.time(async () => {
        await kafka.restart();
        await load.stop();
        await kept.drained(topic);
      });
      await expectExact(store.ask, traffic.given, dice);
    });
    await kept.stop();
    context.note('events', String(traffic.given.length));
  },
};

/** The consumer as a service manager keeps it: started again whenever it stops, which it must do with a clear sentence. */
class KeptRunning {
  readonly #context: Context;
  readonly #consuming: Consuming;
  #isOver = false;
  #stops = 0;
  #most = { residentMb: 0, ownMb: 0 };
  #fault: Error | null = null;
  #watching: Promise<void> = Promise.resolve();

  constructor(context: Context, ground: Ground) {
    this.#context = context;
    this.#consuming = new Consuming(context, ground, `${context.folder}/data`, {
      SOHOSO_MAX_BATCH_EVENTS: '2000',
    });
  }

  async start(): Promise<void> {
    await this.#consuming.start();
    this.#watching = this.#watch().catch((error: Error) => {
      this.#fault = error;
    });
    this.#context.onEnd(() => {
      this.#isOver = true;
    });
  }

  async #watch(): Promise<void> {
    while (!this.#isOver) {
      const { program } = this.#consuming;
      if (!program.hasEnded) this.#sample();
      else {
        this.#context.note('last stop', `"${await expectClearStop(program)}"`);
        this.#stops++;
        await sleep(START_AGAIN_MS);
        if (!this.#isOver) this.#consuming.launch();
      }
      await sleep(SAMPLE_MS);
    }
  }

  #sample(): void {
    const { residentMb, ownMb } = this.#consuming.program.memory();
    // A process that has just ended has no figures any more.
    if (!(ownMb > 0)) return;
    const most = this.#most;
    this.#most = {
      residentMb: Math.max(most.residentMb, residentMb),
      ownMb: Math.max(most.ownMb, ownMb),
    };
  }

  async drained(topic: Ground['topic']): Promise<void> {
    await drained(topic, [], 120_000);
    if (this.#fault !== null) throw this.#fault;
    const { residentMb, ownMb } = this.#most;
    this.#context.note(
      'memory',
      `${Math.round(residentMb)} MB at most, ${Math.round(ownMb)} of them its own`,
    );
    this.#context.note('stopped by itself', `${this.#stops} times`);
    if (ownMb > MAX_OWN_MB) throw new Error(`the consumer took ${ownMb} MB; ${MAX_OWN_MB} were allowed`);
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#watching;
    await this.#consuming.program.end('SIGTERM');
  }
}
