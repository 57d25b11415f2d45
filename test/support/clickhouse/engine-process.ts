import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** One statement for the engine, run on a connection of its own. */
export interface Job {
  /** Statements that prepare the connection: database, settings, query parameters. */
  readonly setup: string;
  readonly sql: string;
  /** Present on inserts: what stands behind the statement. */
  readonly data: Uint8Array | undefined;
  /** The output format of a statement that names none. */
  readonly format: string;
}

export interface Outcome {
  readonly bytes: Uint8Array;
  readonly rowsRead: number;
  readonly bytesRead: number;
  readonly rowsWritten: number;
  readonly bytesWritten: number;
  /** Seconds. */
  readonly elapsed: number;
}

/** The engine refused the statement; the message is ClickHouse's own. */
export class StatementError extends Error {}

type Reply = { id: number; outcome: Outcome } | { id: number; error: string };
type Greeting = { ready: string } | { failed: string };

interface Waiting {
  resolve(outcome: Outcome): void;
  reject(error: Error): void;
}

const CHILD = fileURLToPath(new URL('./engine-child.mjs', import.meta.url));

/** chDB in a child process that dies with this one. */
export class EngineProcess {
  readonly version: string;
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  private constructor(child: ChildProcess, version: string) {
    this.#child = child;
    this.version = version;
    child.on('message', (reply) => this.#settle(reply as Reply));
    child.on('exit', () => this.#abandon());
  }

  static async start(path: string | undefined): Promise<EngineProcess> {
    const child = fork(CHILD, path === undefined ? [] : [path], {
      serialization: 'advanced', // JSON would turn every body into an array of numbers
      execArgv: [], // the test runner's own flags are not for this process
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      // each running statement holds a thread; the response header says that the time zone is UTC
      env: { ...process.env, UV_THREADPOOL_SIZE: '16', TZ: 'UTC' },
    });
    const [greeting] = (await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(([code]) => [{ failed: `the engine process exited with ${code}` }]),
    ])) as [Greeting];
    if ('failed' in greeting) throw new Error(`chDB did not open: ${greeting.failed}`);
    return new EngineProcess(child, greeting.ready);
  }

  run(job: Job): Promise<Outcome> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#child.send({ id, job }, (error) => error && this.#take(id)?.reject(error));
    });
  }

  /** Lets running statements finish, so that a folder that is opened again holds all of them. */
  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    const overdue = setTimeout(() => this.#child.kill('SIGKILL'), 10_000);
    this.#child.send('stop', () => {}); // the callback keeps a closed channel from throwing
    await exited;
    clearTimeout(overdue);
  }

  #settle(reply: Reply): void {
    const waiting = this.#take(reply.id);
    if ('outcome' in reply) waiting?.resolve(reply.outcome);
    else waiting?.reject(new StatementError(reply.error));
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  #abandon(): void {
    for (const id of [...this.#waiting.keys()])
      this.#take(id)?.reject(new Error('the engine process is gone'));
  }
}
