import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { stopAtExit } from './endings.ts';
import type { Context } from './scenario.ts';

const scripts = {
  sohoso: fileURLToPath(new URL('../../services/standalone/bin/sohoso.js', import.meta.url)),
  consumer: fileURLToPath(new URL('../../services/consumer/dist/main.js', import.meta.url)),
};

export type Environment = Readonly<Record<string, string>>;

const OUTPUT_KEPT_CHARS = 20_000;
const START_TIMEOUT_MS = 60_000;

/** A program of ours as a process of its own, which may be killed at any moment. */
export class Program {
  readonly pid: number;
  /** The exit code; null where a signal ended it. */
  readonly ended: Promise<number | null>;
  hasEnded = false;
  stdout = '';
  stderr = '';
  readonly #kill: (signal: NodeJS.Signals) => void;

  constructor(context: Context, script: keyof typeof scripts, args: readonly string[], given: Environment) {
    // Nothing of the caller's environment that configures the program reaches it.
    const kept = Object.entries(process.env).filter(([name]) => !/^(SOHOSO|KAFKA|CLICKHOUSE)_/.test(name));
    const env = { ...Object.fromEntries(kept), SOHOSO_PORT: '0', ...given };
    const child = spawn(process.execPath, [scripts[script], ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.pid = child.pid ?? 0;
    this.#kill = (signal) => void child.kill(signal);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.stdout = (this.stdout + text).slice(-OUTPUT_KEPT_CHARS);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.stderr = (this.stderr + text).slice(-OUTPUT_KEPT_CHARS);
    });
    const forget = stopAtExit(() => void child.kill('SIGKILL'));
    this.ended = once(child, 'close').then(([code]) => {
      forget();
      this.hasEnded = true;
      return code as number | null;
    });
    context.onEnd(() => this.end('SIGKILL'));
  }

  /** Sends a signal and waits until the process is gone. */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    if (!this.hasEnded) this.#kill(signal);
    return this.ended;
  }

  signal(signal: NodeJS.Signals): void {
    this.#kill(signal);
  }

  /** Waits until it has printed what is looked for; throws with all that it said when it ends instead. */
  async printed(pattern: RegExp): Promise<RegExpExecArray> {
    const until = Date.now() + START_TIMEOUT_MS;
    for (;;) {
      const found = pattern.exec(this.stdout);
      if (found !== null) return found;
      if (this.hasEnded) throw new Error(`it ended with ${await this.ended}: ${this.said()}`);
      if (Date.now() > until)
        throw new Error(`it was not there after ${START_TIMEOUT_MS} ms: ${this.said()}`);
      await sleep(5);
    }
  }

  /** The end of what it printed, errors first. */
  said(): string {
    return `${this.stderr.slice(-1_500)}${this.stdout.slice(-1_500)}`.trim();
  }

  /** Memory in use, MB (10^6 bytes): all that is resident, and the part that is the process's own rather than files. */
  memory(): { residentMb: number; ownMb: number } {
    const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
    const mb = (name: string) =>
      (Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1_024) / 1e6;
    return { residentMb: mb('VmRSS'), ownMb: mb('RssAnon') };
  }
}

const STACK = /^\s+at .+:\d+:\d+\)?$/m;
const SENTENCE = /^sohoso(-consumer)?: .+$/m;

/** Expects the program to have stopped as one that whoever runs it can mend: code 2, a sentence, no stack trace. Gives the sentence. */
export async function expectClearStop(program: Program): Promise<string> {
  const code = await program.ended;
  const sentence = SENTENCE.exec(program.stderr)?.[0];
  if (code !== 2) throw new Error(`it stopped with code ${code}, 2 was expected: ${program.said()}`);
  if (STACK.test(program.stderr)) throw new Error(`it stopped with a stack trace: ${program.said()}`);
  if (sentence === undefined) throw new Error(`it stopped without a sentence: ${program.said()}`);
  return sentence;
}
