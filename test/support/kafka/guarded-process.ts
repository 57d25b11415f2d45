/** A child process that cannot outlive the run that started it, however that run ends (see guard.sh). */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const GUARD = fileURLToPath(new URL('./guard.sh', import.meta.url));
const OUTPUT_KEPT_CHARS = 4_000;

export type GuardedProcess = {
  /** The exit code, or null when a signal ended it; by then nothing of the process group holds its output. */
  ended: Promise<number | null>;
  hasEnded(): boolean;
  /** The end of what it printed: all there is to go by when it does not start. */
  output(): string;
  /** SIGKILL to the whole group, guard included, so that the data stays for a restart. */
  kill(): Promise<void>;
};

/** Runs a command; should this process die first, the command is killed and `folder` removed. */
export function startGuarded(folder: string, command: string, args: string[]): GuardedProcess {
  // Detached makes it lead a group of its own: a Ctrl-C in the terminal then reaches the run only, which
  // stops the broker in its own order, and one signal to the group reaches everything below the guard.
  const child = spawn('sh', [GUARD, folder, command, ...args], { detached: true, stdio: 'pipe' });
  let output = '';
  let hasEnded = false;
  const keep = (chunk: Buffer | string) => {
    output = (output + String(chunk)).slice(-OUTPUT_KEPT_CHARS);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', (error) => {
      keep(error.message);
      resolve(null);
    });
    child.once('close', resolve);
  }).finally(() => {
    hasEnded = true;
  });
  const kill = async () => {
    if (child.pid !== undefined && !hasEnded) signalGroup(child.pid);
    await ended;
  };
  return { ended, kill, hasEnded: () => hasEnded, output: () => output };
}

function signalGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch (error) {
    // Nobody left in the group is what was wanted.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
