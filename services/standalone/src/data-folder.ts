import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Usage } from '@sohoso/service';

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
    if (await lockHolder(lock)) throw await inUse(path, lock);
    await writeLock(lock, path);
  } catch (error) {
    if (error instanceof Usage) throw error;
    throw new Usage(
      `the data folder ${path} cannot be written to (${(error as NodeJS.ErrnoException).code}); set SOHOSO_DATA_DIR`,
    );
  }
  return { path, release: () => rm(lock, { force: true }) };
}

async function writeLock(lock: string, path: string): Promise<void> {
  await rm(lock, { force: true });
  try {
    const file = await open(lock, 'wx');
    await file.writeFile(String(process.pid));
    await file.close();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw await inUse(path, lock);
    throw error;
  }
}

/** Whether a process that still lives holds the lock. Our own number in it is a left-over, as of a restarted container. */
async function lockHolder(lock: string): Promise<boolean> {
  const pid = Number(await readFile(lock, 'utf8').catch(() => ''));
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
    `the data folder ${path} is in use by process ${pid}; ask the running server (SOHOSO_URL), or set SOHOSO_DATA_DIR to another folder`,
  );
}
