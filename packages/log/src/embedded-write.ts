import { setTimeout as sleep } from 'node:timers/promises';
import { LogUnavailable } from './event-log.ts';

const REASON_WAIT_MS = 1_000;

/**
 * Writes to LMDB; throws LogUnavailable with the reason where that fails. LMDB gives the reason of a failed commit (a full
 * disk, mostly) as a promise beside the error, and one that nobody looks at would end the process.
 */
export async function writing<T>(what: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    const { message, commitError } = error as Error & { commitError?: Promise<never> };
    const reason = commitError === undefined ? message : await reasonOf(commitError, message);
    throw new LogUnavailable(`${what} cannot be written: ${reason}`, { cause: error });
  }
}

async function reasonOf(commitError: Promise<never>, otherwise: string): Promise<string> {
  const reason = commitError.catch((error: Error) => error.message);
  const soon = await Promise.race([reason, sleep(REASON_WAIT_MS, otherwise, { ref: false })]);
  return `${soon}; see whether the disk of the data folder is full`;
}
