import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

// As many servers as a spec file starts may wait for the end of the process.
process.setMaxListeners(100);

const PROGRAM = fileURLToPath(new URL('../../services/standalone/bin/sohoso.js', import.meta.url));
/** A service that runs alone, as built. */
export const CONSUMER = fileURLToPath(new URL('../../services/consumer/dist/main.js', import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

function start(
  args: readonly string[],
  environment: Environment,
  program = PROGRAM,
): { child: ChildProcess; output: { stdout: string; stderr: string } } {
  // Nothing of the caller's environment that configures the program reaches it.
  const kept = Object.entries(process.env).filter(([name]) => !/^(SOHOSO|KAFKA|CLICKHOUSE)_/.test(name));
  const env = { ...Object.fromEntries(kept), ...environment };
  const child = spawn(process.execPath, [program, ...args], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  const end = () => child.kill('SIGKILL');
  // A spec that fails before it stops its server must not leave it behind.
  process.once('exit', end);
  child.once('close', () => process.off('exit', end));
  const output = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  return { child, output };
}

/** Runs a command of the program to its end. */
export async function sohoso(
  args: readonly string[],
  environment: Environment = {},
  input = '',
): Promise<Finished> {
  const { child, output } = start(args, environment);
  child.stdin?.on('error', () => {});
  child.stdin?.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...output };
}

export interface Server {
  readonly url: string;
  readonly pid: number;
  /** Tells it to stop, and waits until it is gone; gives its exit code and output. */
  stop(signal?: NodeJS.Signals): Promise<Finished>;
}

/** Starts `sohoso serve` (or another command or program that serves) on a free port and waits until it answers. */
export async function served(
  environment: Environment,
  args: readonly string[] = ['serve'],
  input = '',
  program = PROGRAM,
): Promise<Server> {
  const { child, output } = start(args, { SOHOSO_PORT: '0', ...environment }, program);
  child.stdin?.on('error', () => {});
  child.stdin?.write(input);
  const closed = once(child, 'close') as Promise<[number | null]>;
  const url = await new Promise<string>((resolve, reject) => {
    const look = () => {
      const found = /at (http:\/\/[\d.]+:\d+)/.exec(output.stdout)?.[1];
      if (found !== undefined) resolve(found);
    };
    child.stdout?.on('data', look);
    closed.then(([code]) => reject(new Error(`it ended with ${code}: ${output.stderr}${output.stdout}`)));
  });
  return {
    url,
    pid: child.pid ?? 0,
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      const [code] = await closed;
      return { code, ...output };
    },
  };
}

/** Sends events to a running server as NDJSON; gives its answer. */
export async function sendEvents(
  url: string,
  events: readonly object[],
): Promise<{ accepted: number; rejectedCount: number }> {
  const body = events.map((event) => JSON.stringify(event)).join('\n');
  const response = await fetch(`${url}/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body,
  });
  if (response.status !== 202) throw new Error(`${response.status}: ${await response.text()}`);
  return (await response.json()) as { accepted: number; rejectedCount: number };
}

interface AuditAnswer {
  readonly holds: boolean;
  readonly faults: readonly string[];
  readonly pipeline: { partitions: readonly { end: number; committed: number }[] };
  readonly positions: readonly { counted: number; repeated: number; refused: number }[];
}

/** Waits until the server has folded all that its log holds; gives its audit. */
export async function settled(url: string, timeoutMs = 120_000): Promise<AuditAnswer> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const audit = (await (await fetch(`${url}/v1/audit`)).json()) as AuditAnswer;
    if (audit.pipeline.partitions.every((p) => p.committed >= p.end)) return audit;
    if (Date.now() > until)
      throw new Error(`not settled after ${timeoutMs} ms: ${JSON.stringify(audit.pipeline)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
