import { Usage } from '@sohoso/service';
import { pino } from 'pino';
import type { Config } from './config.ts';
import { Pipeline } from './pipeline.ts';

const PROBE_TIMEOUT_MS = 1_000;

/**
 * Does something with a server: the one at SOHOSO_URL where it answers, else one of its own on the data folder, on a
 * free port, that has caught up with its log and ends afterwards; with `evenIfStopped` also where it could not catch up. `use` gets
 * its address and the key to send with.
 */
export async function withServer<T>(
  config: Config,
  use: (url: string, key: string | undefined) => Promise<T>,
  { evenIfStopped = false }: { readonly evenIfStopped?: boolean } = {},
): Promise<T> {
  if (await answers(config.SOHOSO_URL))
    return use(config.SOHOSO_URL, config.SOHOSO_KEY).catch((error: Error) => {
      throw mendableFault(error);
    });
  const pipeline = await Pipeline.start(config, pino({ level: config.SOHOSO_LOG_LEVEL }, process.stderr));
  try {
    const url = await pipeline.listen('127.0.0.1', 0);
    await pipeline.caughtUp().catch((error: Error) => {
      if (!evenIfStopped) throw error;
    });
    return await use(url, pipeline.ownKey());
  } finally {
    await pipeline.close();
  }
}

/** Whether a server of ours answers there. */
export async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(new URL('/healthz', url), { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
    return response.ok && ((await response.json()) as { status?: unknown }).status === 'ok';
  } catch {
    return false;
  }
}

/** The body of an answer; a refusal becomes a sentence for whoever called. */
export async function bodyOf(response: Response): Promise<string> {
  const text = await response.text();
  if (response.ok) return text;
  const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json') === true;
  const detail = isProblem
    ? (JSON.parse(text) as { detail: string }).detail
    : `the server answered ${response.status}`;
  throw new Usage(detail);
}

/** A connection that broke off is told in a sentence; `fetch` says why only in the cause. */
export function mendableFault(error: Error): Error {
  if (error.message !== 'fetch failed') return error;
  const why = error.cause instanceof Error ? error.cause.message : 'no reason given';
  return new Usage(
    `the server broke off the connection (${why}); what it had acknowledged is safe, try again`,
  );
}
