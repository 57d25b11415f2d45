import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { EmbeddedLog } from './embedded-log.ts';
import { LogUnavailable } from './event-log.ts';
import { eventLogContract } from './testing/event-log.contract.ts';

const folders: string[] = [];
async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'sohoso-log-'));
  folders.push(path);
  return path;
}
afterAll(() => Promise.all(folders.map((path) => rm(path, { recursive: true, force: true }))));

const entry = (key: string, text: string) => ({ key, value: Buffer.from(text) });

describe('the embedded log', () => {
  eventLogContract(async () => {
    const log = new EmbeddedLog({ path: await folder(), partitionCount: 12 });
    return { log, deadLetters: log.deadLetters };
  });
});

describe('an embedded log that is opened again', () => {
  it('has its records, commits and partition count, and goes on numbering', async () => {
    const path = await folder();
    const first = new EmbeddedLog({ path, partitionCount: 12 });
    await first.append([entry('a', '1'), entry('a', '2')]);
    const partition = first.partitionOf('a');
    await first.commit('g', partition, 1);
    await first.close();
    const second = new EmbeddedLog({ path, partitionCount: 3 });
    expect(second.partitionCount).toBe(12);
    await second.append([entry('a', '3')]);
    const records = await second.read(partition, 0, 9);
    expect(records.map((r) => [r.offset, Buffer.from(r.value).toString()])).toEqual([
      [0, '1'],
      [1, '2'],
      [2, '3'],
    ]);
    expect(await second.lag('g')).toContainEqual({ partition, begin: 0, end: 3, committed: 1, waiting: 2 });
    await second.close();
  });

  it('never records a moment before an earlier one, even when the clock steps back', async () => {
    let clock = 2_000;
    const log = new EmbeddedLog({ path: await folder(), partitionCount: 1, now: () => clock });
    await log.append([entry('a', '1')]);
    clock = 1_000;
    await log.append([entry('a', '2')]);
    expect((await log.read(0, 0, 9)).map((r) => r.recordedAtMs)).toEqual([2_000, 2_000]);
    await log.close();
  });
});

describe('many appends at once', () => {
  it('get distinct, gapless offsets', async () => {
    const log = new EmbeddedLog({ path: await folder(), partitionCount: 4 });
    await Promise.all(
      Array.from({ length: 200 }, (_, i) => log.append([entry(`k${i}`, `${i}`), entry(`k${i}`, `${i}`)])),
    );
    const lag = await log.lag('none');
    expect(lag.reduce((sum, p) => sum + p.end, 0)).toBe(400);
    for (const { partition, end } of lag) {
      expect((await log.read(partition, 0, 999)).map((r) => r.offset)).toEqual(
        Array.from({ length: end }, (_, i) => i),
      );
    }
    await log.close();
  });
});

describe('dead letters that are opened again', () => {
  it('are still there, those that were sent again are not', async () => {
    const path = await folder();
    const record = { partition: 0, key: null, value: Buffer.from('x'), recordedAtMs: 1 };
    const letters = [0, 1].map((offset) => ({
      record: { ...record, offset },
      reason: 'not-json',
      detail: '',
    }));
    const first = new EmbeddedLog({ path, partitionCount: 1 });
    await first.deadLetters.put(letters);
    await first.deadLetters.replayed(letters.slice(0, 1));
    await first.close();
    const second = new EmbeddedLog({ path, partitionCount: 1 });
    expect((await second.deadLetters.list()).map((letter) => letter.record.offset)).toEqual([1]);
    await second.close();
  });
});

describe('a log whose disk is full', () => {
  /** Bounds the size of files that this process writes: to LMDB it looks like a full disk. */
  const allowFileBytes = (bytes: number | 'unlimited') =>
    spawnSync('/usr/bin/env', ['prlimit', '--pid', String(process.pid), `--fsize=${bytes}:`]).status === 0;

  it.skipIf(!allowFileBytes('unlimited'))(
    'says so, stays readable, and goes on when there is room',
    async () => {
      const log = new EmbeddedLog({ path: await folder(), partitionCount: 1 });
      const append = () => log.append([{ key: 'a', value: Buffer.alloc(50_000) }]);
      await append();
      let taken = 1;
      // LMDB prints what went wrong by itself.
      const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
      try {
        allowFileBytes(2_000_000);
        const fill = async () => {
          for (; taken < 100; taken++) await append();
        };
        await expect(fill()).rejects.toThrow(
          /^the event log cannot be written: .*; see whether the disk .* full$/,
        );
        await expect(append()).rejects.toThrow(LogUnavailable);
        const letter = { partition: 0, offset: 0, key: null, value: Buffer.alloc(50_000), recordedAtMs: 0 };
        const put = log.deadLetters.put([{ record: letter, reason: 'too-large', detail: '' }]);
        await expect(put).rejects.toThrow(LogUnavailable);
        expect(await log.read(0, 0, 200)).toHaveLength(taken);
      } finally {
        allowFileBytes('unlimited');
        printed.mockRestore();
      }
      await append();
      expect((await log.read(0, 0, 200)).map((r) => r.offset)).toEqual(
        Array.from({ length: taken + 1 }, (_, i) => i),
      );
      await log.close();
    },
  );
});

describe('a log that is closed', () => {
  it('takes nothing more, and says that it is unavailable', async () => {
    const log = new EmbeddedLog({ path: await folder(), partitionCount: 1 });
    await log.close();
    await expect(log.append([entry('a', '1')])).rejects.toThrow(LogUnavailable);
  });
});
