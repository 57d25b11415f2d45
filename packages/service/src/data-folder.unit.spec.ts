import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { takeDataFolder } from './data-folder.ts';
import { Usage } from './run.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sohoso-folder-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('a folder is made where it is missing, locked, and left without a trace', async () => {
  const taken = await takeDataFolder(join(folder, 'deep', 'data'));
  expect(await readdir(taken.path)).toEqual(['in-use-by']);
  await taken.release();
  expect(await readdir(taken.path)).toEqual([]);
});

it('a folder that a living process holds is refused', async () => {
  await writeFile(join(folder, 'in-use-by'), String(process.ppid));
  await expect(takeDataFolder(folder)).rejects.toThrow(Usage);
  await expect(takeDataFolder(folder)).rejects.toThrow(
    `the data folder ${folder} is in use by process ${process.ppid}; `,
  );
  expect(await readdir(folder)).toEqual(['in-use-by']);
});

it.each(['0', 'nonsense', '2147483646', String(process.pid)])(
  'a lock of "%s", which is no other living process, is taken over',
  async (holder) => {
    await writeFile(join(folder, 'in-use-by'), holder);
    await (await takeDataFolder(folder)).release();
    expect(await readdir(folder)).toEqual([]);
  },
);

it('a folder that cannot be written to is told in a sentence', async () => {
  await writeFile(join(folder, 'file'), '');
  await expect(takeDataFolder(join(folder, 'file', 'data'))).rejects.toThrow(
    /cannot be written to \(ENOTDIR\); set SOHOSO_DATA_DIR$/,
  );
});
