import { setTimeout as sleep } from 'node:timers/promises';
import { Consuming, drained, type Ground, kafkaGround } from '../consuming.ts';
import { expectExact } from '../exact.ts';
import { Load } from '../load.ts';
import { type Context, eachIteration, type Scenario } from '../scenario.ts';
import { Traffic } from '../traffic.ts';

const SESSION_MS = 6_000;
const FULL = { events: 200_000, eventsEach: 500, pauseMs: 900 };
const SMALL = { events: 15_000, eventsEach: 500, pauseMs: 500 };

/**
 * Partitions change hands: consumers join and leave, and one sleeps through its session and wakes up in the middle of what it was
 * at, when its partitions have long been another's.
 */
export const members: Scenario = {
  number: 6,
  fault: 'two, three, one consumer; one stopped past its session (SIGSTOP) and woken (SIGCONT)',
  fullCount: 20,
  smallCount: 1,
  needs: 'kafka',
  async run(context) {
    const ground = await kafkaGround(context, { partitionCount: 6 });
    const { topic, store } = ground;
    const traffic = new Traffic(context.dice);
    const volume = context.count >= members.fullCount ? FULL : SMALL;
    const load = new Load(topic, traffic, { ...volume, patienceMs: 20_000 });
    context.onEnd(() => load.stop().catch(() => {}));
    const group = new Group(context, ground);
    const [first, second] = [await group.join(), await group.join()];
    await group.stable();
    await eachIteration(context, async ({ dice }) => {
      const sleeper = dice.pick([first, second]);
      sleeper.program.signal('SIGSTOP');
      await sleep(SESSION_MS + dice.whole(500, 3_000));
      sleeper.program.signal('SIGCONT');
      await group.stable();
    });
    await group.join();
    await group.stable();
    await group.leave(first, 'SIGTERM');
    await group.leave(second, 'SIGKILL');
    await group.stable();
    await load.finished();
    await drained(topic, group.joined);
    await expectExact(store.ask, traffic.given, context.dice);
    context.note('events', String(traffic.given.length));
  },
};

/** The consumers that should be in the group. */
class Group {
  readonly joined: Consuming[] = [];
  readonly #context: Context;
  readonly #ground: Ground;
  #made = 0;
  #slowestMs = 0;

  constructor(context: Context, ground: Ground) {
    this.#context = context;
    this.#ground = ground;
  }

  async join(): Promise<Consuming> {
    const folder = `${this.#context.folder}/member-${this.#made++}`;
    const member = new Consuming(this.#context, this.#ground, folder, { SOHOSO_MAX_BATCH_EVENTS: '200' });
    await member.start();
    this.joined.push(member);
    return member;
  }

  async leave(member: Consuming, signal: NodeJS.Signals): Promise<void> {
    this.joined.splice(this.joined.indexOf(member), 1);
    const code = await member.program.end(signal);
    if (signal === 'SIGTERM' && code !== 0)
      throw new Error(`told to stop, it ended with ${code}: ${member.program.said()}`);
  }

  async stable(): Promise<void> {
    const ms = await this.#ground.topic.stableWith(this.joined.length).catch((error: Error) => {
      const ended = this.joined.find(({ program }) => program.hasEnded);
      throw new Error(`${error.message}; ${ended === undefined ? '' : `one ended: ${ended.program.said()}`}`);
    });
    this.#slowestMs = Math.max(this.#slowestMs, ms);
    this.#context.note('slowest to be stable again', `${(this.#slowestMs / 1_000).toFixed(1)} s`);
  }
}
