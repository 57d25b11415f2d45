import { mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Journal, nothingDone } from './journal.ts';
import { RemarksFile } from './remarks-file.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sohoso-journal-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const seen = { row: 3, unit: 'so-y-te', content: 'x' };

async function written(path: string, fingerprint: string): Promise<void> {
  const journal = await Journal.open(path, fingerprint);
  journal.meet('H-1\nintake', seen);
  await journal.commit({ ...nothingDone, read: 10 }, ['H-1\nintake']);
  await journal.close();
}

describe('the journal of a backfill', () => {
  it('goes on where it was, with the same file into the same store only', async () => {
    const path = join(folder, 'same.csv.backfill');
    await written(path, 'file store-1');
    const again = await Journal.open(path, 'file store-1');
    expect(again.progress.read).toBe(10);
    expect(again.meet('H-1\nintake', { ...seen, row: 7 })).toEqual(seen);
    await again.close();
    const other = await Journal.open(path, 'file store-2');
    expect(other.progress.read).toBe(0);
    expect(other.meet('H-1\nintake', seen)).toBeUndefined();
    await other.remove();
  });

  it('knows of legs of batches that are under way', async () => {
    const journal = await Journal.open(join(folder, 'legs.csv.backfill'), 'f');
    expect(journal.meet('H-2\nintake', seen)).toBeUndefined();
    expect(journal.meet('H-2\nintake', { ...seen, row: 9 })).toEqual(seen);
    await journal.remove();
  });

  it('is not shared by two backfills', async () => {
    const path = join(folder, 'two.csv.backfill');
    await mkdir(path);
    await writeFile(join(path, 'data.mdb'), '');
    await writeFile(join(path, 'in-use-by'), String(process.ppid));
    await expect(Journal.open(path, 'f')).rejects.toThrow('another backfill of the file is under way');
  });

  it('takes no folder of somebody else', async () => {
    const path = join(folder, 'mine.csv.backfill');
    await mkdir(path);
    await writeFile(join(path, 'notes.txt'), 'mine');
    await expect(Journal.open(path, 'f')).rejects.toThrow('is not the journal of a backfill');
    expect(await readFile(join(path, 'notes.txt'), 'utf8')).toBe('mine');
  });
});

describe('the list of refused rows', () => {
  const remark = {
    kind: 'refused',
    row: 4,
    column: 'Hạn trả',
    reason: 'date-invalid',
    detail: 'a, b',
  } as const;

  it('is gone on with, without what was written after the journal', async () => {
    const path = join(folder, 'list.csv');
    const list = new RemarksFile(path, 0);
    await list.begin();
    await list.add([remark]);
    const { length } = list;
    await list.add([remark]);
    const again = new RemarksFile(path, length);
    expect(await again.begin()).toBe(true);
    await again.add([{ ...remark, row: 5 }]);
    const text = await readFile(path, 'utf8');
    expect(text).toBe(
      '\ufeffrow,kind,column,reason,detail\r\n4,refused,Hạn trả,date-invalid,"a, b"\r\n5,refused,Hạn trả,date-invalid,"a, b"\r\n',
    );
  });

  it('says when it is not there to go on with', async () => {
    const path = join(folder, 'short.csv');
    await writeFile(path, 'x'.repeat(50));
    await truncate(path, 20);
    expect(await new RemarksFile(path, 40).begin()).toBe(false);
    expect(await new RemarksFile(join(folder, 'none.csv'), 40).begin()).toBe(false);
  });
});
