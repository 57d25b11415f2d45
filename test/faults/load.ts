import { setTimeout as sleep } from 'node:timers/promises';
import type { Topic } from './topic.ts';
import type { Traffic } from './traffic.ts';

export interface LoadOptions {
  readonly events: number;
  readonly eventsEach: number;
  readonly pauseMs: number;
  /** How long the broker may be away. */
  readonly patienceMs: number;
}

/** Events that keep coming into a topic while something else is done. */
export class Load {
  readonly #sending: Promise<Error | null>;
  #isOver = false;

  constructor(topic: Topic, traffic: Traffic, options: LoadOptions) {
    this.#sending = this.#send(topic, traffic, options).then(
      () => null,
      (error: Error) => error,
    );
  }

  async #send(topic: Topic, traffic: Traffic, options: LoadOptions): Promise<void> {
    const { events, eventsEach, pauseMs, patienceMs } = options;
    for (let sent = 0; sent < events && !this.#isOver; sent += eventsEach) {
      await topic.sendPatiently(traffic.slice(eventsEach), patienceMs);
      await sleep(pauseMs);
    }
  }

  /** Waits until all has been sent; throws where that was not possible. */
  async finished(): Promise<void> {
    const error = await this.#sending;
    if (error !== null) throw new Error(`the topic took no more events: ${error.message}`, { cause: error });
  }

  /** Sends no more, and waits for what is under way. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await this.finished();
  }
}
