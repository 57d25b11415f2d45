import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { Usage } from '@sohoso/service';
import { answers, mendableFault } from './client.ts';
import { type Config, environmentWith } from './config.ts';

/** What a server of one's own is told: nobody else sends to it, so a backfill need not let others pass. */
const ALONE = {
  SOHOSO_HOST: '127.0.0.1',
  SOHOSO_PORT: '0',
  SOHOSO_BACKFILL_MAX_WAITING_EVENTS: '200000',
  SOHOSO_AUDIT_EVERY_SECONDS: '0',
  SOHOSO_DEADLINES: 'off',
};

/** What the server says to whoever started it. */
export interface Listening {
  readonly url: string;
  /** The key to send with, where keys are required. */
  readonly key: string;
}

/**
 * Does something with a server: the one at SOHOSO_URL where it answers, else one in a process of its own on the data folder, which ends
 * afterwards. For work that keeps a core busy by itself; `withServer` has the server in this process.
 */
export async function besideServer<T>(
  config: Config,
  use: (url: string, key: string | undefined) => Promise<T>,
): Promise<T> {
  if (await answers(config.SOHOSO_URL)) return use(config.SOHOSO_URL, config.SOHOSO_KEY).catch(throwMendable);
  const [, program = ''] = process.argv;
  const child = fork(program, ['serve'], {
    env: environmentWith(ALONE),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  // Not 'close': after the channel is cut, this process would wait for that one for ever.
  const exited = once(child, 'exit');
  const said = keptOf(child);
  try {
    const { url, key } = await listening(child, said);
    return await Promise.race([use(url, key), ended(child, said)]).catch(throwMendable);
  } finally {
    // It ends when nobody is connected any more, whatever becomes of this process.
    if (child.connected) child.disconnect();
    await exited;
  }
}

function throwMendable(error: Error): never {
  throw mendableFault(error);
}

/** What the server writes, which is passed on, and kept for the case that it ends. */
function keptOf(child: ChildProcess): { text: string } {
  const said = { text: '' };
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said.text = `${said.text}${text}`.slice(-MAX_KEPT_CHARACTERS);
  });
  return said;
}

const MAX_KEPT_CHARACTERS = 10_000;

async function listening(child: ChildProcess, said: { readonly text: string }): Promise<Listening> {
  const message = once(child, 'message') as Promise<[Listening]>;
  message.catch(() => {});
  return (await Promise.race([message, ended(child, said)]))[0];
}

/** Throws what the server said last when it ends before it is told to. */
async function ended(child: ChildProcess, said: { readonly text: string }): Promise<never> {
  await once(child, 'exit');
  throw new Usage(
    said.text.trim().replace(/^sohoso: /gm, '') || 'the server that was started for this ended',
  );
}
