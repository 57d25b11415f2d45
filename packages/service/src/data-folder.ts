import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Usage } from './run.ts';

export interface DataFolder {
  readonly path: string;
  release(): Promise<void>;
}

const LOCK = 'in-use-by';

/**
 * Takes a data folder for this process alone, making it where it is missing. Throws Usage with a sentence where it
 * cannot be written to, or another process holds it. A lock whose process is gone is taken over.
 */
export async function takeDataFolder(folder: string): Promise<DataFolder> {
  const path = resolve(folder);
  const lock = join(path, LOCK);
  try {
    await mkdir(path, { recursive: true });
    await writeLock(lock, path);
  } catch (error) {
    if (error instanceof Usage) throw error;
    throw new Usage(
      `the data folder ${path} cannot be written to (${(error as NodeJS.ErrnoException).code}); set SOHOSO_DATA_DIR`,
    );
  }
  return { path, release: () => rm(lock, { force: true }) };
}

/**
 * Writes the lock in one step: a file with our number is made aside and linked into place, which fails where one is there
 * already. One that names a process that is gone is moved away, and only if it is still the one that was looked at.
 */
async function writeLock(lock: string, path: string): Promise<void> {
  const own = `${lock}.${process.pid}.${randomUUID()}`;
  await writeFile(own, String(process.pid));
  try {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      if (await linked(own, lock)) return;
      const holder = await readFile(lock, 'utf8').catch(() => null);
      if (holder !== null && (await isAlive(Number(holder)))) throw await inUse(path, lock);
      await moveAway(lock, holder);
    }
    throw await inUse(path, lock);
  } finally {
    await rm(own, { force: true });
  }
}

const MAX_TRIES = 5;

async function linked(own: string, lock: string): Promise<boolean> {
  try {
    await link(own, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function moveAway(lock: string, holder: string | null): Promise<void> {
  const aside = `${lock}.left.${randomUUID()}`;
  const moved = await rename(lock, aside).then(
    () => true,
    () => false,
  );
  if (!moved) return;
  const now = await readFile(aside, 'utf8').catch(() => null);
  // Somebody else took it between the look and the move: give it back, unless a third one has it by now.
  if (now !== holder) await link(aside, lock).catch(() => {});
  await rm(aside, { force: true });
}

/** Whether a process lives. Our own number in a lock is a left-over, as of a container that was started again. */
async function isAlive(pid: number): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function inUse(path: string, lock: string): Promise<Usage> {
  const pid = await readFile(lock, 'utf8').catch(() => 'unknown');
  return new Usage(
    `the data folder ${path} is in use by process ${pid}; stop that one, or ask it (SOHOSO_URL), or set SOHOSO_DATA_DIR to another folder`,
  );
}
