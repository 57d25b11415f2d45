import { setTimeout as sleep } from 'node:timers/promises';
import type { Ask } from './exact.ts';
import { type Environment, Program } from './programs.ts';
import type { Context } from './scenario.ts';

const ASK_TIMEOUT_MS = 60_000;

/** `sohoso serve` on one data folder: started, killed at any moment, and started again. */
export class Serving {
  readonly folder: string;
  readonly #context: Context;
  readonly #environment: Environment;
  #program: Program | undefined;
  #url = '';

  constructor(context: Context, folder: string, environment: Environment = {}) {
    this.#context = context;
    this.folder = folder;
    this.#environment = { KAFKA_PARTITIONS: '4', ...environment, SOHOSO_DATA_DIR: folder };
  }

  get program(): Program {
    if (this.#program === undefined) throw new Error('it was never started');
    return this.#program;
  }

  launch(): Program {
    this.#program = new Program(this.#context, 'sohoso', ['serve'], this.#environment);
    return this.#program;
  }

  /** Starts it and waits until it answers. */
  async start(): Promise<void> {
    const found = await this.launch().printed(/at (http:\/\/[\d.]+:\d+)/);
    this.#url = found[1] ?? '';
  }

  /** Starts it and kills it so much later, whether it answers by then or not. */
  async startAndKill(afterMs: number): Promise<void> {
    const program = this.launch();
    await sleep(afterMs);
    await program.end('SIGKILL');
  }

  readonly ask: Ask = async (path) => {
    const response = await fetch(this.#url + path, { signal: AbortSignal.timeout(ASK_TIMEOUT_MS) }).catch(
      (error: Error) => {
        const why = this.program.hasEnded
          ? `it has ended: ${this.program.said()}`
          : String(error.cause ?? error);
        throw new Error(`GET ${path} was not answered; ${why}`);
      },
    );
    const text = await response.text();
    if (!response.ok) throw new Error(`GET ${path} was answered with ${response.status}: ${text}`);
    return JSON.parse(text);
  };

  /** Sends events; gives the status, or null where no answer came. Acknowledged is what got a 202. */
  async send(events: readonly object[]): Promise<{ status: number | null; body: string; type: string }> {
    const body = events.map((event) => JSON.stringify(event)).join('\n');
    const headers = { 'content-type': 'application/x-ndjson' };
    try {
      const signal = AbortSignal.timeout(ASK_TIMEOUT_MS);
      const response = await fetch(`${this.#url}/v1/events`, { method: 'POST', headers, body, signal });
      const type = response.headers.get('content-type') ?? '';
      return { status: response.status, body: await response.text(), type };
    } catch {
      return { status: null, body: '', type: '' };
    }
  }

  /** As `send`, where nothing stands in the way: all of them must be accepted. */
  async accept(events: readonly object[]): Promise<void> {
    if (events.length === 0) return;
    const { status, body } = await this.send(events);
    const accepted = status === 202 ? (JSON.parse(body) as { accepted: number }).accepted : 0;
    if (accepted === events.length) return;
    const state = this.program.hasEnded ? `; it has ended: ${this.program.said()}` : '';
    throw new Error(`${accepted} of ${events.length} events were accepted: ${status} ${body}${state}`);
  }
}
