import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopAtExit } from './endings.ts';
import type { Context } from './scenario.ts';

/** A small disk in memory, so that a full one can be had without filling the machine's. */
export class SmallDisk {
  readonly path: string;

  constructor(context: Context, path: string, sizeKib: number) {
    this.path = path;
    mkdirSync(path, { recursive: true });
    run('mount', '-t', 'tmpfs', '-o', `size=${sizeKib}k`, 'tmpfs', path);
    const unmount = () => run('umount', '-l', path);
    const forget = stopAtExit(unmount);
    context.onEnd(() => {
      forget();
      unmount();
    });
  }

  /** More room, with what is on it kept. */
  enlarge(sizeKib: number): void {
    run('mount', '-o', `remount,size=${sizeKib}k`, this.path);
  }
}

function run(command: string, ...args: string[]): void {
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** Why a disk in memory cannot be had on this machine; null where it can. */
export function mountFault(): string | null {
  const path = mkdtempSync(join(tmpdir(), 'sohoso-mount-'));
  try {
    run('mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', path);
    run('umount', path);
    return null;
  } catch (error) {
    return `a tmpfs cannot be mounted: ${(error as Error).message.replaceAll(/\s+/g, ' ').trim()}`;
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
}
